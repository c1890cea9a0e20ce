using RoomTypes.Experiments.Results;

namespace RoomTypes.Http;

/// <summary>Results by the values of attributes, as entities had them when they were first exposed.</summary>
/// <param name="AdjustedComparisons">
/// For how many comparisons intervals and adjusted p-values of the groups are adjusted (Holm): all metrics and variations of all groups there
/// may be. They are a family of their own, beside that of the whole.
/// </param>
/// <param name="Attributes">In the plan's order.</param>
public sealed record BreakdownResult(int AdjustedComparisons, IReadOnlyList<AttributeResult> Attributes)
{
    internal static BreakdownResult? Of(ExperimentOutcome results) => results.Breakdown is not { } breakdown ? null : new(
        breakdown.Comparisons,
        [.. results.Experiment.Breakdown.Select(attribute => new AttributeResult(
            attribute,
            breakdown.DistinctValues[attribute],
            [.. breakdown.Groups.Where(group => group.Group.Attribute == attribute).Select(group => GroupResult.Of(group, results.Metrics))]))]);
}

/// <summary>Results by the values of one attribute.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="DistinctValues">How many values it has; the 10 with most entities have a group each.</param>
/// <param name="Groups">The values with most entities first, then the others, then the entities whose value is unknown; none without entities.</param>
public sealed record AttributeResult(string Attribute, int DistinctValues, IReadOnlyList<GroupResult> Groups);

/// <summary>Results of a part of the entities.</summary>
/// <param name="Kind">value: all of one value; other: of values without a group of their own; unknown: the value was not told.</param>
/// <param name="Value">The value; absent of other and unknown.</param>
/// <param name="Split">Whether its entities arrived as planned.</param>
/// <param name="Metrics">In the plan's order; none is a guardrail here or has a planned end.</param>
public sealed record GroupResult(string Kind, string? Value, GroupSplit Split, IReadOnlyList<MetricResult> Metrics)
{
    internal static GroupResult Of(GroupOutcome outcome, IReadOnlyList<MeasuredMetric> measured) => new(
        outcome.Group.Kind switch { GroupKind.Value => "value", GroupKind.Other => "other", _ => "unknown" },
        outcome.Group.Value,
        new(outcome.Report.SampleRatio.IsBroken, outcome.Report.SampleRatio.AnytimeValidPValue, SplitVariation.Of(outcome.Variations)),
        [.. outcome.Report.Metrics.Select((report, i) => MetricResult.Of(report, measured[i] with { CappedAt = null }))]);
}

/// <summary>Whether the entities of a group arrived as planned.</summary>
/// <param name="IsBroken">Whether they did not, at 0.001 over the number of groups: then no number of the group can be trusted.</param>
/// <param name="AnytimeValidPValue">Of the sequential test, which may be looked at any time.</param>
/// <param name="Variations">What was planned and what came.</param>
public sealed record GroupSplit(bool IsBroken, double AnytimeValidPValue, IReadOnlyList<SplitVariation> Variations);
