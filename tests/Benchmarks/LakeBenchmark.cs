using System.Diagnostics;
using RoomTypes.Events;
using RoomTypes.Events.Lake;
using RoomTypes.EventsTool.Kpis;
using RoomTypes.Lakes;

namespace RoomTypes.Benchmarks;

/// <summary>A lake of 10 million events of a day, written as the service writes them, and how long key figures of them take by DuckDB.</summary>
internal static class LakeBenchmark
{
    private const int Predictions = 7_000_000;
    private const int Feedback = 2_000_000;
    private const int Shadows = 1_000_000;
    private const int Robots = 50_000;
    private const int BatchSize = 8_192;
    private const double MillisecondsOfDay = 86_400_000;
    private static readonly DateOnly Day = new(2026, 11, 1);
    private static readonly DateTimeOffset Start = new(Day, default, default);
    private static readonly string[] Rooms = ["bathroom", "bedroom", "dining", "kitchen", "living"];

    public static IEnumerable<string> Run()
    {
        var folder = Directory.CreateTempSubdirectory("room-type-bench-");
        try
        {
            var files = new FolderLake(folder.FullName);
            yield return "| lake in a folder, 7 million predictions, 2 million feedback, 1 million shadows of a day; `./run bench lake` | |";
            yield return "|---|---|";
            var start = Stopwatch.GetTimestamp();
            Write(files);
            yield return $"| written by one thread in batches of {BatchSize:N0}, synced: events a second | {(Predictions + Feedback + Shadows) / Stopwatch.GetElapsedTime(start).TotalSeconds:N0} |";
            yield return Size(folder, "objects, MB, bytes an event");
            foreach (var line in Ask(files, "")) yield return line;
            start = Stopwatch.GetTimestamp();
            new Compaction(files).RunAsync(Start.AddYears(1), CancellationToken.None).GetAwaiter().GetResult();
            yield return $"| compacted, s | {Stopwatch.GetElapsedTime(start).TotalSeconds:N1} |";
            yield return Size(folder, "objects, MB, bytes an event then");
            foreach (var line in Ask(files, " compacted")) yield return line;
            yield return $"| memory of the process at most, MB | {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:N0} |";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Write(FolderLake files)
    {
        var store = new LakeEventStore(files, null, null, null, TimeProvider.System);
        foreach (var batch in Events().Chunk(BatchSize)) store.AppendAsync(batch, CancellationToken.None).GetAwaiter().GetResult();
        store.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>In the order of time; each second request has two rooms.</summary>
    private static IEnumerable<EventRecord> Events()
    {
        for (var i = 0; i < Predictions; i++)
        {
            var prediction = Prediction(i);
            yield return prediction;
            if (i % 7 < 2) yield return new Feedback { Id = Id(i, 2), Time = prediction.Time, EntityId = "", PredictionId = prediction.Id, RoomType = Rooms[i % 3 == 0 ? (i + 1) % 5 : i % 5] };
            if (i % 7 == 3)
            {
                yield return new ShadowPrediction
                {
                    Id = prediction.Id,
                    Time = prediction.Time,
                    EntityId = prediction.EntityId,
                    Shadow = "next",
                    Model = "room-type@3",
                    RoomType = Rooms[i % 10 == 0 ? 0 : i % 5],
                    Confidence = 0.75,
                    Milliseconds = 5.5,
                    AnsweredMilliseconds = 5.75,
                };
            }
        }
    }

    private static Prediction Prediction(int i)
    {
        var robot = (i / 16 * 7919L) % Robots;
        return new()
        {
            Id = Id(i, 1),
            Time = Start.AddMilliseconds(i * (MillisecondsOfDay / Predictions)),
            EntityId = $"robot-{robot}",
            RequestId = Id(i * 2 / 3, 3).ToString("N"),
            MissionId = $"mission-{i / 16}",
            RoomId = $"room-{i % 7}",
            Model = i % 3 == 0 ? "room-type@3" : "room-type@2",
            Variation = i % 3 == 0 ? "three" : "two",
            RoomType = Rooms[i % 5],
            Confidence = 0.5 + (i % 4_999 / 10_000.0),
            UnknownScore = i % 97 / 97.0,
            ImageCount = 1 + (i % 4),
            Milliseconds = Math.Round(8 + (i % 1_009 / 50.0), 2),
        };
    }

    // As ids of version 7 are: the time first, then what no compression finds a pattern in.
    private static Guid Id(int i, int kind)
    {
        Span<byte> bytes = stackalloc byte[16];
        var random = new Random(HashCode.Combine(i, kind));
        random.NextBytes(bytes);
        var milliseconds = Start.ToUnixTimeMilliseconds() + (long)(i * (MillisecondsOfDay / Predictions));
        for (var at = 0; at < 6; at++) bytes[at] = (byte)(milliseconds >> (8 * (5 - at)));
        return new Guid(bytes, bigEndian: true);
    }

    private static IEnumerable<string> Ask(FolderLake files, string how)
    {
        foreach (var kpi in KpiFiles.All)
        {
            var question = new KpiQuestion(kpi, Day, Day, ["day", "model"]) { Price = 1e-5 };
            var start = Stopwatch.GetTimestamp();
            var rows = KpiAnswer.ReadAsync(new DuckDbEngine(files, ""), question.In(KpiDialect.Lake), question, CancellationToken.None).GetAwaiter().GetResult().Rows.Count;
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (rows != 2) throw new InvalidOperationException($"{kpi.Name} has {rows} rows; two models answered.");
            yield return $"| `{kpi.Name}`{how}, s | {seconds:N1} |";
        }
    }

    private static string Size(DirectoryInfo folder, string what)
    {
        var files = folder.GetFiles("*.parquet", SearchOption.AllDirectories);
        var bytes = files.Sum(file => file.Length);
        return $"| {what} | {files.Length:N0}, {bytes / 1e6:N0}, {(double)bytes / (Predictions + Feedback + Shadows):N1} |";
    }
}
