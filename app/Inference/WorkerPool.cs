using System.Diagnostics;
using RoomTypes.Decoding;

namespace RoomTypes.Inference;

/// <summary>
/// A bounded queue of pictures and the workers that decode them and run models on them, one a core. At most as many threads of the thread
/// pool as there are workers work on pictures; the others are left to requests (docs/decisions/0012).
/// </summary>
public sealed class WorkerPool : IDisposable
{
    /// <summary>Threads of the pool beyond the workers': what comes is read, refused or queued, and health is told, while every worker is busy.</summary>
    private const int ThreadsForRequests = 2;

    /// <summary>A request is let in if its wait is expected to take at most this part of its time.</summary>
    private const double UsableTime = 0.5;

    /// <summary>The weight of the newest picture in the mean time of a run of a model.</summary>
    private const double Newest = 0.05;

    private readonly object _lock = new();
    private readonly PictureQueue _waiting = new();
    private readonly Stack<Worker> _idle = new();
    private readonly LinkedList<PictureBatch> _spare = [];
    private readonly ImageDecoder _decoder;
    private readonly ILogger<WorkerPool> _log;
    private readonly int _capacity;
    private int _started;
    private int _held;
    private double _runningWork;
    private double _secondsEach;

    /// <summary>Prepares the queue; <see cref="Start"/> makes the workers.</summary>
    public WorkerPool(InferenceOptions options, ImageDecoder decoder, ILogger<WorkerPool> log)
    {
        _decoder = decoder;
        _log = log;
        _capacity = options.QueueCapacity;
        Workers = options.Workers > 0
            ? options.Workers
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
        if (threads < Workers + ThreadsForRequests) ThreadPool.SetMinThreads(Workers + ThreadsForRequests, completionThreads);
        for (; _started < Workers; _started++)
        {
            var worker = new Worker(_decoder, catalog);
            lock (_lock) _idle.Push(worker);
        }

        WakeWorkers(Workers);
    }

    /// <summary>Refuses a request that could not be answered in time whatever it holds: to be asked before its body is read.</summary>
    /// <param name="left">The request's time.</param>
    /// <exception cref="ServiceException">The queue has no room, or the wait would be too long.</exception>
    public void VerifyRoom(TimeSpan left)
    {
        lock (_lock) VerifyRoom(1, 1, left);
    }

    /// <summary>Works on the pictures however long they wait.</summary>
    /// <exception cref="ServiceException">The queue has no room for them.</exception>
    public Task RunAsync(IReadOnlyList<PictureJob> jobs, CancellationToken cancellationToken) => RunAsync(jobs, TimeSpan.MaxValue, cancellationToken);

    /// <summary>Works on the pictures and returns when none of them is touched any more.</summary>
    /// <param name="jobs">The pictures of one request; at least one.</param>
    /// <param name="left">The time until they must be done.</param>
    /// <param name="cancellationToken">Gives up those that wait.</param>
    /// <exception cref="ServiceException">The queue has no room for them, or the wait would be too long.</exception>
    public async Task RunAsync(IReadOnlyList<PictureJob> jobs, TimeSpan left, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var batch = new PictureBatch(jobs, cancellationToken);
        if (Admit(batch, left) is { } worker)
        {
            // Alone, and a worker is idle: without a change of threads.
            if (Work(worker, batch, jobs[0])) batch.Execute();
            Release(worker);
        }
        else
        {
            WakeWorkers(jobs.Count);
        }

        await using (cancellationToken.UnsafeRegister(state => GiveUp((PictureBatch)state!), batch)) await batch.Completion;
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>
    /// Works on a picture that nobody waits for: only while no other waits for a worker and, where there are several, another worker is idle.
    /// It counts neither for the queue nor for what others are expected to wait.
    /// </summary>
    /// <param name="job">The picture.</param>
    /// <param name="cancellationToken">Gives it up while it waits for such a moment.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task RunWhenSpareAsync(PictureJob job, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var batch = new PictureBatch([job], cancellationToken) { IsSpare = true };
        lock (_lock) _spare.AddLast(batch);
        WakeWorkers(1);
        await using (cancellationToken.UnsafeRegister(state => GiveUpSpare((PictureBatch)state!), batch)) await batch.Completion;
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

    /// <summary>Takes the pictures in: a worker that is to run the only one at once, or null if they are queued.</summary>
    private Worker? Admit(PictureBatch batch, TimeSpan left)
    {
        lock (_lock)
        {
            VerifyRoom(batch.Jobs.Count, batch.Jobs.Sum(job => job.Work), left);
            _held += batch.Jobs.Count;
            if (batch.Jobs.Count == 1 && _waiting.Count == 0 && _idle.TryPop(out var worker))
            {
                batch.Begun = 1;
                _runningWork += batch.Jobs[0].Work;
                return worker;
            }

            _waiting.Enqueue(batch);
            return null;
        }
    }

    private void VerifyRoom(int pictures, double work, TimeSpan left)
    {
        var wait = TimeSpan.FromSeconds((_waiting.Work + _runningWork + work) * SecondsEach);
        if (_held + pictures > _capacity)
        {
            throw Refusal($"{_held} of {_capacity} pictures are being worked on; {pictures} more do not fit.", $"{pictures}", $"{_capacity - _held}", wait);
        }

        if (_held > 0 && wait > left * UsableTime)
        {
            throw Refusal(
                $"{pictures} more pictures would be done in about {wait.TotalSeconds:0.0} seconds; {left.TotalSeconds:0.0} are left.",
                $"{wait.TotalSeconds:0.0} seconds", $"{left.TotalSeconds * UsableTime:0.0} seconds", wait);
        }
    }

    // A run's mean time, shared among all workers.
    private double SecondsEach => _secondsEach / Workers;

    private void WakeWorkers(int most)
    {
        for (; most > 0; most--)
        {
            Worker? worker;
            lock (_lock)
            {
                if ((_waiting.Count == 0 && !HasSpareWork(_idle.Count - 1)) || !_idle.TryPop(out worker)) return;
            }

            Begin(worker);
        }
    }

    private void Begin(Worker worker) =>
        ThreadPool.UnsafeQueueUserWorkItem(static work => work.Pool.WorkThroughQueue(work.Worker), (Pool: this, Worker: worker), preferLocal: false);

    private void WorkThroughQueue(Worker worker)
    {
        PictureBatch? done = null;
        while (TryTake(worker, out var batch, out var job))
        {
            // On another thread: a worker goes on with pictures, whatever the code that follows one does.
            if (done is not null) ThreadPool.UnsafeQueueUserWorkItem(done, preferLocal: false);
            done = Work(worker, batch, job) ? batch : null;
        }

        done?.Execute();
    }

    /// <summary>The next picture, or false: the worker is idle then.</summary>
    private bool TryTake(Worker worker, out PictureBatch batch, out PictureJob job)
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(SecondsEach, out batch, out job))
            {
                _runningWork += job.Work;
                return true;
            }

            if (HasSpareWork(_idle.Count))
            {
                (batch, job) = TakeSpare();
                return true;
            }

            _idle.Push(worker);
            Monitor.PulseAll(_lock);
            return false;
        }
    }

    /// <summary>Whether a worker may take a picture that nobody waits for, if that many others are idle.</summary>
    private bool HasSpareWork(int otherIdle) => _waiting.Count == 0 && _spare.Count > 0 && otherIdle >= Math.Min(1, Workers - 1);

    private (PictureBatch, PictureJob) TakeSpare()
    {
        var batch = _spare.First!.Value;
        _spare.RemoveFirst();
        return (batch, batch.Jobs[0]);
    }

    private void Release(Worker worker)
    {
        lock (_lock)
        {
            if (_waiting.Count == 0 && !HasSpareWork(_idle.Count))
            {
                _idle.Push(worker);
                Monitor.PulseAll(_lock);
                return;
            }
        }

        Begin(worker);
    }

    /// <summary>Decodes and infers; true for the last picture of the batch.</summary>
    private bool Work(Worker worker, PictureBatch batch, PictureJob job)
    {
        var start = Stopwatch.GetTimestamp();
        Exception? failure = null;
        try
        {
            job.Queued = batch.Waited;
            if (!batch.CancellationToken.IsCancellationRequested) worker.Run(job);
        }
        catch (Exception exception)
        {
            _log.WorkerFailed(exception);
            failure = exception;
        }

        lock (_lock)
        {
            if (!batch.IsSpare)
            {
                _held--;
                _runningWork = _held == 0 ? 0 : _runningWork - job.Work;
            }

            if (job.Probabilities is not null) Learn(Stopwatch.GetElapsedTime(start).TotalSeconds / job.Work);
        }

        return batch.Complete(1, failure);
    }

    private void Learn(double seconds) => _secondsEach += (_secondsEach == 0 ? 1 : Newest) * (seconds - _secondsEach);

    private void GiveUp(PictureBatch batch)
    {
        int pictures;
        lock (_lock)
        {
            pictures = _waiting.GiveUp(batch);
            _held -= pictures;
        }

        if (batch.Complete(pictures, null)) ThreadPool.UnsafeQueueUserWorkItem(batch, preferLocal: false);
    }

    private void GiveUpSpare(PictureBatch batch)
    {
        bool waited;
        lock (_lock) waited = _spare.Remove(batch);
        if (waited && batch.Complete(1, null)) ThreadPool.UnsafeQueueUserWorkItem(batch, preferLocal: false);
    }

    private static ServiceException Refusal(string reason, string value, string limit, TimeSpan wait) =>
        new(ErrorKind.Overloaded, "overloaded", $"{reason} Try again later.") { Value = value, Limit = limit, RetryAfter = wait };
}
