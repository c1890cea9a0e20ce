using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RoomTypes.Drift;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;

namespace RoomTypes.Tests.Drift;

/// <summary>Processes that look at drift by themselves.</summary>
public sealed class DriftWatchTests : IAsyncDisposable
{
    private const string Model = "room-type@2";
    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(1);
    private readonly Clock _clock = new();
    private readonly SqliteEventStore _store;

    public DriftWatchTests() => _store = new(Path.Combine(_folder.Path, "events.db"));

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Look_OfSeveralProcesses_IsMadeByOneAndToldByAll()
    {
        await AppendAsync(1, 400, 0);
        await AppendAsync(2, 400, 0);
        await AppendAsync(3, 400, 0);
        await AppendAsync(10, 50, 0);
        await using var first = new Process(this);
        await using var second = new Process(this);

        await first.Watch.LookAsync(default);
        await second.Watch.LookAsync(default);

        Assert.Equal(2, await WritesAsync());
        Assert.Equal((0, 0.5), (first.Read("room_type.drift.detected"), first.Read("room_type.drift.unknown_share")));
        Assert.Equal(first.Read("room_type.drift.log_evidence"), second.Read("room_type.drift.log_evidence"));

        await AppendAsync(12, 300, 0.8);
        _clock.Now += TimeSpan.FromHours(24);
        await second.Watch.LookAsync(default);
        await first.Watch.LookAsync(default);

        Assert.Equal(4, await WritesAsync());
        Assert.Equal((1, 1), (first.Read("room_type.drift.detected"), second.Read("room_type.drift.detected")));
        Assert.True(first.Read("room_type.drift.log_evidence") >= Math.Log(100));
        Assert.Empty(first.Told);
        Assert.Equal("DriftSeen", Assert.Single(second.Told));
    }

    [Fact]
    public async Task Look_WithoutAReference_TellsNoNumbers()
    {
        await AppendAsync(1, 20, 0);
        await using var process = new Process(this);

        await process.Watch.LookAsync(default);

        Assert.Null(process.Read("room_type.drift.detected"));
        Assert.Empty(process.Told);
    }

    [Fact]
    public async Task Look_ThatCannotBeRead_IsToldAndLeavesTheOthers()
    {
        await _store.PutDocumentAsync(new("drift-look/room-type@2", "not JSON", 0), default);
        await using var process = new Process(this);

        await process.Watch.LookAsync(default);

        Assert.Equal("DriftNotSeen", Assert.Single(process.Told));
    }

    private async Task<long> WritesAsync() => (await _store.GetDocumentAsync("drift-look/room-type@2", default))!.Version;

    private async Task AppendAsync(int day, int count, double shift) => await _store.AppendAsync([.. Enumerable.Range(0, count).Select(i => new Prediction
    {
        Id = Guid.CreateVersion7(Clock.Month.AddDays(day).AddSeconds(i)),
        Time = Clock.Month.AddDays(day).AddSeconds(i),
        EntityId = "",
        Model = Model,
        RoomType = _random.Next(2) == 0 ? "kitchen" : "bedroom",
        Confidence = 0.5 + (_random.NextDouble() / 2),
        UnknownScore = i % 2 == 0 ? 0.4 : 0.6,
        Embedding = [.. Enumerable.Range(0, 8).Select(_ => (Half)(_random.NextDouble() + shift))],
    })], CancellationToken.None);

    private sealed class Clock : TimeProvider
    {
        public static readonly DateTimeOffset Month = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

        public DateTimeOffset Now { get; set; } = Month.AddDays(20);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>What one process has of it.</summary>
    private sealed class Process : ILogger<DriftWatch>, IAsyncDisposable
    {
        private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        private readonly MeterListener _listener = new();
        private readonly Dictionary<string, double> _values = [];
        private readonly DriftReader _reader;

        public Process(DriftWatchTests test)
        {
            var meters = _services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == meters) listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => _values[instrument.Name] = labels[0] is { Key: "model", Value: Model } ? value : double.NaN);
            _listener.Start();
            _reader = new(test._clock, NullLogger<DriftReader>.Instance, test._store);
            Watch = new(_reader, test._store, () => [Model], TimeSpan.FromHours(24), meters, test._clock, this);
        }

        public DriftWatch Watch { get; }

        /// <summary>Names of what was logged.</summary>
        public List<string> Told { get; } = [];

        public double? Read(string instrument)
        {
            _values.Clear();
            _listener.RecordObservableInstruments();
            return _values.TryGetValue(instrument, out var value) ? value : null;
        }

        public async ValueTask DisposeAsync()
        {
            Watch.Dispose();
            _reader.Dispose();
            _listener.Dispose();
            await _services.DisposeAsync();
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Told.Add(eventId.Name!);
    }
}
