using System.Diagnostics.Metrics;

namespace RoomTypes.Caching;

/// <summary>What the cache counts: answers asked for by level and outcome, how long that took, what is kept and what was let go.</summary>
public sealed class CacheMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "RoomTypes.Caching";

    /// <summary>The level in the process's memory.</summary>
    internal const string Memory = "memory";

    /// <summary>The level that hosts share.</summary>
    internal const string Redis = "redis";

    /// <summary>It was kept.</summary>
    internal const string Hit = "hit";

    /// <summary>It was not.</summary>
    internal const string Miss = "miss";

    /// <summary>It was being made for another picture, and was waited for.</summary>
    internal const string Shared = "shared";

    private readonly Meter _meter;
    private readonly Counter<long> _answers;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _durations;

    /// <summary>Makes the instruments.</summary>
    public CacheMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _answers = _meter.CreateCounter<long>("room_type.cache.answers", "{answer}", "Answers of a model to a picture that were looked for, by level and outcome: hit, miss, shared.");
        _failures = _meter.CreateCounter<long>("room_type.cache.failures", "{failure}", "What the shared cache did not do, by reason: timeout, connection, refused, corrupt.");
        _durations = _meter.CreateHistogram("room_type.cache.duration", "s", "Time to look for the answers of a request, by level; memory includes hashing the pictures.", null, new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05],
        });
    }

    internal void Watch(AnswerMemory memory)
    {
        _meter.CreateObservableUpDownCounter("room_type.cache.bytes", () => memory.Bytes, "By", "Memory that kept answers take.");
        _meter.CreateObservableUpDownCounter("room_type.cache.entries", () => memory.Count, "{answer}", "Answers kept in memory.");
        _meter.CreateObservableCounter("room_type.cache.evictions", () => memory.Evictions, "{answer}", "Answers let go because others needed their room.");
    }

    internal void Asked(string level, string outcome) => _answers.Add(1, new("level", level), new("outcome", outcome));

    internal void Failed(string reason) => _failures.Add(1, new KeyValuePair<string, object?>("reason", reason));

    internal void Looked(string level, TimeSpan time) => _durations.Record(time.TotalSeconds, new KeyValuePair<string, object?>("level", level));
}
