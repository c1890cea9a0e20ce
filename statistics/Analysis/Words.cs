using System.Globalization;

namespace RoomTypes.Statistics.Analysis;

/// <summary>Numbers of verdicts in words.</summary>
internal static class Words
{
    public static string Sentence(string word, MetricReport metric, ComparisonReport comparison)
    {
        var direction = comparison.AnytimeValid.Interval.Lower > 0 ? "higher" : "lower";
        return $"'{comparison.Variation}' is {word} by {Size(metric, comparison)} ({metric.Name} is {direction}); safe to stop.";
    }

    /// <summary>How large a difference is that is sure.</summary>
    public static string Size(MetricReport metric, ComparisonReport comparison)
    {
        var (lower, upper) = (Math.Abs(comparison.AnytimeValid.Interval.Lower), Math.Abs(comparison.AnytimeValid.Interval.Upper));
        return Range(metric, Math.Min(lower, upper), Math.Max(lower, upper));
    }

    /// <summary>How much worse a guardrail is, as a share of the control's value.</summary>
    public static string Worsening(MetricReport guardrail, ComparisonReport comparison)
    {
        var (lower, upper) = (comparison.RelativeInterval.Lower, comparison.RelativeInterval.Upper);
        return guardrail.HigherIsBetter ? $"{Percent(-upper)} to {Percent(-lower)}" : $"{Percent(lower)} to {Percent(upper)}";
    }

    public static string Range(MetricReport metric, double lower, double upper) => $"{Number(metric, lower)} to {Number(metric, upper)}{Unit(metric)}";

    public static string Unit(MetricReport metric) => metric.IsShare ? " points" : "";

    public static string Number(MetricReport metric, double value) => metric.IsShare
        ? (100 * value).ToString("0.0#", CultureInfo.InvariantCulture)
        : value.ToString("G3", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    public static string Count(double count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
