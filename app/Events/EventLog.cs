using System.Diagnostics;
using System.Threading.Channels;

namespace RoomTypes.Events;

/// <summary>
/// A bounded queue and its one writer. Requests never wait for the store: what comes while the queue is full is dropped and counted.
/// Events are written in batches, all that wait together in one transaction; a batch that the store refuses is tried again, and its
/// repetition is harmless since the store keeps each id once. Those whose caller waits fail at once instead.
/// </summary>
internal sealed class EventLog(
    IEventStore store, EventOptions options, EventMetrics metrics, TimeProvider time, ILogger<EventLog> log) : BackgroundService, IEventLog
{
    private const int LargestBatch = 8_192;
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetentionInterval = TimeSpan.FromHours(6);

    private readonly Channel<Entry> _queue = Channel.CreateBounded<Entry>(new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true });
    private readonly List<Entry> _batch = [];
    private readonly List<TaskCompletionSource> _flushes = [];
    private readonly CancellationTokenSource _abandon = new();
    private volatile TaskCompletionSource _urgent = NewSignal();
    private long _dropped;
    private readonly Pace _dropReports = new(ReportInterval, time);
    private readonly Pace _failureReports = new(ReportInterval, time);
    private DateTimeOffset _nextRetention;

    public bool IsEnabled => true;

    public bool TryAppend(EventRecord record)
    {
        if (_queue.Writer.TryWrite(new Entry(record)))
        {
            if (_queue.Reader.Count >= LargestBatch) _urgent.TrySetResult();
            return true;
        }

        Drop();
        return false;
    }

    public async Task<bool> FlushAsync(TimeSpan atMost)
    {
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // A full queue has no room for the mark either: it is left behind.
        if (!_queue.Writer.TryWrite(new Entry(null, null, flushed))) return false;
        _urgent.TrySetResult();
        try
        {
            await flushed.Task.WaitAsync(atMost, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public async Task<AppendResult> AppendAsync(EventRecord record, CancellationToken cancellationToken)
    {
        var entry = new Entry(record, new TaskCompletionSource<AppendResult>(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await _queue.Writer.WriteAsync(entry, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new EventStoreException("The process is stopping.");
        }

        _urgent.TrySetResult();
        return await entry.Waiter!.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Takes no more events and writes those that wait, for as long as the host's shutdown allows.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        _urgent.TrySetResult();
        using var abandon = cancellationToken.Register(_abandon.Cancel);
        // A store that does not come back is left behind.
        if (ExecuteTask is { } writing)
        {
            await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await writing.WaitAsync(LastWait, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _abandon.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (await _queue.Reader.WaitToReadAsync(_abandon.Token))
            {
                await GatherAsync();
                await WriteAsync();
                await ForgetOldAsync();
            }
        }
        catch (OperationCanceledException) when (_abandon.IsCancellationRequested)
        {
            Abandon();
        }
    }

    /// <summary>Waits a little for company, unless somebody waits for the answer or a batch is full.</summary>
    private async Task GatherAsync()
    {
        if (options.FlushMilliseconds > 0)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(_abandon.Token);
            await Task.WhenAny(_urgent.Task, Task.Delay(TimeSpan.FromMilliseconds(options.FlushMilliseconds), time, stop.Token));
            await stop.CancelAsync();
        }

        // Before reading: what is signalled from now on may miss this batch and hurries the next.
        _urgent = NewSignal();
        Take();
        if (_queue.Reader.Count > 0) _urgent.TrySetResult();
    }

    private async Task WriteAsync()
    {
        await WriteBatchAsync();
        foreach (var mark in _flushes) mark.SetResult();
        _flushes.Clear();
    }

    private async Task WriteBatchAsync()
    {
        for (var attempt = 1; _batch.Count > 0; attempt++)
        {
            try
            {
                while (_batch.Count > 0) await WriteFirstAsync(_batch.Count);
            }
            catch (EventStoreException exception)
            {
                metrics.Failed();
                if (attempt == 1) TellNotWritten(exception);
                _batch.RemoveAll(entry => entry.Waiter?.TrySetException(exception) ?? false);
                if (_batch.Count > 0) await BackOffAsync(attempt);
            }
        }
    }

    /// <summary>Writes the first events of the batch and takes them from it. Where one of them cannot be kept, it is sought by halves: it fails alone.</summary>
    private async Task WriteFirstAsync(int count)
    {
        try
        {
            var started = Stopwatch.GetTimestamp();
            var results = await store.AppendAsync(_batch.GetRange(0, count).ConvertAll(entry => entry.Record!), _abandon.Token);
            metrics.Written(results, Stopwatch.GetElapsedTime(started));
            for (var i = 0; i < count; i++) _batch[i].Waiter?.TrySetResult(results[i]);
            _batch.RemoveRange(0, count);
        }
        catch (EventStoreException exception) when (exception.IsTheEvents && count == 1)
        {
            if (_batch[0].Waiter is not { } waiter || !waiter.TrySetException(exception))
            {
                // Nobody else is told.
                log.EventRefused(exception.Message);
                metrics.Dropped(1);
            }

            _batch.RemoveAt(0);
        }
        catch (EventStoreException exception) when (exception.IsTheEvents)
        {
            await WriteFirstAsync(count / 2);
            await WriteFirstAsync(count - (count / 2));
        }
    }

    private void TellNotWritten(EventStoreException exception)
    {
        if (_failureReports.IsDue()) log.EventsNotWritten(_batch.Count, exception.Message);
    }

    /// <summary>Those whose caller waits are not made to: they are told as soon as they come.</summary>
    private async Task BackOffAsync(int attempt)
    {
        var delay = TimeSpan.FromMilliseconds(Math.Min(100 * Math.Pow(2, attempt), LongestRetryDelay.TotalMilliseconds));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_abandon.Token);
        await Task.WhenAny(_urgent.Task, Task.Delay(delay, time, stop.Token));
        await stop.CancelAsync();
        _abandon.Token.ThrowIfCancellationRequested();
        _urgent = NewSignal();
        Take();
    }

    /// <summary>Fills the batch. A mark's turn has come when the batch is written that those before it are in.</summary>
    private void Take()
    {
        while (_batch.Count < LargestBatch && _queue.Reader.TryRead(out var entry))
        {
            if (entry.Mark is { } mark) _flushes.Add(mark);
            else _batch.Add(entry);
        }
    }

    private async Task ForgetOldAsync()
    {
        var now = time.GetUtcNow();
        if (now < _nextRetention) return;
        _nextRetention = now + RetentionInterval;
        try
        {
            var deleted = await store.DeleteBeforeAsync(now.AddDays(-options.RetentionDays), _abandon.Token);
            if (deleted > 0) log.EventsForgotten(deleted, options.RetentionDays);
            var embeddings = await store.DeleteEmbeddingsBeforeAsync(now.AddDays(-options.EmbeddingDays), _abandon.Token);
            if (embeddings > 0) log.EmbeddingsForgotten(embeddings, options.EmbeddingDays);
        }
        catch (EventStoreException exception)
        {
            log.EventsNotForgotten(exception.Message);
        }
    }

    private void Abandon()
    {
        while (_queue.Reader.TryRead(out var entry))
        {
            if (entry.Record is not null) _batch.Add(entry);
        }

        foreach (var entry in _batch) entry.Waiter?.TrySetException(new EventStoreException("The process ended before the event was written."));
        var lost = _batch.Count(entry => entry.Waiter is null);
        if (lost == 0) return;
        metrics.Dropped(lost);
        log.EventsAbandoned(lost);
    }

    private void Drop()
    {
        metrics.Dropped(1);
        var dropped = Interlocked.Increment(ref _dropped);
        if (_dropReports.IsDue()) log.EventsDropped(dropped);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>An event with who waits for it, or the mark of a flush.</summary>
    private readonly record struct Entry(EventRecord? Record, TaskCompletionSource<AppendResult>? Waiter = null, TaskCompletionSource? Mark = null);
}
