namespace RoomTypes.Statistics.Analysis;

/// <summary>What an experiment says so far.</summary>
/// <param name="SampleRatio">Whether the entities arrived as planned.</param>
/// <param name="Metrics">The metrics in the order asked for; the first one that is no guardrail decides.</param>
/// <param name="Verdict">What to do.</param>
public sealed record AnalysisReport(SampleRatioReport SampleRatio, IReadOnlyList<MetricReport> Metrics, Verdict Verdict);

/// <summary>What a part of the entities says so far.</summary>
/// <param name="SampleRatio">Whether they arrived as planned, judged at the level of the whole over the number of parts.</param>
/// <param name="Metrics">In the order asked for, adjusted for all comparisons of all parts; none of them is a guardrail or has a planned end.</param>
public sealed record GroupReport(SampleRatioReport SampleRatio, IReadOnlyList<MetricReport> Metrics);

/// <summary>Whether the entities arrived as planned.</summary>
/// <param name="AnytimeValidPValue">Of the sequential test, which decides: of all phases, the smallest one times their number.</param>
/// <param name="FixedHorizonPValue">Of the chi-squared test, of the phases in the same way.</param>
/// <param name="MixedShare">The share of entities that met several variations, 0 to 1.</param>
/// <param name="IsBroken">Whether the sequential test rejects the plan, or too many entities met several variations.</param>
public sealed record SampleRatioReport(double AnytimeValidPValue, double FixedHorizonPValue, double MixedShare, bool IsBroken);

/// <summary>A metric by variation, and every variation against the control.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HigherIsBetter">Which way is better.</param>
/// <param name="IsShare">Whether its values are shares from 0 to 1.</param>
/// <param name="Variations">In the variations' order.</param>
/// <param name="Comparisons">Of every variation but the control.</param>
public sealed record MetricReport(
    string Name, bool HigherIsBetter, bool IsShare, IReadOnlyList<VariationReport> Variations, IReadOnlyList<ComparisonReport> Comparisons)
{
    /// <summary>The worst change for the worse that is tolerated, as a share of the control's value; null if this is no guardrail.</summary>
    public double? WorstChange { get; init; }
}

/// <summary>A metric of one variation, as measured.</summary>
/// <param name="Name">The variation.</param>
/// <param name="Estimate">Of the mean, proportion or ratio; NaN while there is nothing to tell.</param>
/// <param name="AnytimeValid">The interval that may be looked at any time.</param>
public sealed record VariationReport(string Name, Estimate Estimate, Interval AnytimeValid)
{
    /// <summary>How many entities have a value.</summary>
    public long Valued { get; init; }

    /// <summary>How many entities of equal weight they are worth, see <see cref="EntityMoments.Effective"/>.</summary>
    public double Effective { get; init; }
}

/// <summary>A variation against the control, past behaviour taken out where it is known (CUPED).</summary>
/// <param name="Variation">Its name.</param>
/// <param name="Difference">How much it is above the control.</param>
/// <param name="Relative">The same as a share of the control.</param>
/// <param name="AnytimeValid">May be looked at any time; decides.</param>
/// <param name="FixedHorizon">Valid for one look at a size fixed in advance.</param>
/// <param name="VarianceExplained">The share of the difference's variance that CUPED took out, 0 to 1.</param>
/// <param name="MinimumDetectableEffect">The smallest difference that this many entities show with the wanted power.</param>
/// <param name="EntitiesNeeded">How many entities of all variations would show the difference as it looks now; infinite if none is in sight.</param>
public sealed record ComparisonReport(
    string Variation,
    Estimate Difference,
    Estimate Relative,
    InferenceReport AnytimeValid,
    InferenceReport FixedHorizon,
    double VarianceExplained,
    double MinimumDetectableEffect,
    double EntitiesNeeded)
{
    /// <summary>Whether there are values enough to conclude from; if not, intervals and p-values are NaN.</summary>
    public bool IsEnough { get; init; } = true;

    /// <summary>The part of the planned information that is there, 1 at the planned end; NaN without one.</summary>
    public double PlanElapsed { get; init; } = double.NaN;

    /// <summary>Whether a guardrail holds.</summary>
    public GuardrailState Guardrail { get; init; }

    /// <summary>The anytime-valid interval of the relative difference of a guardrail, at the whole level.</summary>
    public Interval RelativeInterval { get; init; } = new(double.NaN, double.NaN);
}

/// <summary>Whether a guardrail holds.</summary>
public enum GuardrailState
{
    /// <summary>The metric is no guardrail.</summary>
    None,

    /// <summary>The change for the worse is within what is tolerated, surely.</summary>
    Holds,

    /// <summary>It cannot be told yet.</summary>
    Unclear,

    /// <summary>The change for the worse is over what is tolerated, surely.</summary>
    Broken,
}

/// <summary>An interval and its p-values. The interval leaves 0 out exactly if the adjusted p-value is at most alpha.</summary>
/// <param name="Interval">Of the difference, adjusted for all comparisons of all metrics: at alpha over their number, or at Holm's level where Holm alone decides.</param>
/// <param name="PValue">Of no difference, for this comparison alone.</param>
/// <param name="AdjustedPValue">The same, adjusted by Holm for all comparisons of all metrics.</param>
public sealed record InferenceReport(Interval Interval, double PValue, double AdjustedPValue);

/// <summary>What an experiment comes to.</summary>
public enum VerdictKind
{
    /// <summary>Nothing can be concluded yet.</summary>
    NotYet,

    /// <summary>A variation is better than the control by the first metric.</summary>
    Better,

    /// <summary>Every other variation is worse than the control by the first metric.</summary>
    Worse,

    /// <summary>Entities did not arrive as planned: no number can be trusted.</summary>
    SplitBroken,

    /// <summary>A variation makes a guardrail worse than is tolerated.</summary>
    Harmful,

    /// <summary>The planned end is reached and nothing was found.</summary>
    NoDifference,
}

/// <summary>What to do, and in words why.</summary>
/// <param name="Kind">What it comes to.</param>
/// <param name="Variation">The variation that it is about, if one.</param>
/// <param name="Text">One or two sentences.</param>
public sealed record Verdict(VerdictKind Kind, string? Variation, string Text);
