namespace Stacks.Observability;

/// <summary>When a metric, or a share of one in another, is a fault.</summary>
/// <param name="Name">Logical name.</param>
/// <param name="Advice">What it means and what to look at first.</param>
/// <param name="Metric">What is watched.</param>
/// <param name="Threshold">The first value that is a fault.</param>
public sealed record AlarmSpec(string Name, string Advice, Metric Metric, double Threshold)
{
    /// <summary>The part of the stack that alone has such an alarm; null where there is one whatever the parts are.</summary>
    public string? Owner { get; init; }

    /// <summary>What the metric is a share of; then the threshold is in percent.</summary>
    public Metric? Of { get; init; }

    /// <summary>Whether values below the threshold are the fault.</summary>
    public bool Below { get; init; }

    /// <summary>Seconds of a value.</summary>
    public int PeriodSeconds { get; init; } = 60;

    /// <summary>Values that are looked at.</summary>
    public int Periods { get; init; } = 5;

    /// <summary>How many of them have to be faults.</summary>
    public int Faults { get; init; } = 3;

    /// <summary>Whether a new version that causes it is taken back.</summary>
    public bool TakesBack { get; init; }

    /// <summary>Whether no value is a fault, too.</summary>
    public bool MissingIsFault { get; init; }
}
