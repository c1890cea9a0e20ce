namespace RoomTypes.Recognition;

/// <summary>What one request holds of the memory budget. It grows as bytes come, and is given back once.</summary>
public sealed class MemoryShare : IDisposable
{
    private readonly MemoryBudget _budget;
    private readonly CancellationTokenSource _stalled;
    private long _sinceProgress;

    internal MemoryShare(MemoryBudget budget, string caller, CancellationTokenSource stalled, long now) =>
        (_budget, Caller, _stalled, LastProgress) = (budget, caller, stalled, now);

    /// <summary>Cancelled when the body comes too slowly.</summary>
    public CancellationToken Stalled => _stalled.Token;

    internal string Caller { get; }

    /// <summary>Bytes held; the budget's.</summary>
    internal long Held { get; set; }

    /// <summary>Whether it had to give way; the budget's.</summary>
    internal bool IsEvicted { get; set; }

    /// <summary>The time stamp at which the body had last brought what it must bring a second.</summary>
    internal long LastProgress { get; private set; }

    /// <summary>Takes bytes before they are allocated.</summary>
    /// <exception cref="ServiceException">There is no room for them now, or the request asks for too much.</exception>
    public void Take(long bytes) => _budget.Take(this, bytes);

    /// <summary>Bytes of the body came.</summary>
    public void Progress(long bytes)
    {
        _sinceProgress += bytes;
        if (_sinceProgress < _budget.BytesPerSecond) return;
        _sinceProgress = 0;
        LastProgress = _budget.Now;
        _stalled.CancelAfter(MemoryBudget.Patience);
    }

    /// <summary>All of the body has come.</summary>
    /// <exception cref="ServiceException">Too late: its memory was given to others.</exception>
    public void Received()
    {
        _stalled.CancelAfter(Timeout.InfiniteTimeSpan);
        _budget.Received(this);
    }

    /// <summary>What the caller is told whose body comes too slowly.</summary>
    public ServiceException TooSlow() => new(
        ErrorKind.TooSlow, "body_too_slow",
        $"The body brought less than {_budget.BytesPerSecond} bytes a second for {MemoryBudget.Patience.TotalSeconds:0} seconds, or for {MemoryBudget.PatienceWhenShort.TotalSeconds:0} while others needed its memory. Send it again.")
    {
        Limit = $"{_budget.BytesPerSecond} bytes a second",
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _budget.GiveBack(this);
        _stalled.Dispose();
    }

    internal void Evict() => _stalled.Cancel();
}
