using System.Diagnostics;
using RoomTypes.Configuration;
using RoomTypes.Decoding;
using RoomTypes.Models;

namespace RoomTypes.Inference;

/// <summary>
/// A bounded queue of pictures and the workers that decode them and run models on them, one a core. Work is done on the thread pool's
/// threads: a request that finds a worker idle is worked on and answered without a change of threads (docs/decisions/0006).
/// </summary>
public sealed class WorkerPool : IDisposable
{
    private readonly object _lock = new();
    private readonly Queue<PictureJob> _waiting = new();
    private readonly Stack<Worker> _idle = new();
    private readonly ImageDecoder _decoder;
    private readonly ILogger<WorkerPool> _log;
    private readonly int _capacity;
    private int _started;
    private int _held;

    /// <summary>Prepares the queue; <see cref="Start"/> makes the workers.</summary>
    public WorkerPool(ServiceOptions options, ImageDecoder decoder, ILogger<WorkerPool> log)
    {
        _decoder = decoder;
        _log = log;
        _capacity = options.Inference.QueueCapacity;
        Workers = options.Inference.Workers > 0
            ? options.Inference.Workers
            : ProcessorLimit.Cores(Environment.GetEnvironmentVariable, Environment.ProcessorCount);
    }

    /// <summary>How many pictures are worked on at once.</summary>
    public int Workers { get; }

    /// <summary>Pictures waiting or being worked on.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>Makes the workers; pictures that wait already are begun.</summary>
    public void Start(ModelCatalog catalog)
    {
        ThreadPool.GetMinThreads(out var threads, out var completionThreads);
        if (threads < Workers) ThreadPool.SetMinThreads(Workers, completionThreads);
        for (; _started < Workers; _started++) Release(new Worker(_decoder, catalog));
    }

    /// <summary>Works on the pictures and returns when none of them is touched any more.</summary>
    /// <exception cref="ServiceException">The queue has no room for them.</exception>
    public async Task RunAsync(IReadOnlyList<PictureJob> jobs, CancellationToken cancellationToken)
    {
        Admit(jobs.Count);
        var batch = new PictureBatch(jobs.Count, cancellationToken);
        for (var i = 0; i < jobs.Count; i++)
        {
            var job = jobs[i];
            job.Batch = batch;
            job.Enqueued = Stopwatch.GetTimestamp();
            if (TakeWorker(job) is not { } worker) continue;
            if (i < jobs.Count - 1) Queue(worker, job);
            else Run(worker, job);
        }

        await batch.Completion;
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Lets the workers finish what is queued and ends them.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            while (_idle.Count < _started) Monitor.Wait(_lock);
            while (_idle.TryPop(out var worker)) worker.Dispose();
            _started = 0;
        }
    }

    private void Admit(int count)
    {
        var held = Interlocked.Add(ref _held, count);
        if (held <= _capacity) return;
        Interlocked.Add(ref _held, -count);
        throw new ServiceException(
            ErrorKind.Overloaded, "overloaded", $"{held - count} of {_capacity} pictures are being worked on; {count} more do not fit. Try again later.")
        {
            Value = $"{count}",
            Limit = $"{_capacity - (held - count)}",
        };
    }

    /// <summary>A worker for the picture, or null: the next that is done takes it.</summary>
    private Worker? TakeWorker(PictureJob job)
    {
        lock (_lock)
        {
            if (_idle.TryPop(out var worker)) return worker;
            _waiting.Enqueue(job);
            return null;
        }
    }

    private void Release(Worker worker)
    {
        PictureJob? next;
        lock (_lock)
        {
            if (!_waiting.TryDequeue(out next))
            {
                _idle.Push(worker);
                Monitor.PulseAll(_lock);
                return;
            }
        }

        Queue(worker, next);
    }

    // Behind what the pool has been given meanwhile: requests that need no worker do not wait for all that do.
    private void Queue(Worker worker, PictureJob job) =>
        ThreadPool.UnsafeQueueUserWorkItem(static work => work.Pool.Run(work.Worker, work.Job), (Pool: this, Worker: worker, Job: job), preferLocal: false);

    private void Run(Worker worker, PictureJob job)
    {
        Exception? failure = null;
        try
        {
            job.Queued = Stopwatch.GetElapsedTime(job.Enqueued);
            if (!job.Batch.CancellationToken.IsCancellationRequested) worker.Run(job);
        }
        catch (Exception exception)
        {
            _log.WorkerFailed(exception);
            failure = exception;
        }

        Interlocked.Decrement(ref _held);
        // First, as what follows the picture goes on from here.
        Release(worker);
        job.Batch.Complete(failure);
    }
}
