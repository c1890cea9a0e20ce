using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using RoomTypes.Events;

namespace RoomTypes.Drift;

/// <summary>
/// Looks at the drift of every model that is served, each so many hours. Of all processes that share a store, the one does it that first says so in
/// the store; all tell what it found in their metrics.
/// </summary>
public sealed class DriftWatch : BackgroundService
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "RoomTypes.Drift";

    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, DriftLook> _looks = [];
    private readonly DriftReader _reader;
    private readonly IEventStore _store;
    private readonly Func<IEnumerable<string>> _models;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly ILogger<DriftWatch> _log;

    /// <summary>Makes the instruments; nothing is looked at yet.</summary>
    /// <param name="reader">Compares.</param>
    /// <param name="store">The events, and who looks next.</param>
    /// <param name="models">Those that are served now, name@version.</param>
    /// <param name="interval">Between two looks at one.</param>
    /// <param name="meters">Where it tells them.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told of drift, and of looks that failed.</param>
    public DriftWatch(DriftReader reader, IEventStore store, Func<IEnumerable<string>> models, TimeSpan interval, IMeterFactory meters, TimeProvider time, ILogger<DriftWatch> log)
    {
        (_reader, _store, _models, _interval, _time, _log) = (reader, store, models, interval, time, log);
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("room_type.drift.log_evidence", () => Measured(look => look.LogEvidence), "1", "The natural logarithm of the evidence that a model sees other pictures than in its first days; 4.6 is an alarm.");
        meter.CreateObservableGauge("room_type.drift.detected", () => Measured(look => look.LogEvidence is null ? null : look.IsDrift ? 1 : 0), "1", "1 where it has been an alarm this month, else 0.");
        meter.CreateObservableGauge("room_type.drift.unknown_share", () => Measured(look => look.UnknownShare), "1", "The share of this month's predictions that show little that the model knows.");
    }

    /// <summary>Looks at the models whose turn it is, and takes over what others found.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var models = _models().ToHashSet();
        foreach (var gone in _looks.Keys.Where(model => !models.Contains(model))) _looks.TryRemove(gone, out _);
        foreach (var model in models)
        {
            try
            {
                if (await LookAsync(model, cancellationToken) is { } look) _looks[model] = look;
            }
            catch (Exception exception) when (exception is EventStoreException or ServiceException)
            {
                _log.DriftNotSeen(model, exception.Message);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Tick, _time);
            while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends.
        }
    }

    private async Task<DriftLook?> LookAsync(string model, CancellationToken cancellationToken)
    {
        var path = DriftLook.PathOf(model);
        var document = await _store.GetDocumentAsync(path, cancellationToken);
        var last = document is null ? null : DriftLook.Read(document.Body);
        var now = _time.GetUtcNow();
        if (last is not null && now - last.Time < _interval) return last;
        var claimed = (last ?? new(now, null, false, null)) with { Time = now };
        var version = document?.Version ?? 0;
        if (!await _store.PutDocumentAsync(new(path, claimed.ToText(), version), cancellationToken)) return last;
        var reading = await _reader.ReadAsync(model, null, null, cancellationToken);
        var look = DriftLook.Of(now, reading);
        await _store.PutDocumentAsync(new(path, look.ToText(), version + 1), cancellationToken);
        if (reading.Report is { IsDrift: true } report) _log.DriftSeen(model, report.DetectedAfter!.Value, report.Strongest, report.LogEvidence);
        return look;
    }

    private IEnumerable<Measurement<double>> Measured(Func<DriftLook, double?> value) =>
        from look in _looks
        let known = value(look.Value)
        where known is not null
        select new Measurement<double>(known.Value, new KeyValuePair<string, object?>("model", look.Key));
}
