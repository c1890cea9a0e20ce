using RoomTypes.Events;

namespace RoomTypes.Experiments.Files;

/// <summary>Makes metrics of what a file says and remembers every problem.</summary>
internal static class MetricBuilder
{
    public static IReadOnlyList<ExperimentMetric> Build(IReadOnlyList<MetricEntry> entries, string place, List<string> errors)
    {
        foreach (var twice in entries.GroupBy(entry => entry.Name).Where(group => group.Count() > 1)) errors.Add($"The metric '{twice.Key}' is there twice in {place}.");
        foreach (var entry in entries) Verify(entry, $"Metric '{entry.Name}' of {place}", errors);
        return [.. entries.Select(Build)];
    }

    private static ExperimentMetric Build(MetricEntry entry) => new(entry.Name, entry.DesiredChange)
    {
        Event = entry.Event ?? entry.Name,
        Kind = entry.Kind,
        Denominator = entry.Denominator,
        Quantile = entry.Quantile ?? 0.5,
        Window = entry.WindowHours is { } hours ? TimeSpan.FromHours(hours) : null,
        PastWindow = entry.PastDays is { } days ? TimeSpan.FromDays(days) : null,
        Minimum = entry.Minimum,
        Maximum = entry.Maximum,
        Cap = entry.Cap,
        WorstChange = entry.WorstChange,
        SmallestEffect = entry.SmallestEffect,
        SmallestRelativeEffect = entry.SmallestRelativeEffect,
    };

    private static void Verify(MetricEntry entry, string metric, List<string> errors)
    {
        Number("quantile", entry.Quantile, value => value is > 0 and < 1, "over 0 and under 1");
        Number("windowHours", entry.WindowHours, value => value is > 0 and <= 87_600, "over 0 and at most 87,600");
        Number("pastDays", entry.PastDays, value => value is > 0 and <= 3_650, "over 0 and at most 3,650");
        Number("minimum", entry.Minimum, IsValue, $"-{MetricQuery.MostValue} to {MetricQuery.MostValue}");
        Number("maximum", entry.Maximum, IsValue, $"-{MetricQuery.MostValue} to {MetricQuery.MostValue}");
        Number("cap", entry.Cap, value => value is >= 0.5 and < 1, "at least 0.5 and under 1");
        Number("worstChange", entry.WorstChange, value => value is >= 0 and <= 10, "0 to 10");
        Number("smallestEffect", entry.SmallestEffect, value => value > 0 && double.IsFinite(value), "over 0");
        Number("smallestRelativeEffect", entry.SmallestRelativeEffect, value => value > 0 && double.IsFinite(value), "over 0");
        if (entry.Minimum >= entry.Maximum) errors.Add($"{metric} has the range {entry.Minimum} to {entry.Maximum}; allowed is one that ends over its start.");
        if (entry.SmallestEffect is not null && entry.SmallestRelativeEffect is not null) errors.Add($"{metric} has smallestEffect and smallestRelativeEffect; allowed is one of them.");
        if (entry.Kind == MetricKind.Ratio != entry.Denominator is not null) errors.Add($"{metric} is of kind {entry.Kind} and its denominator is '{entry.Denominator}'; allowed is a denominator with the kind ratio alone.");
        if (entry.Quantile is not null && entry.Kind != MetricKind.Quantile) errors.Add($"{metric} has a quantile; allowed is one with the kind quantile alone.");
        if (entry.Cap is not null && entry.Kind is not (MetricKind.Mean or MetricKind.Sum or MetricKind.Count)) errors.Add($"{metric} is of kind {entry.Kind} and has a cap; allowed is one with the kinds mean, sum and count.");

        void Number(string name, double? value, Func<double, bool> isAllowed, string allowed)
        {
            if (value is { } number && !isAllowed(number)) errors.Add($"{metric} has {name} {number}; allowed is {allowed}.");
        }
    }

    private static bool IsValue(double value) => Math.Abs(value) <= MetricQuery.MostValue;
}
