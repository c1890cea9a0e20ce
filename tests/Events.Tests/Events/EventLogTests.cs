using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RoomTypes.Events;

namespace RoomTypes.Tests.Events;

public sealed class EventLogTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task TryAppend_WhileTheStoreHangs_NeverWaitsAndCountsWhatItDrops()
    {
        var store = new FakeStore { Gate = new TaskCompletionSource() };
        using var log = Open(store, out var meters, capacity: 1_024);
        using var dropped = new Counted(meters, "room_type.events.dropped");
        await log.StartAsync(None);
        // More than the queue and a batch hold.
        var taken = Enumerable.Range(0, 20_000).Count(i => log.TryAppend(Make.Metric("a", 1, i)));
        Assert.InRange(taken, 1_024, 20_000 - 1_024);
        Assert.Equal(20_000 - taken, dropped.Value);
        store.Gate.SetResult();
        await log.StopAsync(None);
        Assert.Equal(taken, store.Written.Count);
    }

    [Fact]
    public async Task Append_ByManyAtOnce_SharesBatches()
    {
        var store = new FakeStore { Gate = new TaskCompletionSource() };
        using var log = Open(store, out _);
        await log.StartAsync(None);
        var appends = Enumerable.Range(0, 500).Select(i => log.AppendAsync(Make.Metric("a", 1, i), None)).ToList();
        store.Gate.SetResult();
        Assert.All(await Task.WhenAll(appends), result => Assert.Equal(AppendResult.Added, result));
        Assert.InRange(store.Batches, 1, 10);
        await log.StopAsync(None);
    }

    [Fact]
    public async Task Append_WhenTheStoreFails_FailsAtOnceAndOthersAreTriedAgain()
    {
        var store = new FakeStore { Fails = true };
        using var log = Open(store, out _);
        await log.StartAsync(None);
        var waiting = Make.Metric("a", 1, 1);
        Assert.True(log.TryAppend(waiting));
        await Assert.ThrowsAsync<EventStoreException>(() => log.AppendAsync(Make.Metric("a", 1, 2), None));
        await Assert.ThrowsAsync<EventStoreException>(() => log.AppendAsync(Make.Metric("a", 1, 3), None));
        store.Fails = false;
        var last = Make.Metric("a", 1, 4);
        await log.AppendAsync(last, None);
        await log.StopAsync(None);
        Assert.Equal([waiting.Id, last.Id], store.Written.Select(record => record.Id));
    }

    [Fact]
    public async Task Append_OneThatCannotBeKept_FailsAlone()
    {
        var store = new FakeStore { Gate = new TaskCompletionSource(), Refused = "bad" };
        var lines = new Lines();
        using var log = Open(store, out var meters, lines: lines);
        using var dropped = new Counted(meters, "room_type.events.dropped");
        await log.StartAsync(None);
        var good = Enumerable.Range(0, 9).Select(i => log.AppendAsync(Make.Metric("a", 1, i), None)).ToList();
        var bad = log.AppendAsync(Make.Metric("bad", 1, 9), None);
        Assert.True(log.TryAppend(Make.Metric("bad", 1, 10)));
        good.Add(log.AppendAsync(Make.Metric("a", 1, 11), None));
        store.Gate.SetResult();
        Assert.All(await Task.WhenAll(good), result => Assert.Equal(AppendResult.Added, result));
        Assert.True((await Assert.ThrowsAsync<EventStoreException>(() => bad)).IsTheEvents);
        await log.StopAsync(None);
        Assert.Equal((10, 1), (store.Written.Count, dropped.Value));
        // Of the one that nobody waited for: the other's caller was told.
        Assert.Equal("An event cannot be kept, and others are: It cannot be kept.", Assert.Single(lines.All));
    }

    [Fact]
    public async Task Stop_WhileTheStoreHangs_EndsWhenItsTimeIsOver()
    {
        var store = new FakeStore { Gate = new TaskCompletionSource(), IsDeaf = true };
        using var log = Open(store, out _);
        await log.StartAsync(None);
        Assert.True(log.TryAppend(Make.Metric("a", 1, 1)));
        await log.StopAsync(new CancellationToken(canceled: true));
        store.Gate.SetResult();
    }

    [Fact]
    public async Task Flush_WithEventsWaitingForCompany_WritesThemAtOnce()
    {
        var store = new FakeStore();
        using var log = Open(store, out _, flushMilliseconds: 10_000);
        await log.StartAsync(None);
        for (var i = 0; i < 10_000; i++) log.TryAppend(Make.Metric("a", 1, i));
        Assert.True(await log.FlushAsync(TimeSpan.FromSeconds(9)));
        Assert.Equal(10_000, store.Written.Count);
        Assert.True(await log.FlushAsync(TimeSpan.FromSeconds(9)));
        await log.StopAsync(None);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2_000)]
    public async Task Flush_WhileTheStoreHangs_IsOverInTimeAndLosesNothing(int events)
    {
        var store = new FakeStore { Gate = new TaskCompletionSource() };
        using var log = Open(store, out _, capacity: 1_024);
        await log.StartAsync(None);
        var taken = Enumerable.Range(0, events).Count(i => log.TryAppend(Make.Metric("a", 1, i)));
        Assert.False(await log.FlushAsync(TimeSpan.FromMilliseconds(20)));
        store.Gate.SetResult();
        await log.StopAsync(None);
        Assert.Equal(taken, store.Written.Count);
    }

    [Fact]
    public async Task Stop_WithEventsWaiting_WritesThemAndTakesNoMore()
    {
        var store = new FakeStore();
        using var log = Open(store, out _, flushMilliseconds: 10_000);
        await log.StartAsync(None);
        for (var i = 0; i < 100; i++) log.TryAppend(Make.Metric("a", 1, i));
        await log.StopAsync(None);
        Assert.Equal(100, store.Written.Count);
        Assert.False(log.TryAppend(Make.Metric("a", 1, 1)));
        await Assert.ThrowsAsync<EventStoreException>(() => log.AppendAsync(Make.Metric("a", 1, 1), None));
    }

    [Fact]
    public async Task Stop_WithAStoreThatFails_GivesUpWhenTheShutdownDoes()
    {
        var store = new FakeStore { Fails = true };
        var lines = new Lines();
        using var log = Open(store, out var meters, lines: lines);
        using var dropped = new Counted(meters, "room_type.events.dropped");
        await log.StartAsync(None);
        log.TryAppend(Make.Metric("a", 1, 1));
        using var shutdown = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await log.StopAsync(shutdown.Token);
        Assert.Equal(1, dropped.Value);
        Assert.Equal("1 events are lost: the process ended before the store had taken them", lines.All[^1]);
    }

    private static EventLog Open(IEventStore store, out IMeterFactory meters, int capacity = 65_536, int flushMilliseconds = 1, ILogger<EventLog>? lines = null)
    {
        meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        var options = TestOptions.Read("Events:Store=sqlite", "Events:File=unused", $"Events:QueueCapacity={capacity}", $"Events:FlushMilliseconds={flushMilliseconds}").Events;
        return new EventLog(store, options, new EventMetrics(meters), TimeProvider.System, lines ?? NullLogger<EventLog>.Instance);
    }

    /// <summary>The sum of a counter of one factory's meters.</summary>
    private sealed class Counted : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _value;

        public Counted(IMeterFactory meters, string name)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == name && ReferenceEquals(instrument.Meter.Scope, meters)) listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _value, value));
            _listener.Start();
        }

        public long Value => Interlocked.Read(ref _value);

        public void Dispose() => _listener.Dispose();
    }

    /// <summary>What is logged.</summary>
    private sealed class Lines : ILogger<EventLog>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (All) All.Add(formatter(state, exception));
        }
    }

    /// <summary>A store that can hang and fail.</summary>
    private sealed class FakeStore : IEventStore
    {
        private volatile bool _fails;

        public TaskCompletionSource? Gate { get; init; }

        public bool Fails { get => _fails; set => _fails = value; }

        /// <summary>The entity whose events cannot be kept.</summary>
        public string? Refused { get; init; }

        /// <summary>Whether it goes on when it is told to end.</summary>
        public bool IsDeaf { get; init; }

        public int Batches { get; private set; }

        public List<EventRecord> Written { get; } = [];

        public async Task<AppendResult[]> AppendAsync(IReadOnlyList<EventRecord> batch, CancellationToken cancellationToken)
        {
            if (Gate is not null) await Gate.Task.WaitAsync(IsDeaf ? CancellationToken.None : cancellationToken);
            if (batch.Any(record => record.EntityId == Refused)) throw new EventStoreException("It cannot be kept.") { IsTheEvents = true };
            if (Fails) throw new EventStoreException("It fails.");
            Batches++;
            Written.AddRange(batch);
            return new AppendResult[batch.Count];
        }

        public Task<long> DeleteBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken) => Task.FromResult(0L);

        public Task<long> DeleteEmbeddingsBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken) => Task.FromResult(0L);

        public IAsyncEnumerable<KeptEmbedding> ReadEmbeddingsAsync(EmbeddingQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<EntityTotals> ReadEntityTotalsAsync(MetricQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<EntityValue> ReadEntityValuesAsync(MetricQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<VariationCount> CountEntitiesAsync(MetricQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<LeftEntities> CountLeftEntitiesAsync(MetricQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<ShadowTotals> ReadShadowTotalsAsync(string shadow, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<KpiRow> ReadKpiAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<EventRecord> ReadEventsAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<StoredDocument?> GetDocumentAsync(string path, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<StoredDocument>> ListDocumentsAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> PutDocumentAsync(StoredDocument document, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> DeleteDocumentAsync(string path, long version, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
