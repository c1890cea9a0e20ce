namespace RoomTypes;

/// <summary>Lets something happen once an interval at most, whoever asks: a line of the log that would be the same again and again.</summary>
/// <param name="interval">The least time from one to the next.</param>
/// <param name="time">The clock.</param>
internal sealed class Pace(TimeSpan interval, TimeProvider time)
{
    private long _next = long.MinValue;

    /// <summary>Whether it is time; of callers at once, one is told so.</summary>
    public bool IsDue()
    {
        var (now, next) = (time.GetTimestamp(), Volatile.Read(ref _next));
        return now >= next && Interlocked.CompareExchange(ref _next, now + (long)(interval.TotalSeconds * time.TimestampFrequency), next) == next;
    }
}
