namespace RoomTypes.Recognition;

/// <summary>
/// Bounds the memory that bodies and fetched pictures take together, by request and by caller. It is taken as bytes come: a caller who only
/// promises holds nothing. A body must bring <see cref="RequestOptions.MinBytesPerSecond"/>, measured over <see cref="Patience"/>; where memory
/// is short, one that brought nothing for <see cref="PatienceWhenShort"/> gives way, the longest stalled first.
/// </summary>
/// <param name="options">The bounds.</param>
/// <param name="time">The clock.</param>
public sealed class MemoryBudget(RequestOptions options, TimeProvider time)
{
    /// <summary>How long a body may bring less than it must.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The same while others need the memory.</summary>
    internal static readonly TimeSpan PatienceWhenShort = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly HashSet<MemoryShare> _receiving = [];
    private readonly Dictionary<string, long> _callers = [];
    private readonly long _most = options.MaxBufferedBytes;

    // Two full requests, and otherwise a part: nobody alone fills it.
    private readonly long _mostOfRequest = Bound(options, 4);
    private readonly long _mostOfCaller = Bound(options, 2);
    private long _held;

    /// <summary>Bytes held now.</summary>
    public long Held => Interlocked.Read(ref _held);

    internal int BytesPerSecond => options.MinBytesPerSecond;

    internal long Now => time.GetTimestamp();

    /// <summary>Begins a request, which holds nothing yet.</summary>
    /// <param name="caller">Who sends it, for example an address; empty if that is not known.</param>
    public MemoryShare Open(string caller)
    {
        var share = new MemoryShare(this, caller, new CancellationTokenSource(Patience, time), Now);
        lock (_lock) _receiving.Add(share);
        return share;
    }

    internal void Take(MemoryShare share, long bytes)
    {
        var evicted = new List<MemoryShare>();
        try
        {
            lock (_lock)
            {
                if (share.IsEvicted) throw share.TooSlow();
                if (share.Held + bytes > _mostOfRequest) throw TooLarge(share.Held + bytes);
                while (Shortage(share, bytes) is { } shortage)
                {
                    if (Stalled(share, shortage.Caller) is not { } other) throw Refusal(bytes, shortage);
                    other.IsEvicted = true;
                    Return(other);
                    evicted.Add(other);
                }

                Add(share, bytes);
            }
        }
        finally
        {
            // Outside the lock: what waits for a body goes on within the call.
            foreach (var other in evicted) other.Evict();
        }
    }

    internal void Received(MemoryShare share)
    {
        lock (_lock)
        {
            if (share.IsEvicted) throw share.TooSlow();
            _receiving.Remove(share);
        }
    }

    internal void GiveBack(MemoryShare share)
    {
        lock (_lock) Return(share);
    }

    private static long Bound(RequestOptions options, int parts) =>
        Math.Min(options.MaxBufferedBytes, Math.Max(options.MaxBufferedBytes / parts, 2L * options.MaxRequestBytes));

    /// <summary>The first bound that the bytes do not fit under, with what is held of it.</summary>
    private (string What, string? Caller, long Held, long Most)? Shortage(MemoryShare share, long bytes)
    {
        var caller = _callers.GetValueOrDefault(share.Caller);
        if (share.Caller.Length > 0 && caller + bytes > _mostOfCaller) return ("one caller", share.Caller, caller, _mostOfCaller);
        return _held + bytes > _most ? ("all requests", null, _held, _most) : null;
    }

    /// <summary>The body that has stalled longest, of those that hold anything.</summary>
    private MemoryShare? Stalled(MemoryShare asking, string? caller) => _receiving
        .Where(share => share != asking && share.Held > 0 && (caller is null || share.Caller == caller) && time.GetElapsedTime(share.LastProgress) >= PatienceWhenShort)
        .MinBy(share => share.LastProgress);

    private void Add(MemoryShare share, long bytes)
    {
        share.Held += bytes;
        _held += bytes;
        var caller = _callers.GetValueOrDefault(share.Caller) + bytes;
        if (caller == 0) _callers.Remove(share.Caller);
        else _callers[share.Caller] = caller;
    }

    private void Return(MemoryShare share)
    {
        _receiving.Remove(share);
        Add(share, -share.Held);
    }

    private ServiceException TooLarge(long bytes) => new(
        ErrorKind.TooLarge, "pictures_too_large", $"The pictures of the request have {bytes} bytes or more; allowed are at most {_mostOfRequest}. Send fewer or smaller pictures a request.")
    {
        Value = $"{bytes} bytes",
        Limit = $"{_mostOfRequest} bytes",
    };

    private static ServiceException Refusal(long bytes, (string What, string? Caller, long Held, long Most) shortage) => new(
        ErrorKind.Overloaded, "overloaded",
        $"{shortage.Held} of {shortage.Most} bytes that {shortage.What} may hold are being held; {bytes} more do not fit. Send fewer pictures at once, or try again later.")
    {
        Value = $"{bytes}",
        Limit = $"{shortage.Most - shortage.Held}",
    };
}
