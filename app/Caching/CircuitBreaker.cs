namespace RoomTypes.Caching;

/// <summary>Leaves what fails again and again alone for a while, then lets one try see whether it is back.</summary>
/// <param name="time">The clock.</param>
internal sealed class CircuitBreaker(TimeProvider time)
{
    /// <summary>Failures in a row after which it is left alone.</summary>
    internal const int Most = 5;

    /// <summary>For how long.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private int _failures;
    private long _next;

    /// <summary>Whether it works, for all that is known.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_lock) return _failures < Most;
        }
    }

    /// <summary>Whether it may be tried.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_failures < Most) return true;
            if (time.GetTimestamp() < _next) return false;
            // One alone; if it never tells, another one after the same time.
            Rest();
            return true;
        }
    }

    /// <summary>It works.</summary>
    public void Succeeded()
    {
        lock (_lock) _failures = 0;
    }

    /// <summary>It does not.</summary>
    public void Failed()
    {
        lock (_lock)
        {
            if (++_failures >= Most) Rest();
        }
    }

    private void Rest() => _next = time.GetTimestamp() + (long)(Pause.TotalSeconds * time.TimestampFrequency);
}
