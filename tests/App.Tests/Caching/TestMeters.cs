using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace RoomTypes.Tests.Caching;

/// <summary>Meters of one test, with what their counters have counted.</summary>
internal sealed class TestMeters : IMeterFactory
{
    private readonly ConcurrentDictionary<string, long> _counts = [];
    private readonly MeterListener _listener = new();

    public TestMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == this) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            _counts.AddOrUpdate(string.Join(' ', [instrument.Name, .. tags.ToArray().Select(tag => $"{tag.Value}")]), value, (_, count) => count + value));
        _listener.Start();
    }

    /// <summary>What a counter has counted, by its name and the values of its tags.</summary>
    public long this[string counter] => _counts.GetValueOrDefault(counter);

    public Meter Create(MeterOptions options) => new(new MeterOptions(options.Name) { Scope = this });

    public void Dispose() => _listener.Dispose();
}
