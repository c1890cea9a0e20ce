using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace RoomTypes.Telemetry;

/// <summary>Keeps what the process's instruments tell, from its creation on, for whoever asks: the service's own, ASP.NET Core's of requests and the runtime's.</summary>
internal sealed class MetricsCollector : IDisposable
{
    private const string Own = "RoomTypes.";
    private const string Requests = "Microsoft.AspNetCore.Hosting";
    private const string Runtime = "System.Runtime";

    /// <summary>The meters that are listened to, as patterns.</summary>
    public static readonly IReadOnlyList<string> Meters = [$"{Own}*", Requests, Runtime];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<MetricFamily> _families = [];
    private readonly IMeterFactory _meters;

    /// <summary>Begins to listen.</summary>
    /// <param name="meters">The service's own: other services of the process are not listened to.</param>
    public MetricsCollector(IMeterFactory meters)
    {
        _meters = meters;
        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<int>((_, value, labels, family) => ((MetricFamily)family!).Record(value, labels));
        _listener.SetMeasurementEventCallback<long>((_, value, labels, family) => ((MetricFamily)family!).Record(value, labels));
        _listener.SetMeasurementEventCallback<double>((_, value, labels, family) => ((MetricFamily)family!).Record(value, labels));
        _listener.Start();
    }

    /// <summary>Asks the instruments that are only read, and returns all.</summary>
    public IEnumerable<MetricFamily> Collect()
    {
        _listener.RecordObservableInstruments();
        return _families;
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (!IsWanted(instrument.Meter) || MetricFamily.Of(instrument) is not { } family) return;
        _families.Enqueue(family);
        listener.EnableMeasurementEvents(instrument, family);
    }

    private bool IsWanted(Meter meter) => meter.Name is Runtime || (meter.Scope == _meters && (meter.Name is Requests || meter.Name.StartsWith(Own, StringComparison.Ordinal)));
}
