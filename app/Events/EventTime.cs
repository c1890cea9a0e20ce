namespace RoomTypes.Events;

/// <summary>The rules of the times that clients tell.</summary>
public static class EventTime
{
    /// <summary>How far a client's clock may be ahead.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>A time in seconds since 1970, whose fraction no double holds exactly: cut instead of rounded, it could be a millisecond less.</summary>
    public static DateTimeOffset OfSeconds(double seconds) => DateTimeOffset.UnixEpoch.AddMicroseconds(Math.Round(seconds * 1e6));

    /// <summary>
    /// Clients cut times to seconds: what they tell would seem to come before the exposure or prediction of the same second that it follows. A
    /// whole second stands for its end, or for now while that is to come.
    /// </summary>
    /// <param name="told">The time as the client told it.</param>
    /// <param name="now">When it arrived.</param>
    public static DateTimeOffset Within(DateTimeOffset told, DateTimeOffset now)
    {
        if (told.Ticks % TimeSpan.TicksPerSecond != 0 || told > now) return told;
        var last = told.AddMilliseconds(999);
        return last < now ? last : now;
    }
}
