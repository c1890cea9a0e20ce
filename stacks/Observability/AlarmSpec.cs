using System.Globalization;

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

    /// <summary>How much of the whole there has to be in a period for a share to mean something.</summary>
    public int Least { get; init; }

    /// <summary>Whether the metric counts on and its growth within a period is what is watched.</summary>
    public bool Growth { get; init; }

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

    /// <summary>
    /// More than a hundredth of the requests take longer than a limit: what a 99th percentile above it says, and from the first hundred
    /// requests on. CloudWatch looks at a p99 either from 1,000 samples on or always, so that the one slow request of five is an alarm.
    /// </summary>
    /// <param name="name">Logical name.</param>
    /// <param name="advice">What it means and what to look at first.</param>
    /// <param name="latency">The latencies; their statistic does not matter.</param>
    /// <param name="limit">The limit, in the metric's unit.</param>
    public static AlarmSpec Slow(string name, string advice, Metric latency, double limit)
    {
        ArgumentNullException.ThrowIfNull(latency);
        // Values above the limit, counted: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
        var slow = latency with { Statistic = string.Create(CultureInfo.InvariantCulture, $"TC({limit:0.###}:)") };
        return new AlarmSpec(name, advice, slow, SlowPercent)
        {
            Of = latency with { Statistic = "SampleCount" },
            Least = EnoughRequests,
            PeriodSeconds = 300,
            Periods = 1,
            Faults = 1,
            TakesBack = true,
        };
    }

    // The first share above one in a hundred; two of a hundred requests reach it.
    private const double SlowPercent = 1.01;
    private const int EnoughRequests = 100;
}
