using System.Diagnostics.Metrics;

namespace RoomTypes.Events;

/// <summary>What the event log counts.</summary>
internal sealed class EventMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "RoomTypes.Events";

    private readonly Counter<long> _written;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _spooled;
    private long _spoolBytes;

    public EventMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _written = meter.CreateCounter<long>("room_type.events.written", "{event}", "Events that are durable.");
        _duplicates = meter.CreateCounter<long>("room_type.events.duplicates", "{event}", "Events that were there already.");
        _dropped = meter.CreateCounter<long>("room_type.events.dropped", "{event}", "Events lost because the queue was full or the process ended.");
        _failures = meter.CreateCounter<long>("room_type.events.write_failures", "{batch}", "Batches that the store refused; they are tried again.");
        _duration = meter.CreateHistogram<double>("room_type.events.write.duration", "s", "Time to make a batch durable.");
        _spooled = meter.CreateCounter<long>("room_type.events.spooled", "{event}", "Events that the lake did not take and that wait on the disk of this machine.");
        meter.CreateObservableUpDownCounter("room_type.events.spool.size", () => Interlocked.Read(ref _spoolBytes), "By", "What waits for the lake on the disk of this machine.");
        // An alarm sees the first loss only if there was a value before it.
        _dropped.Add(0);
        _failures.Add(0);
    }

    public void Written(AppendResult[] results, TimeSpan duration)
    {
        var duplicates = results.Count(result => result == AppendResult.Duplicate);
        _written.Add(results.Length - duplicates);
        _duplicates.Add(duplicates);
        _duration.Record(duration.TotalSeconds);
    }

    public void Dropped(long events) => _dropped.Add(events);

    public void Failed() => _failures.Add(1);

    public void Spooled(long events) => _spooled.Add(events);

    public void SpoolHolds(long bytes) => Interlocked.Exchange(ref _spoolBytes, bytes);
}
