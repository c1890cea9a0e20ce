using System.Globalization;

namespace RoomTypes.Statistics.Analysis;

/// <summary>Says in plain words what a report comes to.</summary>
internal static class VerdictWriter
{
    public static Verdict Write(
        IReadOnlyList<VariationInput> variations, SampleRatioReport ratio, IReadOnlyList<MetricReport> metrics, AnalysisSettings settings, TimeSpan? elapsed)
    {
        if (ratio.IsBroken) return SplitBroken(variations, ratio);
        if (metrics.Count == 0) return new(VerdictKind.NotYet, null, "Not yet: the experiment has no metric to be judged by.");
        var fewest = variations.MinBy(variation => variation.Entities)!;
        if (fewest.Entities < settings.MinimumEntities)
            return new(VerdictKind.NotYet, null, string.Create(CultureInfo.InvariantCulture, $"Not yet: '{fewest.Name}' has {fewest.Entities:N0} entities; at least {settings.MinimumEntities:N0} in each variation are needed."));

        var metric = metrics[0];
        var decided = metric.Comparisons.Where(comparison => comparison.AnytimeValid.AdjustedPValue <= settings.Alpha).ToList();
        var better = decided.Where(comparison => comparison.Difference.Value > 0 == metric.HigherIsBetter).MaxBy(comparison => Math.Abs(comparison.Difference.Value));
        if (better is not null) return new(VerdictKind.Better, better.Variation, Describe("better", metric, better));
        if (decided.Count == metric.Comparisons.Count) return new(VerdictKind.Worse, decided[0].Variation, Describe("worse", metric, decided[0]));
        return NotYet(metric, elapsed);
    }

    private static string Describe(string word, MetricReport metric, ComparisonReport comparison)
    {
        var (lower, upper) = (comparison.AnytimeValid.Interval.Lower, comparison.AnytimeValid.Interval.Upper);
        var (least, most) = (Math.Min(Math.Abs(lower), Math.Abs(upper)), Math.Max(Math.Abs(lower), Math.Abs(upper)));
        var direction = lower > 0 ? "higher" : "lower";
        return $"'{comparison.Variation}' is {word} by {Range(metric, least, most)} ({metric.Name} is {direction}); safe to stop.";
    }

    private static Verdict NotYet(MetricReport metric, TimeSpan? elapsed)
    {
        var open = metric.Comparisons.MinBy(comparison => comparison.EntitiesNeeded)!;
        var (lower, upper) = (open.AnytimeValid.Interval.Lower, open.AnytimeValid.Interval.Upper);
        if (double.IsNaN(lower)) return new(VerdictKind.NotYet, null, $"Not yet: {metric.Name} has no values to compare.");
        var text = $"Not yet: {metric.Name} of '{open.Variation}' differs by {Range(metric, lower, upper)}, which holds 0. ";
        if (open.EntitiesNeeded > open.Difference.Count * 1_000.0) return new(VerdictKind.NotYet, null, text + $"No difference over {Number(metric, open.MinimumDetectableEffect)}{Unit(metric)} is likely.");
        var longer = elapsed is { } time && open.EntitiesNeeded > open.Difference.Count
            ? string.Create(CultureInfo.InvariantCulture, $", {Math.Ceiling(time.TotalDays * ((open.EntitiesNeeded / open.Difference.Count) - 1)):N0} more days at this rate")
            : "";
        return new(VerdictKind.NotYet, null, text + string.Create(
            CultureInfo.InvariantCulture, $"If it stays as it looks, about {open.EntitiesNeeded:N0} entities are needed ({open.Difference.Count:N0} now){longer}."));
    }

    private static Verdict SplitBroken(IReadOnlyList<VariationInput> variations, SampleRatioReport ratio)
    {
        var (entities, weights) = (variations.Sum(variation => variation.Entities), variations.Sum(variation => variation.Weight));
        var found = variations.Select(variation => string.Create(
            CultureInfo.InvariantCulture, $"'{variation.Name}' has {variation.Entities:N0} of {entities:N0} entities and should have {variation.Weight / weights:P1}"));
        return new(VerdictKind.SplitBroken, null, string.Create(
            CultureInfo.InvariantCulture, $"The split is broken: do not trust this. {string.Join("; ", found)} (p = {ratio.AnytimeValidPValue:0.0e+0})."));
    }

    private static string Range(MetricReport metric, double lower, double upper) => $"{Number(metric, lower)} to {Number(metric, upper)}{Unit(metric)}";

    private static string Unit(MetricReport metric) => metric.IsShare ? " points" : "";

    private static string Number(MetricReport metric, double value) => metric.IsShare
        ? (100 * value).ToString("0.0#", CultureInfo.InvariantCulture)
        : value.ToString("G3", CultureInfo.InvariantCulture);
}
