using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;
using RoomTypes.Experiments.Files;
using RoomTypes.Experiments.Results;
using RoomTypes.Hosting;

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
            yield return $"| embedded event store, {Events:N0} events of {Entities:N0} entities in batches of {BatchSize:N0} | |";
            yield return "|---|---|";
            yield return $"| exposures a second | {Rate(store, Entities, Exposure):N0} (target 50,000) |";
            yield return $"| metric values a second | {Rate(store, Events, Metric):N0} (target 50,000) |";
            yield return $"| predictions a second | {Rate(store, Events, Prediction):N0} (target 50,000) |";
            yield return $"| feedback a second, on those predictions | {Rate(store, Events / 4, Feedback):N0} (target 50,000) |";
            foreach (var metric in new[] { "minutes", BuiltInMetrics.Confidence, BuiltInMetrics.CorrectionRate })
            {
                // Everything between the request for results and the JSON: reading from the file, analysis, verdict.
                var results = Results(store, metric, folder.FullName);
                yield return $"| results of `{metric}` over {Events:N0} events, read and analysed | {Measure.MillisecondsEach(_ => Read(results), 7):N0} ms (target 1,000) |";
            }

            yield return $"| file | {new FileInfo(Path.Combine(folder.FullName, "events.db")).Length / 1e6:N0} MB |";
            store.DisposeAsync().AsTask().GetAwaiter().GetResult();
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

    private static ResultsReader Results(SqliteEventStore store, string metric, string folder)
    {
        var file = Path.Combine(folder, $"{metric}.json");
        File.WriteAllText(file, $$"""
            { "features": [ { "name": "room-type", "defaultVariation": "two",
              "variations": [ { "name": "two", "value": "room-type@2" }, { "name": "three", "value": "room-type@3" } ],
              "experiment": { "name": "model", "control": "two", "start": "{{Start:O}}", "exposure": 100000, "metrics": [ { "name": "{{metric}}", "desiredChange": "Increase" } ],
                "treatments": [ { "name": "two", "variation": "two", "weight": 1 }, { "name": "three", "variation": "three", "weight": 1 } ] } } ] }
            """);
        var settings = new Dictionary<string, string?> { ["RoomType:Experiments:Source"] = "local", ["RoomType:Experiments:File"] = file };
        var options = ServiceOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        var plan = new ExperimentPlan(options.Experiments, TimeProvider.System, NullLogger<ExperimentPlan>.Instance);
        return new ResultsReader(plan, TimeProvider.System, NullLogger<ResultsReader>.Instance, store);
    }

    private static void Read(ResultsReader results)
    {
        var outcome = results.ReadAsync("model", null, Start.AddYears(1), CancellationToken.None).GetAwaiter().GetResult();
        var entities = outcome.Variations.Sum(variation => variation.Entities);
        if (entities != Entities) throw new InvalidOperationException($"{entities} entities were read; {Entities} were exposed.");
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
