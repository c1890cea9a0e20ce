namespace RoomTypes.Client;

/// <summary>The time by the server's clock, learned from the header Date of its answers: a device's own may be wrong by hours.</summary>
/// <param name="time">The device's clock.</param>
internal sealed class ServerClock(TimeProvider time)
{
    /// <summary>Answers tell whole seconds and are under way for a while: less than this is no difference.</summary>
    private static readonly TimeSpan Finest = TimeSpan.FromSeconds(30);

    private long _ahead;

    /// <summary>The server's time now.</summary>
    public DateTimeOffset Now => time.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _ahead));

    /// <summary>Learns from an answer; returns whether the time is another than before.</summary>
    public bool Learn(DateTimeOffset? date)
    {
        if (date is not { } told) return false;
        var ahead = told - time.GetUtcNow();
        if ((ahead - TimeSpan.FromTicks(Volatile.Read(ref _ahead))).Duration() < Finest) return false;
        Volatile.Write(ref _ahead, ahead.Duration() < Finest ? 0 : ahead.Ticks);
        return true;
    }
}
