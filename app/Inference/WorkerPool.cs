using System.Collections.Concurrent;
using System.Diagnostics;
using RoomTypes.Configuration;
using RoomTypes.Decoding;
using RoomTypes.Models;

namespace RoomTypes.Inference;

/// <summary>
/// A bounded queue of pictures and the threads that work on it, one a core. Decoding and inference of a picture happen on
/// one thread, back to back: the input tensor is written where the model reads it.
/// </summary>
public sealed class WorkerPool : IDisposable
{
    private readonly BlockingCollection<PictureJob> _queue = [];
    private readonly List<Thread> _threads = [];
    private readonly ImageDecoder _decoder;
    private readonly ILogger<WorkerPool> _log;
    private readonly int _capacity;
    private int _held;
    private bool _disposed;

    /// <summary>Prepares the queue; <see cref="Start"/> starts the threads.</summary>
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

    /// <summary>Starts the threads.</summary>
    public void Start(ModelCatalog catalog)
    {
        for (var i = 0; i < Workers; i++)
        {
            var worker = new Worker(_decoder, catalog);
            var thread = new Thread(() => Work(worker)) { IsBackground = true, Name = $"picture worker {i}" };
            thread.Start();
            _threads.Add(thread);
        }
    }

    /// <summary>Works on the pictures and returns when none of them is touched any more.</summary>
    /// <exception cref="ServiceException">The queue has no room for them.</exception>
    public async Task RunAsync(IReadOnlyList<PictureJob> jobs, CancellationToken cancellationToken)
    {
        Admit(jobs.Count);
        var batch = new PictureBatch(jobs.Count, cancellationToken);
        foreach (var job in jobs)
        {
            job.Batch = batch;
            job.Enqueued = Stopwatch.GetTimestamp();
            _queue.Add(job, CancellationToken.None);
        }

        await batch.Completion;
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Lets the threads finish what is queued and ends them.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _queue.CompleteAdding();
        foreach (var thread in _threads) thread.Join();
        _queue.Dispose();
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

    private void Work(Worker worker)
    {
        using var own = worker;
        foreach (var job in _queue.GetConsumingEnumerable()) Run(worker, job);
    }

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
        job.Batch.Complete(failure);
    }
}
