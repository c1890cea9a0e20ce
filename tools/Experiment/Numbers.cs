using System.Globalization;
using RoomTypes.Http;

namespace RoomTypes.Reporting;

/// <summary>Writes a metric's numbers: shares in percent, their differences in percentage points.</summary>
internal static class Numbers
{
    public static string Value(MetricResult metric, double? value) => value is not { } number ? "-"
        : metric.IsShare ? number.ToString("P2", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal) : Plain(number);

    public static string Difference(MetricResult metric, double? value) => value is not { } number ? "-"
        : metric.IsShare ? (100 * number).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) : Signed(number);

    public static string Range(MetricResult metric, IntervalResult? interval) =>
        interval is null ? "-" : $"{Difference(metric, interval.Lower)} to {Difference(metric, interval.Upper)}";

    public static string Unit(MetricResult metric) => metric.IsShare ? "points" : "difference";

    public static string PValue(double? value) => value switch
    {
        null => "-",
        < 0.0001 => "<0.0001",
        { } number => number.ToString("0.0000", CultureInfo.InvariantCulture),
    };

    /// <summary>As p = 0.0123 or p &lt; 0.0001.</summary>
    public static string PValueIs(double? value) => PValue(value) is ['<', ..] text ? $"p < {text[1..]}" : $"p = {PValue(value)}";

    public static string Percent(double share) => (100 * share).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + "%";

    public static string Count(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Plain(double number) => number.ToString("G4", CultureInfo.InvariantCulture);

    private static string Signed(double number) => number > 0 ? $"+{Plain(number)}" : Plain(number);
}
