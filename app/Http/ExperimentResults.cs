using System.Text.Json;
using System.Text.Json.Serialization;
using RoomTypes.Configuration;
using RoomTypes.Experiments.Results;
using RoomTypes.Statistics;
using RoomTypes.Statistics.Analysis;

namespace RoomTypes.Http;

/// <summary>What GET /v1/experiments/{name}/results answers. Numbers that nothing is known of are absent.</summary>
public sealed record ExperimentResults
{
    /// <summary>The experiment, or the shadow: that one splits nothing and has no metrics.</summary>
    public required string Experiment { get; init; }

    /// <summary>Exposures and events from here on count; absent for all there are.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exposures and events from here on do not count.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>What to do: not-yet, better, worse, harmful (a guardrail is broken), no-difference (the planned end is reached) or split-broken.</summary>
    public required string Verdict { get; init; }

    /// <summary>The variation that the verdict is about; absent if none.</summary>
    public string? VerdictVariation { get; init; }

    /// <summary>The verdict in words.</summary>
    public required string Summary { get; init; }

    /// <summary>Whether the entities arrived as planned.</summary>
    public required SplitResult Split { get; init; }

    /// <summary>The metrics in the plan's order; the first one that is no guardrail decides.</summary>
    public required IReadOnlyList<MetricResult> Metrics { get; init; }

    /// <summary>How it came: one entry for the end of every day (UTC) and one for now; absent unless asked for.</summary>
    public IReadOnlyList<HistoryResult>? History { get; init; }

    /// <summary>The same by the attributes that the experiment declares; absent if it declares none. Nothing of it decides.</summary>
    public BreakdownResult? Breakdown { get; init; }

    /// <summary>The model that sees the same pictures without a say; absent if the feature has none.</summary>
    public ShadowResults? Shadow { get; init; }

    internal static ExperimentResults Of(ShadowOutcome outcome) => new()
    {
        Experiment = outcome.Shadow.Name,
        From = outcome.From == DateTimeOffset.MinValue ? null : outcome.From,
        Until = outcome.Until,
        Verdict = Name(outcome.Pairs.Count > 0 ? outcome.Pairs[0].Verdict.Kind : VerdictKind.NotYet),
        Summary = outcome.Pairs.Count > 0 ? outcome.Pairs[0].Verdict.Text : $"Not yet: '{outcome.Shadow.Model}' has seen nothing.{(Platform.IsLambda ? " In Lambda it never will: a function stands still once the answer has gone. Run the service on Fargate or EKS for the time of the comparison." : "")}",
        Split = new(false, 1, 1, [], 0, 0, 0),
        Metrics = [],
    };

    internal static ExperimentResults Of(IReadOnlyList<ExperimentOutcome> history) => Of(history[^1]) with { History = [.. history.Select(HistoryResult.Of)] };

    internal static ExperimentResults Of(ExperimentOutcome results) => new()
    {
        Experiment = results.Experiment.Name,
        From = results.From == DateTimeOffset.MinValue ? null : results.From,
        Until = results.Until,
        Verdict = Name(results.Report.Verdict.Kind),
        VerdictVariation = results.Report.Verdict.Variation,
        Summary = results.Report.Verdict.Text,
        Split = SplitResult.Of(results),
        Metrics = [.. results.Report.Metrics.Select((report, i) => MetricResult.Of(report, results.Metrics[i]))],
        Breakdown = BreakdownResult.Of(results),
    };

    internal static string Name(VerdictKind kind) => kind switch
    {
        VerdictKind.Better => "better",
        VerdictKind.Worse => "worse",
        VerdictKind.SplitBroken => "split-broken",
        VerdictKind.Harmful => "harmful",
        VerdictKind.NoDifference => "no-difference",
        _ => "not-yet",
    };

    /// <summary>JSON has neither NaN nor infinities.</summary>
    internal static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>Whether the entities arrived as planned.</summary>
/// <param name="IsBroken">Whether they did not: then no number can be trusted.</param>
/// <param name="AnytimeValidPValue">Of the sequential test, which decides and may be looked at any time.</param>
/// <param name="FixedHorizonPValue">Of the chi-squared test, valid for one look.</param>
/// <param name="Variations">What was planned and what came.</param>
/// <param name="MixedEntities">Entities that met several variations; they are left out.</param>
/// <param name="MixedShare">Their share, 0 to 1; over 0.01 no number can be trusted.</param>
/// <param name="MovedEntities">Entities that a launch took over; they count until then.</param>
public sealed record SplitResult(
    bool IsBroken, double AnytimeValidPValue, double FixedHorizonPValue, IReadOnlyList<SplitVariation> Variations, long MixedEntities, double MixedShare, long MovedEntities)
{
    internal static SplitResult Of(ExperimentOutcome results)
    {
        var ratio = results.Report.SampleRatio;
        return new(
            ratio.IsBroken, ratio.AnytimeValidPValue, ratio.FixedHorizonPValue,
            SplitVariation.Of(results.Variations),
            results.Left.Mixed, ratio.MixedShare, results.Left.Moved);
    }
}

/// <summary>What the deciding metric said at a time.</summary>
/// <param name="Until">The time.</param>
/// <param name="Verdict">As of the whole.</param>
/// <param name="Comparisons">Every variation with the control.</param>
public sealed record HistoryResult(DateTimeOffset Until, string Verdict, IReadOnlyList<HistoryComparison> Comparisons)
{
    internal static HistoryResult Of(ExperimentOutcome outcome) => new(
        outcome.Until,
        ExperimentResults.Name(outcome.Report.Verdict.Kind),
        [.. (outcome.Report.Metrics.FirstOrDefault(metric => metric.WorstChange is null)?.Comparisons ?? []).Select(comparison => new HistoryComparison(
            comparison.Variation, comparison.Difference.Count, ExperimentResults.Finite(comparison.Difference.Value), IntervalResult.Of(comparison.AnytimeValid.Interval)))]);
}

/// <summary>A variation against the control at a time.</summary>
/// <param name="Variation">The variation.</param>
/// <param name="Entities">The entities of both.</param>
/// <param name="Difference">How much it was above the control.</param>
/// <param name="Interval">The anytime-valid interval of that.</param>
public sealed record HistoryComparison(string Variation, long Entities, double? Difference, IntervalResult? Interval);

/// <summary>A variation's part of the entities.</summary>
/// <param name="Name">The variation.</param>
/// <param name="PlannedShare">Of the entities that take part, 0 to 1.</param>
/// <param name="Entities">How many were exposed to it.</param>
public sealed record SplitVariation(string Name, double PlannedShare, long Entities)
{
    internal static IReadOnlyList<SplitVariation> Of(IReadOnlyList<VariationInput> variations)
    {
        var total = variations.Sum(variation => variation.Weight);
        return [.. variations.Select(variation => new SplitVariation(variation.Name, variation.Weight / total, variation.Entities))];
    }
}

/// <summary>A metric by variation, and every variation against the control.</summary>
/// <param name="Name">The metric.</param>
/// <param name="HigherIsBetter">Which way is better.</param>
/// <param name="IsShare">Whether its values are shares from 0 to 1.</param>
/// <param name="Variations">As measured.</param>
/// <param name="Comparisons">With the control, past behaviour taken out where it is known (CUPED).</param>
public sealed record MetricResult(
    string Name, bool HigherIsBetter, bool IsShare, IReadOnlyList<VariationResult> Variations, IReadOnlyList<ComparisonResult> Comparisons)
{
    /// <summary>Of a guardrail, the worst change for the worse that is tolerated, as a share of the control's value.</summary>
    public double? WorstChange { get; init; }

    /// <summary>Where entities' values were cut (winsorised); absent if they were not.</summary>
    public double? CappedAt { get; init; }

    /// <summary>How many entities' values were cut.</summary>
    public long? CappedEntities { get; init; }

    internal static MetricResult Of(MetricReport report, MeasuredMetric measured) => new(
        report.Name, report.HigherIsBetter, report.IsShare,
        [.. report.Variations.Select(variation => new VariationResult(
            variation.Name, variation.Estimate.Count, ExperimentResults.Finite(variation.Estimate.Value), IntervalResult.Of(variation.AnytimeValid))
            {
                EffectiveEntities = Math.Round(variation.Effective, 1),
            })],
        [.. report.Comparisons.Select(ComparisonResult.Of)])
    {
        WorstChange = report.WorstChange,
        CappedAt = measured.CappedAt,
        CappedEntities = measured.CappedAt is null ? null : measured.Capped,
    };
}

/// <summary>A metric of one variation.</summary>
/// <param name="Name">The variation.</param>
/// <param name="Entities">The entities that it rests on.</param>
/// <param name="Value">The mean, proportion or ratio.</param>
/// <param name="AnytimeValid">Its interval, which may be looked at any time.</param>
public sealed record VariationResult(string Name, long Entities, double? Value, IntervalResult? AnytimeValid)
{
    /// <summary>How many entities with as many events each those with values are worth; under 100 nothing is concluded.</summary>
    public double? EffectiveEntities { get; init; }
}

/// <summary>A variation against the control.</summary>
public sealed record ComparisonResult
{
    /// <summary>The variation.</summary>
    public required string Variation { get; init; }

    /// <summary>How much it is above the control.</summary>
    public double? Difference { get; init; }

    /// <summary>The same as a share of the control.</summary>
    public double? RelativeDifference { get; init; }

    /// <summary>May be looked at any time; decides.</summary>
    public required InferenceResult AnytimeValid { get; init; }

    /// <summary>Valid for one look at a size fixed in advance.</summary>
    public required InferenceResult FixedHorizon { get; init; }

    /// <summary>The share of the difference's variance that CUPED took out, 0 to 1.</summary>
    public double? VarianceExplained { get; init; }

    /// <summary>The smallest difference that this many entities show in 4 of 5 cases.</summary>
    public double? MinimumDetectableEffect { get; init; }

    /// <summary>The entities of both variations that would show the difference as it looks now in 4 of 5 cases.</summary>
    public double? EntitiesNeeded { get; init; }

    /// <summary>Whether there are values enough to conclude from; if not, there are neither intervals nor p-values.</summary>
    public required bool IsEnough { get; init; }

    /// <summary>The part of the planned information that is there, 1 at the planned end; absent without a smallest effect in the plan.</summary>
    public double? PlanElapsed { get; init; }

    /// <summary>Of a guardrail: holds, unclear or broken.</summary>
    public string? Guardrail { get; init; }

    /// <summary>Of a guardrail, the anytime-valid interval of the relative difference, which decides.</summary>
    public IntervalResult? RelativeInterval { get; init; }

    internal static ComparisonResult Of(ComparisonReport report) => new()
    {
        Variation = report.Variation,
        Difference = ExperimentResults.Finite(report.Difference.Value),
        RelativeDifference = ExperimentResults.Finite(report.Relative.Value),
        AnytimeValid = InferenceResult.Of(report.AnytimeValid),
        FixedHorizon = InferenceResult.Of(report.FixedHorizon),
        VarianceExplained = ExperimentResults.Finite(report.VarianceExplained),
        MinimumDetectableEffect = ExperimentResults.Finite(report.MinimumDetectableEffect),
        EntitiesNeeded = ExperimentResults.Finite(report.EntitiesNeeded),
        IsEnough = report.IsEnough,
        PlanElapsed = ExperimentResults.Finite(report.PlanElapsed),
        Guardrail = report.Guardrail switch
        {
            GuardrailState.Holds => "holds",
            GuardrailState.Broken => "broken",
            GuardrailState.Unclear => "unclear",
            _ => null,
        },
        RelativeInterval = IntervalResult.Of(report.RelativeInterval),
    };
}

/// <summary>An interval of the difference and p-values of no difference. It leaves 0 out exactly if the adjusted p-value is at most 0.05.</summary>
/// <param name="Interval">The interval, adjusted for all comparisons of all metrics.</param>
/// <param name="PValue">For this comparison alone.</param>
/// <param name="AdjustedPValue">Adjusted by Holm for all comparisons of all metrics.</param>
public sealed record InferenceResult(IntervalResult? Interval, double? PValue, double? AdjustedPValue)
{
    internal static InferenceResult Of(InferenceReport inference) =>
        new(IntervalResult.Of(inference.Interval), ExperimentResults.Finite(inference.PValue), ExperimentResults.Finite(inference.AdjustedPValue));
}

/// <summary>A range of values.</summary>
/// <param name="Lower">Its lower end.</param>
/// <param name="Upper">Its upper end.</param>
public sealed record IntervalResult(double Lower, double Upper)
{
    internal static IntervalResult? Of(Interval interval) => double.IsFinite(interval.Lower) && double.IsFinite(interval.Upper) ? new(interval.Lower, interval.Upper) : null;
}

/// <summary>Writes and reads results without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExperimentResults))]
internal sealed partial class ExperimentResultsJson : JsonSerializerContext;
