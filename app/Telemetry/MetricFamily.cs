using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace RoomTypes.Telemetry;

/// <summary>How Prometheus reads a metric.</summary>
internal enum MetricKind
{
    /// <summary>Only grows.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Values counted by size.</summary>
    Histogram,
}

/// <summary>An instrument with what it has told, by its labels.</summary>
internal sealed class MetricFamily
{
    /// <summary>OpenTelemetry's boundaries for durations in seconds, for instruments that advise none.</summary>
    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    /// <summary>The runtime publishes them as counters; they go down too (OpenTelemetry, semantic conventions for CLR metrics).</summary>
    private static readonly string[] GaugesByName = ["dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length"];

    private readonly ConcurrentDictionary<string, MetricSeries> _series = [];
    private readonly double[]? _bounds;
    private readonly bool _tellsTotals;

    private MetricFamily(Instrument instrument, MetricKind kind, bool tellsTotals)
    {
        Instrument = instrument;
        Kind = kind;
        _tellsTotals = tellsTotals;
        if (kind == MetricKind.Histogram) _bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? DefaultBounds;
    }

    /// <summary>Its name, unit and description.</summary>
    public Instrument Instrument { get; }

    /// <summary>How it is read.</summary>
    public MetricKind Kind { get; }

    /// <summary>What was told, by labels as Prometheus writes them.</summary>
    public IEnumerable<KeyValuePair<string, MetricSeries>> Series => _series;

    /// <summary>The instrument's family, or null for a kind of instrument that is not known here.</summary>
    public static MetricFamily? Of(Instrument instrument) => instrument.GetType() is { IsGenericType: true } type ? Of(instrument, type.GetGenericTypeDefinition()) : null;

    /// <summary>Adds a value, or takes it for the present one where the instrument tells totals.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var series = _series.GetOrAdd(PrometheusText.Labels(labels), static (_, bounds) => new(bounds), _bounds);
        if (_tellsTotals) series.Set(value);
        else series.Add(value);
    }

    private static MetricFamily? Of(Instrument instrument, Type type)
    {
        if (type == typeof(Counter<>)) return new(instrument, MetricKind.Counter, tellsTotals: false);
        if (type == typeof(ObservableCounter<>)) return new(instrument, GaugesByName.Contains(instrument.Name) ? MetricKind.Gauge : MetricKind.Counter, tellsTotals: true);
        if (type == typeof(UpDownCounter<>)) return new(instrument, MetricKind.Gauge, tellsTotals: false);
        if (type == typeof(ObservableUpDownCounter<>) || type == typeof(Gauge<>) || type == typeof(ObservableGauge<>)) return new(instrument, MetricKind.Gauge, tellsTotals: true);
        return type == typeof(Histogram<>) ? new(instrument, MetricKind.Histogram, tellsTotals: false) : null;
    }
}

/// <summary>The values of one set of labels.</summary>
/// <param name="bounds">A histogram's upper bounds, ascending; null for others.</param>
internal sealed class MetricSeries(double[]? bounds)
{
    private readonly Lock _lock = new();
    private readonly long[]? _counts = bounds is null ? null : new long[bounds.Length + 1];
    private double _sum;

    /// <summary>The total or the present value; a histogram's sum, its upper bounds and how many values each has beyond the one before, the last without a bound.</summary>
    public (double Sum, double[] Bounds, long[] Counts) Read()
    {
        lock (_lock) return (_sum, bounds ?? [], [.. _counts ?? []]);
    }

    public void Set(double value)
    {
        lock (_lock) _sum = value;
    }

    public void Add(double value)
    {
        lock (_lock)
        {
            _sum += value;
            if (_counts is null) return;
            // A bound belongs to the values up to it.
            var found = Array.BinarySearch(bounds!, value);
            _counts[found < 0 ? ~found : found]++;
        }
    }
}
