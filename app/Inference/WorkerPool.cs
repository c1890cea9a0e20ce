using System.Diagnostics;
using RoomTypes.Decoding;
using RoomTypes.Telemetry;

namespace RoomTypes.Inference;

/// <summary>
/// A bounded queue of pictures and the workers that decode them and run models on them, one a core. At most as many threads of the thread
/// pool as there are workers work on pictures; the others are left to requests (docs/decisions/0012).
/// </summary>
public sealed class WorkerPool : IDisposable
{
    /// <summary>Threads of the pool beyond the workers': what comes is read, refused or queued, and health is told, while every worker is busy.</summary>
    private const int ThreadsForRequests = 2;

    private readonly object _lock = new();
    private readonly PictureQueue _waiting = new();
    private readonly Stack<Worker> _idle = new();
    private readonly LinkedList<PictureBatch> _spare = [];
    private readonly ImageDecoder _decoder;
    private readonly ILogger<WorkerPool> _log;
    private readonly Admission _admission;
    private int _started;

    /// <summary>Prepares the queue; <see cref="Start"/> makes the workers.</summary>
    public WorkerPool(InferenceOptions options, ImageDecoder decoder, ILogger<WorkerPool> log)
    {
        _decoder = decoder;
        _log = log;
        Workers = options.Workers;
        _admission = new Admission(options.QueueCapacity, Workers, TimeSpan.FromMilliseconds(options.StandingQueueMilliseconds), _waiting);
    }

    /// <summary>How many pictures are worked on at once.</summary>
    public int Workers { get; }

    /// <summary>Pictures waiting or being worked on.</summary>
    public int Held
    {
        get
        {
            lock (_lock) return _admission.Held;
        }
    }

    private static double Now => (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency;

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
    /// <param name="told">Whether its caller told it, and so waits for that long.</param>
    /// <exception cref="ServiceException">The queue has no room, or the wait would be too long.</exception>
    public void VerifyRoom(TimeSpan left, bool told)
    {
        lock (_lock)
        {
            var now = Now;
            if (!told) _admission.VerifyQueue(now);
            _admission.Verify(1, 1, left, now);
        }
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
            var (work, now) = (batch.WorkLeft, Now);
            _admission.Verify(batch.Jobs.Count, work, left, now);
            _admission.Enter(batch.Jobs.Count);
            if (batch.Jobs.Count == 1 && _waiting.Count == 0 && _idle.TryPop(out var worker))
            {
                _admission.Begin(batch.Begin());
                return worker;
            }

            _waiting.Enqueue(batch, now, _admission.Pace(work, left));
            return null;
        }
    }

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
            if (_waiting.TryDequeue(out batch, out job))
            {
                _admission.Begin(job);
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
            Stages.Passed("queue", batch.Trace, job.Queued);
            if (!batch.CancellationToken.IsCancellationRequested) worker.Run(job, batch.Trace);
        }
        catch (Exception exception)
        {
            _log.WorkerFailed(exception);
            failure = exception;
        }

        lock (_lock)
        {
            if (!batch.IsSpare) _admission.End(job);
            if (job.Probabilities is not null) _admission.Learn(Stopwatch.GetElapsedTime(start).TotalSeconds / job.Work);
        }

        return batch.Complete(1, failure);
    }

    private void GiveUp(PictureBatch batch)
    {
        int pictures;
        lock (_lock)
        {
            pictures = _waiting.GiveUp(batch);
            _admission.Leave(pictures);
        }

        if (batch.Complete(pictures, null)) ThreadPool.UnsafeQueueUserWorkItem(batch, preferLocal: false);
    }

    private void GiveUpSpare(PictureBatch batch)
    {
        bool waited;
        lock (_lock) waited = _spare.Remove(batch);
        if (waited && batch.Complete(1, null)) ThreadPool.UnsafeQueueUserWorkItem(batch, preferLocal: false);
    }
}
