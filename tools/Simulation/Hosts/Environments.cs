namespace RoomTypes.Simulation.Hosts;

/// <summary>How a function runs.</summary>
/// <param name="Most">Environments at once; beyond it callers get 429.</param>
/// <param name="StartSeconds">From a request that finds none idle to the start of its work.</param>
public sealed record FunctionShape(int Most, double StartSeconds)
{
    /// <summary>Environments that are kept ready, at least.</summary>
    public int Warm { get; init; }

    /// <summary>Environments that are kept ready, at most.</summary>
    public int WarmMost { get; init; }

    /// <summary>Of those kept ready, the part in use that is aimed at.</summary>
    public double WarmTarget { get; init; } = 1;

    /// <summary>Seconds until one that is added to those kept ready is.</summary>
    public double WarmSeconds { get; init; } = 120;

    /// <summary>Seconds after which an idle one goes; AWS tells none, and some five minutes were seen.</summary>
    public double IdleSeconds { get; init; } = 300;
}

/// <summary>
/// A function: each request has an environment for itself, the idle one that was used last, or a new one that starts first. As many start in ten
/// seconds as AWS allows a function.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html, "Concurrency scaling rate"</remarks>
/// <param name="shape">How it runs.</param>
public sealed class Environments(FunctionShape shape) : IFleet
{
    private const int StartsInTenSeconds = 1_000;
    private readonly LinkedList<double> _idle = new(Enumerable.Repeat(0.0, shape.Warm));
    private readonly PriorityQueue<double, double> _busy = new();
    private readonly PriorityQueue<int, double> _warming = new();
    private readonly TargetTracking _scaling = new(shape.WarmTarget, null);
    private int _warm = shape.Warm;
    private (double From, int Count) _starts = (double.NegativeInfinity, 0);
    private double _look = 60;
    private double _used;
    private double _counted;

    /// <inheritdoc/>
    public int Running => _idle.Count + _busy.Count;

    /// <inheritdoc/>
    public int Workers => 1;

    /// <inheritdoc/>
    public double RunSeconds { get; private set; }

    /// <inheritdoc/>
    public void Pass(double now)
    {
        RunSeconds += Running * (now - _counted);
        _counted = now;
        while (_busy.TryPeek(out var done, out var at) && at <= now)
        {
            _busy.Dequeue();
            _idle.AddFirst(done);
        }

        while (_warming.TryPeek(out _, out var ready) && ready <= now)
        {
            _warming.Dequeue();
            _idle.AddLast(now);
            _warm++;
        }

        while (Running > _warm && _idle.Last is { } oldest && oldest.Value + shape.IdleSeconds <= now) _idle.RemoveLast();
        for (; _look <= now; _look += _scaling.Period) Look(_look);
    }

    /// <inheritdoc/>
    public Outcome Ask(double now, double work)
    {
        Pass(now);
        _used += work;
        if (_idle.First is not null)
        {
            _idle.RemoveFirst();
            return Answer(Fate.Answered, now, work);
        }

        if (Running >= shape.Most || !MayStart(now)) return new(Fate.Refused, 0);
        return Answer(Fate.Started, now, shape.StartSeconds + work);
    }

    private Outcome Answer(Fate fate, double now, double seconds)
    {
        _busy.Enqueue(now + seconds, now + seconds);
        return new(fate, seconds);
    }

    private bool MayStart(double now)
    {
        if (now - _starts.From >= 10) _starts = (now, 0);
        if (_starts.Count >= StartsInTenSeconds) return false;
        _starts.Count++;
        return true;
    }

    /// <summary>Those kept ready follow their use, where that is asked for.</summary>
    private void Look(double now)
    {
        var used = _used / _scaling.Period;
        _used = 0;
        if (shape.WarmMost <= shape.Warm) return;
        var kept = _warm + _warming.Count;
        var wanted = Math.Clamp(_scaling.Wanted(new(now, kept, used / Math.Max(1, _warm), 0, _warm)), shape.Warm, shape.WarmMost);
        for (var added = kept; added < wanted; added++) _warming.Enqueue(added, now + shape.WarmSeconds);
        // Those that are not kept any more go when they have been idle.
        if (wanted < kept) _warm = Math.Max(wanted - _warming.Count, shape.Warm);
    }
}
