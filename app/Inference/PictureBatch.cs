using System.Diagnostics;
using RoomTypes.Telemetry;

namespace RoomTypes.Inference;

/// <summary>The pictures of one request, done when the last of them is.</summary>
internal sealed class PictureBatch(IReadOnlyList<PictureJob> jobs, CancellationToken cancellationToken) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource _done = new();
    private readonly long _enqueued = Stopwatch.GetTimestamp();
    private int _remaining = jobs.Count;
    private Exception? _failure;

    /// <summary>In the order in which they are worked on.</summary>
    public IReadOnlyList<PictureJob> Jobs { get; } = jobs;

    /// <summary>How many of them have been begun or given up.</summary>
    public int Begun { get; private set; }

    /// <summary>What those that still wait are expected to take, in runs of a model.</summary>
    public double WorkLeft { get; private set; } = jobs.Sum(job => job.Work);

    /// <summary>Seconds between the times at which one unit of its work and the next are due; the queue's.</summary>
    public double Pace { get; set; }

    /// <summary>Whether nobody waits for it: it is worked on while others do not need the workers.</summary>
    public bool IsSpare { get; init; }

    /// <summary>Ended requests are not worked on.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Ends when no worker touches the pictures any more; faulted if a worker met an error.</summary>
    public Task Completion => _done.Task;

    /// <summary>The span of the request, for the spans of its pictures on whatever thread; none where nobody waits.</summary>
    public ActivityContext Trace { get; } = Stages.Current;

    /// <summary>How long it has waited.</summary>
    public TimeSpan Waited => Stopwatch.GetElapsedTime(_enqueued);

    /// <summary>Begins with the next picture, or gives it up.</summary>
    public PictureJob Begin()
    {
        var job = Jobs[Begun++];
        WorkLeft = Begun == Jobs.Count ? 0 : WorkLeft - job.Work;
        return job;
    }

    /// <summary>Counts pictures as done; true for the last ones, after which <see cref="Execute"/> ends the batch.</summary>
    public bool Complete(int pictures, Exception? failure)
    {
        if (failure is not null) Interlocked.CompareExchange(ref _failure, failure, null);
        return pictures > 0 && Interlocked.Add(ref _remaining, -pictures) == 0;
    }

    /// <summary>Goes on with the request on this thread.</summary>
    public void Execute()
    {
        if (_failure is not null) _done.SetException(_failure);
        else _done.SetResult();
    }
}
