namespace RoomTypes.Statistics.Analysis;

/// <summary>How an experiment is judged.</summary>
public sealed record AnalysisSettings
{
    /// <summary>How often a verdict may be wrong although nothing differs, over 0 and under 1; default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>How often a difference is to be found, over 0 and under 1; default 0.8.</summary>
    public double Power { get; init; } = 0.8;

    /// <summary>The observations at which a confidence sequence without a planned end is narrowest; default 5,000.</summary>
    public double Tuning { get; init; } = 5_000;

    /// <summary>At or under which p-value the split counts as broken; default 0.001.</summary>
    public double SampleRatioAlpha { get; init; } = 0.001;

    /// <summary>The entities with values that every variation must have before anything is concluded: intervals rest on the central limit theorem; default 100.</summary>
    public long MinimumEntities { get; init; } = 100;

    /// <summary>How many entities of both sides must have a value other than 0, and of shares one other than 1, before they are compared; default 20.</summary>
    public long MinimumDistinct { get; init; } = 20;

    /// <summary>The largest share of entities that may have met several variations; default 0.01.</summary>
    public double MixedLimit { get; init; } = 0.01;
}

/// <summary>A variation that takes part.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">Its planned share of entities, over 0, in any unit.</param>
/// <param name="Entities">How many entities were exposed to it.</param>
public sealed record VariationInput(string Name, double Weight, long Entities);

/// <summary>A time in which the planned shares stayed the same.</summary>
/// <param name="Weights">The planned shares by variation, at least 0, in any unit; a variation of weight 0 took no part.</param>
/// <param name="Entities">How many entities were first exposed to each in that time.</param>
public sealed record PhaseInput(IReadOnlyList<double> Weights, IReadOnlyList<long> Entities);

/// <summary>How the entities arrived.</summary>
/// <param name="Phases">In order; the variations' own numbers are the only phase if empty.</param>
/// <param name="MixedEntities">Entities that met several variations and are left out.</param>
public sealed record ArrivalInput(IReadOnlyList<PhaseInput> Phases, long MixedEntities);

/// <summary>A part of the entities, to be looked at beside others.</summary>
/// <param name="Variations">As of the whole.</param>
/// <param name="Phases">How its entities arrived, in order.</param>
/// <param name="Metrics">What was measured of them.</param>
public sealed record GroupInput(IReadOnlyList<VariationInput> Variations, IReadOnlyList<PhaseInput> Phases, IReadOnlyList<MetricInput> Metrics);

/// <summary>The smallest difference of a metric that is worth finding: with it the experiment has a planned end.</summary>
/// <param name="Size">The difference, over 0.</param>
/// <param name="IsRelative">Whether it is a share of the control's value, not in the metric's own unit.</param>
public sealed record SmallestEffect(double Size, bool IsRelative);

/// <summary>A metric and what was measured.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HigherIsBetter">Which way is better.</param>
/// <param name="IsShare">Whether its values are shares from 0 to 1, told in percentage points.</param>
/// <param name="Moments">By variation, in the variations' order.</param>
public sealed record MetricInput(string Name, bool HigherIsBetter, bool IsShare, IReadOnlyList<EntityMoments> Moments)
{
    /// <summary>The estimates by variation where they are no ratio of the moments: quantiles. The moments then say how many entities have values.</summary>
    public IReadOnlyList<Estimate>? Estimates { get; init; }

    /// <summary>The worst change for the worse, as a share of the control's value, that is tolerated; with it the metric is a guardrail and decides nothing alone.</summary>
    public double? WorstChange { get; init; }

    /// <summary>The smallest difference worth finding; without one there is no planned end.</summary>
    public SmallestEffect? SmallestEffect { get; init; }
}
