using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using RoomTypes.Batch.Items;
using RoomTypes.Batch.Output;
using RoomTypes.Batch.Work;
using RoomTypes.Evaluate;
using RoomTypes.Hosting;
using RoomTypes.Inference;
using RoomTypes.Models;
using RoomTypes.Storage;

namespace RoomTypes.Benchmarks;

/// <summary>How long it takes until another model answers, and how fast labelled pictures are evaluated, beside a bare loop on all cores.</summary>
internal static class ModelBenchmark
{
    private const int Swaps = 15;
    private const int Turns = 15;
    private const int PicturesATurn = 360;

    public static IEnumerable<string> Run(Pipeline pipeline) => Swap().Append("").Concat(Evaluate(pipeline));

    /// <summary>From a changed registry to models that requests can take.</summary>
    private static IEnumerable<string> Swap()
    {
        var folder = Directory.CreateTempSubdirectory("room-type-bench-");
        try
        {
            Copy(Path.Combine(AppContext.BaseDirectory, "models"), folder.FullName);
            var editor = new ModelRegistryEditor(new FolderRegistryStore(folder.FullName), TimeProvider.System);
            var options = ServiceOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["RoomType:Models:Source"] = folder.FullName }).Build()).Models;
            var loader = new ModelLoader(new FolderModelSource(folder.FullName), options);
            var catalog = loader.LoadAsync(CancellationToken.None).GetAwaiter().GetResult();
            var (shared, beside) = (new List<double>(), new List<double>());
            for (var i = 0; i < Swaps; i++)
            {
                // The challenger is loaded already: the champion becomes another without a load. Then a version that is not there yet.
                editor.PromoteAsync(new("room-type", i % 2 == 0 ? "3" : "2"), new("bench"), CancellationToken.None).GetAwaiter().GetResult();
                shared.Add(Reload(loader, ref catalog));
                editor.SetAliasAsync(new("room-type", "1"), "exact", CancellationToken.None).GetAwaiter().GetResult();
                beside.Add(Reload(loader, ref catalog));
                editor.DeleteAliasAsync("room-type", "exact", CancellationToken.None).GetAwaiter().GetResult();
                Reload(loader, ref catalog);
            }

            catalog.Dispose();
            return
            [
                $"| from a changed registry to models that requests take, {Swaps} times | ms: median, slowest |",
                "|---|---|",
                $"| both loaded: another alias | {Measure.Median(shared):0.0}, {shared.Max():0.0} |",
                $"| 13 MB of float32 loaded and run once, beside what answers | {Measure.Median(beside):0}, {beside.Max():0} (target 1,000) |",
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Reload(ModelLoader loader, ref ModelCatalog catalog)
    {
        var start = Stopwatch.GetTimestamp();
        var next = loader.ReloadAsync(catalog, CancellationToken.None).GetAwaiter().GetResult() ?? throw new InvalidOperationException("The registry has not changed.");
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        catalog.Dispose();
        catalog = next;
        return elapsed;
    }

    /// <summary>In turns, each way once a turn: the machine's speed changes, their ratio does not.</summary>
    private static IEnumerable<string> Evaluate(Pipeline pipeline)
    {
        var options = ServiceOptions.Read(new ConfigurationBuilder().Build());
        using var workers = new WorkerPool(options.Inference, pipeline.Decoder, NullLogger<WorkerPool>.Instance);
        workers.Start(pipeline.Catalog);
        var model = pipeline.Catalog.Default;
        var samples = LabelledFolder.Read(Path.Combine(AppContext.BaseDirectory, "Fixtures", "samples"), model.Manifest.Labels, _ => { });
        var pictures = Enumerable.Range(0, PicturesATurn).Select(i => samples[i % samples.Count]).ToList();
        var evaluation = new Evaluation(workers, model);
        (string Name, Func<double> Rate, double? Target)[] ways =
        [
            ("bare loop on all cores: read the file, decode, resize, infer", () => Bare(pipeline, pictures, workers.Workers), null),
            ("`./run evaluate`'s library", () => evaluation.RunAsync(pictures, () => { }).GetAwaiter().GetResult().PicturesPerSecond, 0.95),
            ("`./run batch`'s, answers on the disk", () => Batch(workers, model, pictures), 0.97),
        ];
        var turns = new List<double[]>();
        for (var turn = -1; turn < Turns; turn++)
        {
            var rates = new double[ways.Length];
            // Each is the first one as often as the others.
            for (var i = 0; i < ways.Length; i++) rates[(turn + 1 + i) % ways.Length] = ways[(turn + 1 + i) % ways.Length].Rate();
            if (turn >= 0) turns.Add(rates);
        }

        return
        [
            $"| pictures a second, {workers.Workers} workers, {model.Registered.Reference}, medians of {Turns} turns of {PicturesATurn} | | of the bare loop's, median of the turns' |",
            "|---|---|---|",
            .. ways.Select((way, i) => $"| {way.Name} | {Measure.Median(turns.Select(rates => rates[i])):0} | {(way.Target is { } target ? $"{Measure.Median(turns.Select(rates => rates[i] / rates[0])):0.000} (target {target})" : "")} |"),
        ];
    }

    /// <summary>The same pictures as a batch, from its list to its last part.</summary>
    private static double Batch(WorkerPool workers, ModelSession model, List<LabelledPicture> pictures)
    {
        var folder = Directory.CreateTempSubdirectory("room-type-bench-");
        try
        {
            using var storage = new S3Storage(ServiceOptions.Read(new ConfigurationBuilder().Build()).Storage);
            var items = new ItemList(Path.Combine(folder.FullName, "items.jsonl"));
            var start = Stopwatch.GetTimestamp();
            var count = items.WriteAsync(pictures.Select((picture, i) => new BatchItem($"{i}", [picture.Path])).ToAsyncEnumerable(), CancellationToken.None).GetAwaiter().GetResult();
            using var journal = Journal.Open(Path.Combine(folder.FullName, "journal.jsonl"), new("bench", model.Registered.Reference.ToString(), "jsonl", false), count);
            using var run = new BatchRun(new(workers, model, storage, int.MaxValue), items, journal, new(folder.FullName, "jsonl", storage), TimeProvider.System) { ItemsOfAPart = 10_000 };
            run.RunAsync(workers.Workers, () => { }, CancellationToken.None).GetAwaiter().GetResult();
            return journal.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The same pictures by as many threads, each taking the next one.</summary>
    private static double Bare(Pipeline pipeline, List<LabelledPicture> pictures, int threads)
    {
        var next = -1;
        var start = Stopwatch.GetTimestamp();
        var running = Enumerable.Range(0, threads).Select(_ =>
        {
            var thread = new Thread(() =>
            {
                using var worker = pipeline.Worker();
                for (int i; (i = Interlocked.Increment(ref next)) < pictures.Count;) worker.Run(new PictureJob(File.ReadAllBytes(pictures[i].Path), [pipeline.Catalog.Default]));
            });
            thread.Start();
            return thread;
        }).ToList();
        foreach (var thread in running) thread.Join();
        return pictures.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Copy(string folder, string target)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
