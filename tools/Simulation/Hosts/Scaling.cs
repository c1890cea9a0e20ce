namespace RoomTypes.Simulation.Hosts;

/// <summary>What a rule knows when it is looked at.</summary>
/// <param name="Now">Seconds.</param>
/// <param name="Running">How many run or start.</param>
/// <param name="Used">The part of the processors of those that are ready that was used since it was last looked at; 0 to 1.</param>
/// <param name="PerSecond">Requests a second of each that is ready since then.</param>
/// <param name="Ready">How many of those that run are ready.</param>
public readonly record struct Seen(double Now, int Running, double Used, double PerSecond, int Ready);

/// <summary>Says how many should run.</summary>
public interface IScaling
{
    /// <summary>Seconds from one look to the next.</summary>
    double Period { get; }

    /// <summary>How many should run, whatever is allowed.</summary>
    int Wanted(Seen seen);
}

/// <summary>As many as there are.</summary>
public sealed class NoScaling : IScaling
{
    /// <inheritdoc/>
    public double Period => 60;

    /// <inheritdoc/>
    public int Wanted(Seen seen) => seen.Running;
}

/// <summary>
/// Target tracking, as ECS, SageMaker, Lambda and groups of EC2 have it: an alarm by three values of a minute above the target leads to as many
/// as would meet it, one by fifteen values that are a tenth below it to fewer, if every rule agrees; and each waits for a time after the last.
/// </summary>
/// <param name="used">The part of the processors that is aimed at; null for no such rule.</param>
/// <param name="perSecond">The requests a second of each that are aimed at; null for no such rule.</param>
/// <param name="outSeconds">Between two moves up.</param>
/// <param name="inSeconds">Between two moves down.</param>
/// <remarks>https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html; its alarms, 3 and 15 values, as AWS makes them.</remarks>
public sealed class TargetTracking(double? used, double? perSecond, double outSeconds = 60, double inSeconds = 300) : IScaling
{
    private const int High = 3;
    private const int Low = 15;
    private const double Slack = 0.9;
    private readonly int[] _above = new int[2];
    private readonly int[] _below = new int[2];
    private double _lastOut = double.NegativeInfinity;
    private double _lastIn = double.NegativeInfinity;

    /// <inheritdoc/>
    public double Period => 60;

    /// <inheritdoc/>
    public int Wanted(Seen seen)
    {
        var ratios = new[] { seen.Used / used, seen.PerSecond / perSecond };
        for (var i = 0; i < ratios.Length; i++)
        {
            _above[i] = ratios[i] > 1 ? _above[i] + 1 : 0;
            _below[i] = ratios[i] is null or < Slack ? _below[i] + 1 : 0;
        }

        var up = ratios.Where((ratio, i) => ratio is not null && _above[i] >= High).Max();
        if (up is { } most)
        {
            if (seen.Now - _lastOut < outSeconds) return seen.Running;
            _lastOut = seen.Now;
            return Math.Max(seen.Running, (int)Math.Ceiling((seen.Ready * most) - 1e-9));
        }

        if (_below.Min() < Low || seen.Now - Math.Max(_lastIn, _lastOut) < inSeconds) return seen.Running;
        _lastIn = seen.Now;
        return Math.Min(seen.Running, (int)Math.Ceiling((seen.Running * ratios.Max()!.Value) - 1e-9));
    }
}

/// <summary>
/// Kubernetes' HorizontalPodAutoscaler with its own behaviour: every 15 seconds to as many as would meet the target, unless that is within a tenth;
/// at most twice as many or four more each time, and down only to the most that was wanted in the last five minutes.
/// </summary>
/// <param name="used">The part of the processors that is aimed at.</param>
/// <remarks>https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/</remarks>
public sealed class PodScaling(double used) : IScaling
{
    private const double Tolerance = 0.1;
    private const double StabilizationSeconds = 300;
    private const int MostAdded = 4;
    private readonly Queue<(double At, int Wanted)> _wanted = new();

    /// <inheritdoc/>
    public double Period => 15;

    /// <inheritdoc/>
    public int Wanted(Seen seen)
    {
        // Those that start count as idle while more are wanted, and not at all while fewer are.
        var ratio = seen.Used / used;
        if (ratio > 1 && seen.Running > seen.Ready) ratio = Math.Max(1, ratio * seen.Ready / seen.Running);
        var count = ratio > 1 ? seen.Running : seen.Ready;
        var wanted = Math.Abs(ratio - 1) <= Tolerance ? seen.Running : (int)Math.Ceiling((count * ratio) - 1e-9);
        wanted = Math.Min(wanted, Math.Max(seen.Running * 2, seen.Running + MostAdded));
        _wanted.Enqueue((seen.Now, wanted));
        while (_wanted.Peek().At < seen.Now - StabilizationSeconds) _wanted.Dequeue();
        return wanted >= seen.Running ? wanted : Math.Min(seen.Running, _wanted.Max(told => told.Wanted));
    }
}
