namespace RoomTypes.Statistics.Analysis;

/// <summary>How an experiment is judged.</summary>
public sealed record AnalysisSettings
{
    /// <summary>How often a verdict may be wrong although nothing differs, over 0 and under 1; default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>How often a difference is to be found, over 0 and under 1; default 0.8.</summary>
    public double Power { get; init; } = 0.8;

    /// <summary>The entities at which the confidence sequence is narrowest; default 5,000.</summary>
    public double Tuning { get; init; } = 5_000;

    /// <summary>At or under which p-value the split counts as broken; default 0.001.</summary>
    public double SampleRatioAlpha { get; init; } = 0.001;

    /// <summary>The entities that every variation must have before anything is concluded: intervals rest on the central limit theorem; default 100.</summary>
    public long MinimumEntities { get; init; } = 100;
}

/// <summary>A variation that takes part.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">Its planned share of entities, over 0, in any unit.</param>
/// <param name="Entities">How many entities were exposed to it.</param>
public sealed record VariationInput(string Name, double Weight, long Entities);

/// <summary>A metric and what was measured.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HigherIsBetter">Which way is better.</param>
/// <param name="IsShare">Whether its values are shares from 0 to 1, told in percentage points.</param>
/// <param name="Moments">By variation, in the variations' order.</param>
public sealed record MetricInput(string Name, bool HigherIsBetter, bool IsShare, IReadOnlyList<EntityMoments> Moments);
