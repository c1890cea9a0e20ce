using System.Globalization;

namespace RoomTypes.Statistics.Analysis;

/// <summary>Says in plain words what a report comes to, over all metrics.</summary>
internal static class VerdictWriter
{
    public static Verdict Write(
        IReadOnlyList<VariationInput> variations, int control, SampleRatioReport ratio, IReadOnlyList<MetricReport> metrics, AnalysisSettings settings, TimeSpan? elapsed)
    {
        if (ratio.IsBroken) return SplitBroken(variations, ratio, settings);
        if (metrics.FirstOrDefault(report => report.WorstChange is null) is not { } metric) return NotYet("the experiment has no metric to be judged by.");
        var fewest = variations.MinBy(variation => variation.Entities)!;
        if (fewest.Entities < settings.MinimumEntities)
            return NotYet($"'{fewest.Name}' has {Words.Count(fewest.Entities)} entities; at least {Words.Count(settings.MinimumEntities)} in each variation are needed.");

        var guardrails = metrics.Where(report => report.WorstChange is not null).ToList();
        var decided = metric.Comparisons.Where(comparison => comparison.AnytimeValid.AdjustedPValue <= settings.Alpha).ToList();
        var better = decided.Where(comparison => comparison.Difference.Value > 0 == metric.HigherIsBetter)
            .OrderByDescending(comparison => Math.Abs(comparison.Difference.Value)).ToList();
        if (better.Find(comparison => guardrails.TrueForAll(guardrail => State(guardrail, comparison) == GuardrailState.Holds)) is { } best)
            return new(VerdictKind.Better, best.Variation, Words.Sentence("better", metric, best) + Kept(guardrails));
        if (Harmful(guardrails) is { } harmful) return harmful;
        if (better.Count > 0) return Unclear(metric, better[0], guardrails);
        if (decided.Count == metric.Comparisons.Count) return new(VerdictKind.Worse, decided[0].Variation, string.Join(" ", decided.Select(comparison => Words.Sentence("worse", metric, comparison))));
        return Open(metric, variations[control].Name, settings, elapsed);
    }

    private static string Kept(List<MetricReport> guardrails) =>
        guardrails.Count == 0 ? "" : $" {string.Join(", ", guardrails.Select(guardrail => guardrail.Name))} {(guardrails.Count == 1 ? "stays" : "stay")} within what is tolerated.";

    private static GuardrailState State(MetricReport guardrail, ComparisonReport comparison) => Of(guardrail, comparison).Guardrail;

    private static ComparisonReport Of(MetricReport guardrail, ComparisonReport comparison) =>
        guardrail.Comparisons.First(own => own.Variation == comparison.Variation);

    private static Verdict? Harmful(List<MetricReport> guardrails)
    {
        var broken = guardrails.SelectMany(guardrail => guardrail.Comparisons.Where(comparison => comparison.Guardrail == GuardrailState.Broken).Select(comparison => (guardrail, comparison))).ToList();
        if (broken.Count == 0) return null;
        var said = broken.Select(pair => $"'{pair.comparison.Variation}' makes {pair.guardrail.Name} worse by {Words.Worsening(pair.guardrail, pair.comparison)}; {Words.Percent(pair.guardrail.WorstChange!.Value)} is tolerated.");
        return new(VerdictKind.Harmful, broken[0].comparison.Variation, $"Harmful: {string.Join(" ", said)} Stop it.");
    }

    private static Verdict Unclear(MetricReport metric, ComparisonReport better, List<MetricReport> guardrails)
    {
        var open = guardrails.Find(guardrail => State(guardrail, better) != GuardrailState.Holds)!;
        var known = Of(open, better);
        var how = known.IsEnough
            ? $"may be worse by {Words.Worsening(open, known)}, and {Words.Percent(open.WorstChange!.Value)} is tolerated"
            : "has too few values to be told";
        return new(VerdictKind.NotYet, better.Variation, $"Not yet: '{better.Variation}' is better by {Words.Size(metric, better)} in {metric.Name}, but {open.Name} {how}.");
    }

    private static Verdict Open(MetricReport metric, string control, AnalysisSettings settings, TimeSpan? elapsed)
    {
        var known = metric.Comparisons.Where(comparison => comparison.IsEnough && comparison.AnytimeValid.AdjustedPValue > settings.Alpha).ToList();
        if (known.MinBy(comparison => comparison.EntitiesNeeded) is not { } open) return TooFew(metric, settings);
        var interval = open.AnytimeValid.Interval;
        var text = $"{metric.Name} of '{open.Variation}' differs by {Words.Range(metric, interval.Lower, interval.Upper)} from '{control}', which holds 0. ";
        var detectable = $"{Words.Number(metric, open.MinimumDetectableEffect)}{Words.Unit(metric)}";
        if (known.Count == metric.Comparisons.Count && known.TrueForAll(comparison => comparison.PlanElapsed >= 1))
            return new(VerdictKind.NoDifference, null, $"No difference: the planned end is reached. {char.ToUpperInvariant(text[0])}{text[1..]}No difference over {detectable} is likely.");
        if (!(open.EntitiesNeeded <= open.Difference.Count * 1_000.0)) return NotYet(text + $"No difference over {detectable} is likely.");
        var longer = elapsed is { } time && open.EntitiesNeeded > open.Difference.Count
            ? $", {Words.Count(Math.Ceiling(time.TotalDays * ((open.EntitiesNeeded / open.Difference.Count) - 1)))} more days at this rate"
            : "";
        return NotYet(text + $"If it stays as it looks, about {Words.Count(open.EntitiesNeeded)} entities of these two are needed ({Words.Count(open.Difference.Count)} now){longer}.");
    }

    private static Verdict TooFew(MetricReport metric, AnalysisSettings settings)
    {
        var needed = Words.Count(settings.MinimumEntities);
        if (metric.Variations.FirstOrDefault(variation => variation.Valued >= settings.MinimumEntities && variation.Effective < settings.MinimumEntities) is { } led)
            return NotYet($"a few entities have most of what {metric.Name} of '{led.Name}' is made of: its {Words.Count(led.Valued)} entities with values tell as much as {Words.Count(led.Effective)} alike ones, and at least {needed} are needed. A metric of the kind sum, count or conversion counts each entity once.");
        return NotYet($"{metric.Name} has too few values to compare; at least {needed} entities with values in each variation, and not nearly all the same, are needed.");
    }

    private static Verdict NotYet(string text) => new(VerdictKind.NotYet, null, $"Not yet: {text}");

    private static Verdict SplitBroken(IReadOnlyList<VariationInput> variations, SampleRatioReport ratio, AnalysisSettings settings)
    {
        if (ratio.AnytimeValidPValue > settings.SampleRatioAlpha)
        {
            return new(VerdictKind.SplitBroken, null,
                $"The split is broken: do not trust this. {Words.Percent(ratio.MixedShare)} of the entities met several variations; {Words.Percent(settings.MixedLimit)} is tolerated.");
        }

        var (entities, weights) = (variations.Sum(variation => variation.Entities), variations.Sum(variation => variation.Weight));
        var found = variations.Select(variation =>
            $"'{variation.Name}' has {Words.Count(variation.Entities)} of {Words.Count(entities)} entities and should have {Words.Percent(variation.Weight / weights)}");
        return new(VerdictKind.SplitBroken, null, string.Create(
            CultureInfo.InvariantCulture, $"The split is broken: do not trust this. {string.Join("; ", found)} (p = {ratio.AnytimeValidPValue:0.0e+0})."));
    }
}
