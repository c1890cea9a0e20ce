using System.Collections.Concurrent;

namespace RoomTypes.Http.Signatures;

/// <summary>Remembers signatures for as long as they are good, so that each is answered once; those of this process alone.</summary>
/// <param name="time">The clock.</param>
/// <param name="most">How many are remembered at once.</param>
internal sealed class ReplayGuard(TimeProvider time, int most = ReplayGuard.Most)
{
    /// <summary>About 60 MB.</summary>
    internal const int Most = 1 << 20;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<UInt128, long> _seen = [];
    private long _nextSweep;
    private int _count;

    /// <summary>Whether a proven signature is new.</summary>
    /// <param name="signature">64 characters of hex: half of it tells signatures apart.</param>
    /// <param name="until">When it is no longer good.</param>
    /// <exception cref="ServiceException">There are too many to remember.</exception>
    public bool IsNew(string signature, DateTimeOffset until)
    {
        var now = time.GetUtcNow().UtcTicks;
        var next = Volatile.Read(ref _nextSweep);
        if (now >= next && Interlocked.CompareExchange(ref _nextSweep, now + Interval.Ticks, next) == next) Sweep(now);
        if (Volatile.Read(ref _count) >= most) throw new ServiceException(ErrorKind.Overloaded, "overloaded", $"More than {most} signatures are good now; they are remembered so that none is answered twice. Send less, or presign for a shorter time.");
        if (!_seen.TryAdd(UInt128.Parse(signature.AsSpan(0, 32), System.Globalization.NumberStyles.AllowHexSpecifier, null), until.UtcTicks)) return false;
        Interlocked.Increment(ref _count);
        return true;
    }

    private void Sweep(long now)
    {
        foreach (var (signature, until) in _seen)
        {
            if (until < now && _seen.TryRemove(signature, out _)) Interlocked.Decrement(ref _count);
        }
    }
}
