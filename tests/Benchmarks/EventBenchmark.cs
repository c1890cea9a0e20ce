using System.Diagnostics;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;

namespace RoomTypes.Benchmarks;

/// <summary>The embedded event store on one core: events accepted a second, and how long results over them take.</summary>
internal static class EventBenchmark
{
    private const int Events = 1_000_000;
    private const int Entities = 50_000;
    private const int BatchSize = 8_192;
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Guid[] PredictionIds = [.. Enumerable.Range(0, Events).Select(i => Guid.CreateVersion7(Time(i)))];

    public static IEnumerable<string> Run()
    {
        var folder = Directory.CreateTempSubdirectory("room-type-bench-");
        try
        {
            // The store alone: what it takes apart from the queue before it.
            var store = new SqliteEventStore(Path.Combine(folder.FullName, "events.db"));
            if (Environment.GetEnvironmentVariable("EXP_DB") is { } db)
            {
                store = new SqliteEventStore(db);
                foreach (var metric in new[] { "minutes", BuiltInMetrics.Confidence, BuiltInMetrics.CorrectionRate })
                {
                    yield return $"| totals of `{metric}` by entity | {Measure.MillisecondsEach(_ => Read(store, metric), 4):N0} ms (target 1,000) |";
                }
                yield break;
            }

            yield return $"| embedded event store, {Events:N0} events of {Entities:N0} entities in batches of {BatchSize:N0} | |";
            yield return "|---|---|";
            yield return $"| exposures a second | {Rate(store, Entities, Exposure):N0} (target 50,000) |";
            yield return $"| metric values a second | {Rate(store, Events, Metric):N0} (target 50,000) |";
            yield return $"| predictions a second | {Rate(store, Events, Prediction):N0} (target 50,000) |";
            yield return $"| feedback a second, on those predictions | {Rate(store, Events / 4, Feedback):N0} (target 50,000) |";
            foreach (var metric in new[] { "minutes", BuiltInMetrics.Confidence, BuiltInMetrics.CorrectionRate })
            {
                yield return $"| totals of `{metric}` by entity | {Measure.MillisecondsEach(_ => Read(store, metric), 4):N0} ms (target 1,000) |";
            }

            yield return $"| file | {new FileInfo(Path.Combine(folder.FullName, "events.db")).Length / 1e6:N0} MB |";
            store.DisposeAsync().AsTask().GetAwaiter().GetResult();
            File.Copy(Path.Combine(folder.FullName, "events.db"), "/tmp/exp-bench.db", true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Rate(SqliteEventStore store, int count, Func<int, EventRecord> make)
    {
        var batches = Enumerable.Range(0, count).Select(make).Chunk(BatchSize).ToList();
        var start = Stopwatch.GetTimestamp();
        foreach (var batch in batches) store.AppendAsync(batch, CancellationToken.None).GetAwaiter().GetResult();
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Read(SqliteEventStore store, string metric)
    {
        var rows = store.ReadEntityTotalsAsync("model", metric, Start, Start.AddYears(1), CancellationToken.None).ToBlockingEnumerable().Count();
        if (rows != Entities) throw new InvalidOperationException($"{rows} entities were read; {Entities} were exposed.");
    }

    private static DateTimeOffset Time(int i) => Start.AddMilliseconds(i * 100);

    private static string Entity(int i) => $"robot-{(i * 7919L) % Entities}";

    private static Exposure Exposure(int i) => new()
    {
        Id = Guid.CreateVersion7(Time(i)),
        Time = Time(i),
        EntityId = Entity(i),
        Experiment = "model",
        Feature = "room-type",
        Variation = i % 2 == 0 ? "two" : "three",
        Reason = "EXPERIMENT_RULE_MATCH",
    };

    private static MetricEvent Metric(int i) => new()
    {
        Id = Guid.CreateVersion7(Time(i)),
        Time = Time(i),
        EntityId = Entity(i),
        Name = "minutes",
        Value = i % 100,
    };

    private static Feedback Feedback(int i) => new()
    {
        Id = Guid.CreateVersion7(Time(i * 4)),
        Time = Time(i * 4),
        EntityId = "",
        PredictionId = PredictionIds[i * 4],
        RoomType = i % 4 == 0 ? "bathroom" : "kitchen",
    };

    private static Prediction Prediction(int i) => new()
    {
        Id = PredictionIds[i],
        Time = Time(i),
        EntityId = Entity(i),
        RequestId = "01a1fdc88a487cc793e5063f1e87a411",
        MissionId = "mission-42",
        RoomId = "room-1",
        Model = "room-type@2",
        Variation = "two",
        RoomType = "kitchen",
        Confidence = 0.9,
        ImageCount = 2,
    };
}
