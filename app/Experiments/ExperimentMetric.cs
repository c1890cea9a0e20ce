namespace RoomTypes.Experiments;

/// <summary>How the values of a metric become one number.</summary>
public enum MetricKind
{
    /// <summary>The mean of the values, each event alike.</summary>
    Mean,

    /// <summary>The share of the events whose value is 1; the values are zeros and ones.</summary>
    Proportion,

    /// <summary>The mean over entities of the sum of their values.</summary>
    Sum,

    /// <summary>The mean over entities of the number of their events.</summary>
    Count,

    /// <summary>The share of the entities that have any event.</summary>
    Conversion,

    /// <summary>The sum of the values over the sum of those of another metric.</summary>
    Ratio,

    /// <summary>A quantile of the values, each event alike.</summary>
    Quantile,
}

/// <summary>What an experiment is judged by.</summary>
/// <param name="Name">Unique within the experiment; the name of its events if <see cref="Event"/> says nothing else.</param>
/// <param name="DesiredChange">Which way is better.</param>
public sealed record ExperimentMetric(string Name, DesiredChange DesiredChange)
{
    /// <summary>correction_rate, confidence, or the name under which values are reported.</summary>
    public string Event { get; init; } = Name;

    /// <summary>How values become one number; default the mean.</summary>
    public MetricKind Kind { get; init; }

    /// <summary>Of a ratio, the name of the events below; else null.</summary>
    public string? Denominator { get; init; }

    /// <summary>Of a quantile, which one, over 0 and under 1.</summary>
    public double Quantile { get; init; } = 0.5;

    /// <summary>How long after its first exposure an entity's events count; null for ever.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>How long before its first exposure an entity's events explain differences (CUPED); null for ever.</summary>
    public TimeSpan? PastWindow { get; init; }

    /// <summary>Smaller values do not count; null for the store's own limit.</summary>
    public double? Minimum { get; init; }

    /// <summary>Larger values do not count; null for the store's own limit.</summary>
    public double? Maximum { get; init; }

    /// <summary>The quantile of the entities' values that larger ones are cut to (winsorising), 0.5 to 1; null for no cut.</summary>
    public double? Cap { get; init; }

    /// <summary>Makes it a guardrail: the worst change for the worse that is tolerated, as a share of the control's value.</summary>
    public double? WorstChange { get; init; }

    /// <summary>The smallest difference worth finding, in the metric's own unit: the planned end. Null for none.</summary>
    public double? SmallestEffect { get; init; }

    /// <summary>The same as a share of the control's value.</summary>
    public double? SmallestRelativeEffect { get; init; }
}
