namespace RoomTypes.Simulation.Hosts;

/// <summary>One that takes requests at once: workers, each with a picture, and a queue in the order of arrival.</summary>
/// <param name="workers">How many.</param>
/// <param name="ready">When it takes its first request, in seconds.</param>
internal sealed class Container(int workers, double ready)
{
    private readonly double[] _free = [.. Enumerable.Repeat(ready, workers)];
    private double _lastIdle = ready;

    /// <summary>When it takes its first request.</summary>
    public double Ready { get; } = ready;

    /// <summary>Requests that wait for an answer.</summary>
    public int Held { get; set; }

    /// <summary>Whether it takes one more, as the service admits requests that tell no deadline (docs/decisions/0065).</summary>
    public bool Admits(double now, int capacity, double standing, double mean)
    {
        const double BurstSeconds = 0.1;
        if (Held < workers) _lastIdle = now;
        if (Held >= capacity) return false;
        return now - _lastIdle < BurstSeconds || Held * mean / workers <= standing;
    }

    /// <summary>When the picture of a request that comes now is done, and whether it waits for a worker.</summary>
    public (double Done, bool Waits) Work(double now, double work)
    {
        var first = 0;
        for (var i = 1; i < _free.Length; i++)
        {
            if (_free[i] < _free[first]) first = i;
        }

        Held++;
        var waits = _free[first] > now;
        return (_free[first] = Math.Max(now, _free[first]) + work, waits);
    }
}
