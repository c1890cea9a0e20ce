namespace RoomTypes.Simulation.Hosts;

/// <summary>How containers run.</summary>
/// <param name="Workers">Pictures that each works on at once.</param>
/// <param name="MeanSeconds">Of a picture.</param>
/// <param name="Least">How many run at least.</param>
/// <param name="Most">How many run at most.</param>
/// <param name="StartSeconds">From when one is wanted to its first request.</param>
public sealed record ContainerShape(int Workers, double MeanSeconds, int Least, int Most, double StartSeconds)
{
    /// <summary>Pictures that each holds at most: Inference:QueueCapacity.</summary>
    public int Capacity { get; init; } = 256;

    /// <summary>Seconds of queue behind which nobody is let who told no deadline: Inference:StandingQueueMilliseconds.</summary>
    public double StandingSeconds { get; init; } = 0.5;

    /// <summary>
    /// Seconds that a container with a picture on every core takes to read a request or write an answer: the time for which Linux lets a thread
    /// go on while another waits for the core (base_slice_ns).
    /// </summary>
    public double SliceSeconds { get; init; } = 0.003;
}

/// <summary>
/// Containers behind a load balancer that gives each request to the one with the fewest outstanding, and a rule that scales them. One that goes
/// takes no more and answers what it has; one that comes takes requests after its start.
/// </summary>
/// <param name="shape">How they run.</param>
/// <param name="scaling">How many run.</param>
public sealed class Containers(ContainerShape shape, IScaling scaling) : IFleet
{
    private readonly List<Container> _all = [.. Enumerable.Range(0, shape.Least).Select(_ => new Container(shape.Workers, 0))];
    private readonly PriorityQueue<Container, double> _answers = new();
    private int _turn;
    private double _look = scaling.Period;
    private double _used;
    private long _asked;
    private double _counted;

    /// <inheritdoc/>
    public int Running => _all.Count;

    /// <inheritdoc/>
    public int Workers => shape.Workers;

    /// <inheritdoc/>
    public double RunSeconds { get; private set; }

    /// <inheritdoc/>
    public void Pass(double now)
    {
        for (; _look <= now; _look += scaling.Period) Look(_look);
        Count(now);
    }

    /// <inheritdoc/>
    public Outcome Ask(double now, double work)
    {
        Pass(now);
        while (_answers.TryPeek(out var answered, out var at) && at <= now)
        {
            answered.Held--;
            _answers.Dequeue();
        }

        _asked++;
        if (Fewest(now) is not { } container || !container.Admits(now, shape.Capacity, shape.StandingSeconds, shape.MeanSeconds)) return new(Fate.Refused, 0);
        _used += work;
        var (done, waited) = container.Work(now, work);
        _answers.Enqueue(container, done);
        // As many leave somebody behind as find somebody before them, if not the same ones.
        return new(Fate.Answered, done - now + (waited ? shape.SliceSeconds : 0));
    }

    /// <summary>The ready one with the fewest requests; of several, each in its turn.</summary>
    private Container? Fewest(double now)
    {
        Container? fewest = null;
        _turn++;
        for (var i = 0; i < _all.Count; i++)
        {
            var container = _all[(i + _turn) % _all.Count];
            if (container.Ready <= now && (fewest is null || container.Held < fewest.Held)) fewest = container;
        }

        return fewest;
    }

    private void Look(double now)
    {
        Count(now);
        var ready = _all.Count(container => container.Ready <= now);
        // What waits at the end of a time is work of the next one: none has more than all.
        var (seconds, cores) = (Math.Max(1, ready) * scaling.Period, shape.Workers);
        var wanted = scaling.Wanted(new(now, _all.Count, Math.Min(1, _used / (seconds * cores)), _asked / seconds, ready));
        (_used, _asked) = (0, 0);
        wanted = Math.Clamp(wanted, shape.Least, Math.Max(shape.Least, shape.Most));
        while (_all.Count < wanted) _all.Add(new Container(shape.Workers, now + shape.StartSeconds));
        // The newest go first.
        if (_all.Count > wanted) _all.RemoveRange(wanted, _all.Count - wanted);
    }

    private void Count(double now)
    {
        RunSeconds += _all.Count * (now - _counted);
        _counted = now;
    }
}
