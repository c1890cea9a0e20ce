using System.Globalization;
using System.Text;

namespace RoomTypes.Telemetry;

/// <summary>
/// Prometheus' text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats), with names made as OpenTelemetry's compatibility
/// specification says: units spelled out, counters end with _total.
/// </summary>
internal static class PrometheusText
{
    /// <summary>Its media type.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes what is known of the metrics; those that have told nothing are left out.</summary>
    public static string Write(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder();
        foreach (var family in families.OrderBy(family => family.Instrument.Name, StringComparer.Ordinal)) Write(text, family);
        return text.ToString();
    }

    /// <summary>Labels as they stand between the braces.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        if (labels.IsEmpty) return "";
        var text = new StringBuilder();
        foreach (var (name, value) in labels)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(Name(name)).Append("=\"").Append(Escape(Text(value)).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        }

        return text.ToString();
    }

    /// <summary>The metric's name: "room_type.picture.duration" in "s" is room_type_picture_duration_seconds.</summary>
    public static string Name(MetricFamily family)
    {
        var name = Name(family.Instrument.Name);
        if (Unit(family) is { } unit && !name.EndsWith($"_{unit}", StringComparison.Ordinal)) name += $"_{unit}";
        return family.Kind == MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? $"{name}_total" : name;
    }

    private static void Write(StringBuilder text, MetricFamily family)
    {
        var series = family.Series.OrderBy(series => series.Key, StringComparer.Ordinal).ToList();
        if (series.Count == 0) return;
        var name = Name(family);
        if (family.Instrument.Description is { Length: > 0 } description) text.Append($"# HELP {name} {Escape(description)}\n");
        text.Append($"# TYPE {name} {(family.Kind switch { MetricKind.Counter => "counter", MetricKind.Gauge => "gauge", _ => "histogram" })}\n");
        foreach (var (labels, values) in series) Write(text, name, labels, values.Read());
    }

    private static void Write(StringBuilder text, string name, string labels, (double Sum, double[] Bounds, long[] Counts) values)
    {
        if (values.Counts.Length == 0)
        {
            Sample(text, name, labels, values.Sum);
            return;
        }

        var separator = labels.Length > 0 ? "," : "";
        long count = 0;
        for (var i = 0; i < values.Counts.Length; i++)
        {
            count += values.Counts[i];
            var bound = i < values.Bounds.Length ? Number(values.Bounds[i]) : "+Inf";
            Sample(text, $"{name}_bucket", $"{labels}{separator}le=\"{bound}\"", count);
        }

        Sample(text, $"{name}_sum", labels, values.Sum);
        Sample(text, $"{name}_count", labels, count);
    }

    private static void Sample(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels.Length > 0 ? $"{{{labels}}} " : " ").Append(Number(value)).Append('\n');

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Text(object? value) => value switch
    {
        true => "true",
        false => "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string? Unit(MetricFamily family) => family.Instrument.Unit switch
    {
        null or "" => null,
        "s" => "seconds",
        "By" => "bytes",
        "1" => family.Kind == MetricKind.Gauge ? "ratio" : null,
        // In braces stands what is counted: no part of the name.
        var unit => unit.StartsWith('{') ? null : Name(unit),
    };

    private static string Name(string name)
    {
        var text = new StringBuilder(name.Length + 1);
        if (char.IsAsciiDigit(name[0])) text.Append('_');
        foreach (var letter in name) text.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        return text.ToString();
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
