using System.Text.Json;
using System.Text.Json.Serialization;
using RoomTypes.Experiments.Results;

namespace RoomTypes.Http;

/// <summary>What an experiment will be able to see, told by what entities did before.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="HistoryDays">How many days that rests on, from the first answer on; 0 where nobody was answered.</param>
/// <param name="Entities">How many entities were answered in them.</param>
/// <param name="Part">The part of them that would take part, 0 to 1: exposure, layer and holdout, not the segment.</param>
/// <param name="Metrics">In the plan's order; empty without a history.</param>
public sealed record ExperimentPlanResult(string Experiment, double HistoryDays, long Entities, double Part, IReadOnlyList<MetricPlanResult> Metrics)
{
    internal static ExperimentPlanResult Of(string experiment, PowerPlan? plan) => plan is null
        ? new(experiment, 0, 0, 0, [])
        : new(experiment, plan.HistoryDays, plan.Entities, plan.Part, [.. plan.Metrics.Select(MetricPlanResult.Of)]);
}

/// <summary>What will be seen of a metric.</summary>
/// <param name="Name">The metric.</param>
/// <param name="IsShare">Whether its values are shares from 0 to 1.</param>
/// <param name="Value">What it was; absent if nobody had a value.</param>
/// <param name="VarianceExplained">The share of its variance that the entities' past explains (CUPED), 0 to 1.</param>
/// <param name="Steps">The smallest difference from the control that is found in 4 of 5 cases, by length.</param>
/// <param name="SmallestEffect">The smallest difference worth finding, in the metric's own unit; absent if the plan names none.</param>
/// <param name="Needs">How long that takes; absent if the plan names none.</param>
public sealed record MetricPlanResult(
    string Name, bool IsShare, double? Value, double VarianceExplained, IReadOnlyList<PlanStepResult> Steps, double? SmallestEffect, PlanNeedsResult? Needs)
{
    internal static MetricPlanResult Of(MetricPlan plan) => new(
        plan.Metric.Name, plan.IsShare, ExperimentResults.Finite(plan.Value), plan.VarianceExplained,
        [.. plan.Steps.Select(step => PlanStepResult.Of(step)!)], plan.Smallest, plan.Needs is { } needs ? PlanNeedsResult.Of(needs) : null);
}

/// <summary>The smallest difference that is found in 4 of 5 cases; absent where that cannot be told.</summary>
/// <param name="Days">How long the experiment has run.</param>
/// <param name="Entities">How many take part by then, of all treatments.</param>
/// <param name="OneLook">By a classical test at that size, looked at once.</param>
/// <param name="PlannedEnd">By an experiment that is planned to end then and is looked at any time.</param>
/// <param name="AnyTime">By one without a planned end.</param>
public sealed record PlanStepResult(double Days, double Entities, double? OneLook, double? PlannedEnd, double? AnyTime)
{
    internal static PlanStepResult? Of(PlanStep? step) => step is null
        ? null
        : new(step.Days, step.Entities, ExperimentResults.Finite(step.OneLook), ExperimentResults.Finite(step.PlannedEnd), ExperimentResults.Finite(step.AnyTime));
}

/// <summary>The step at which the smallest difference worth finding is found in 4 of 5 cases; absent if not within two years.</summary>
/// <param name="OneLook">By a classical test.</param>
/// <param name="PlannedEnd">With a planned end.</param>
/// <param name="AnyTime">Without one.</param>
public sealed record PlanNeedsResult(PlanStepResult? OneLook, PlanStepResult? PlannedEnd, PlanStepResult? AnyTime)
{
    internal static PlanNeedsResult Of(PlanNeeds needs) => new(PlanStepResult.Of(needs.OneLook), PlanStepResult.Of(needs.PlannedEnd), PlanStepResult.Of(needs.AnyTime));
}

/// <summary>Writes plans without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExperimentPlanResult))]
internal sealed partial class ExperimentPlanJson : JsonSerializerContext;
