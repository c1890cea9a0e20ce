using System.Diagnostics;

namespace RoomTypes;

/// <summary>The time that a request has, from its first byte on.</summary>
public sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly CancellationToken _aborted;
    private readonly long _start;
    private readonly TimeSpan _time;

    /// <summary>Begins to count.</summary>
    /// <param name="start">The time stamp (see <see cref="Stopwatch"/>) of the first byte.</param>
    /// <param name="time">What the request has.</param>
    /// <param name="aborted">The caller's going away.</param>
    public Deadline(long start, TimeSpan time, CancellationToken aborted)
    {
        (_start, _time, _aborted) = (start, time, aborted);
        _end = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        _end.CancelAfter(Left);
    }

    /// <summary>Ends what is done for the request: its time is over, or the caller has gone.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>The rest of the time; never negative.</summary>
    public TimeSpan Left => _time - Stopwatch.GetElapsedTime(_start) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Whether the caller told the time: it waits that long; one who tells none gets what the service gives.</summary>
    public bool IsTold { get; init; }

    /// <summary>Whether the time is over for a caller who still waits.</summary>
    public bool IsOver => _end.IsCancellationRequested && !_aborted.IsCancellationRequested;

    /// <summary>What such a caller is told.</summary>
    public ServiceException Exceeded() => new(
        ErrorKind.DeadlineExceeded, "deadline_exceeded", $"The answer was not ready within {_time.TotalSeconds:0.###} seconds of the request's first byte. Send fewer pictures, or try again later.")
    {
        Limit = $"{_time.TotalSeconds:0.###} seconds",
    };

    /// <inheritdoc/>
    public void Dispose() => _end.Dispose();
}
