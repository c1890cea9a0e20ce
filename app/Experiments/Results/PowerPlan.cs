using RoomTypes.Statistics;

namespace RoomTypes.Experiments.Results;

/// <summary>What an experiment will be able to see, told by what its entities did before.</summary>
/// <param name="Experiment">The plan.</param>
/// <param name="HistoryDays">How many days that rests on.</param>
/// <param name="Entities">How many entities were answered in them.</param>
/// <param name="Part">The part of them that would take part: exposure, layer and holdout, not the segment.</param>
/// <param name="Metrics">In the plan's order.</param>
public sealed record PowerPlan(Experiment Experiment, double HistoryDays, long Entities, double Part, IReadOnlyList<MetricPlan> Metrics);

/// <summary>What will be seen of a metric.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="IsShare">Whether its values are shares from 0 to 1.</param>
/// <param name="Value">What it was; NaN if nobody had a value.</param>
/// <param name="VarianceExplained">The share of its variance that the entities' past explains (CUPED), 0 to 1.</param>
/// <param name="Steps">The smallest difference from the control that is found in 4 of 5 cases, by length.</param>
/// <param name="Smallest">The smallest difference worth finding, in the metric's own unit; null if the plan names none.</param>
/// <param name="Needs">How long that takes; null if the plan names none.</param>
public sealed record MetricPlan(
    ExperimentMetric Metric, bool IsShare, double Value, double VarianceExplained, IReadOnlyList<PlanStep> Steps, double? Smallest, PlanNeeds? Needs);

/// <summary>The smallest difference that is found in 4 of 5 cases.</summary>
/// <param name="Days">How long the experiment has run.</param>
/// <param name="Entities">How many take part by then, of all treatments.</param>
/// <param name="OneLook">By a classical test at that size, looked at once.</param>
/// <param name="PlannedEnd">By an experiment that is planned to end then and is looked at any time.</param>
/// <param name="AnyTime">By one without a planned end.</param>
public sealed record PlanStep(double Days, double Entities, double OneLook, double PlannedEnd, double AnyTime);

/// <summary>The step at which the smallest difference worth finding is found in 4 of 5 cases; null if not within two years.</summary>
/// <param name="OneLook">By a classical test.</param>
/// <param name="PlannedEnd">With a planned end.</param>
/// <param name="AnyTime">Without one.</param>
public sealed record PlanNeeds(PlanStep? OneLook, PlanStep? PlannedEnd, PlanStep? AnyTime);

/// <summary>
/// How the estimate of a metric grows with the days: measured for the first days of the history, in between in proportion, and beyond it as in its last part.
/// Of a fleet that stands still the entities do, and the information goes on with their events.
/// </summary>
internal sealed class Growth(IReadOnlyList<(double Days, Estimate Estimate)> measured)
{
    /// <summary>The estimate after so many days.</summary>
    public Estimate At(double days)
    {
        var (before, after) = Around(days);
        var share = (days - before.Days) / (after.Days - before.Days);
        var (information, count, units) = (Between(Information), Between(estimate => estimate.Count), Between(estimate => estimate.Units));
        return new(after.Estimate.Value, 1 / Math.Sqrt(information), (long)Math.Round(count)) { Units = units };

        double Between(Func<Estimate, double> number)
        {
            var (start, end) = (before.Days == 0 ? 0 : number(before.Estimate), number(after.Estimate));
            return start + (share * Math.Max(0, end - start));
        }
    }

    private ((double Days, Estimate Estimate) Before, (double Days, Estimate Estimate) After) Around(double days)
    {
        var i = 0;
        while (i < measured.Count - 1 && measured[i].Days < days) i++;
        return (i == 0 ? default : measured[i - 1], measured[i]);
    }

    private static double Information(Estimate estimate) => 1 / (estimate.StandardError * estimate.StandardError);
}
