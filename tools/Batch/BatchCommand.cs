using System.Globalization;
using Rendering;
using RoomTypes.Batch.Items;
using RoomTypes.Batch.Output;
using RoomTypes.Batch.Work;
using RoomTypes.Evaluate;
using RoomTypes.Models;
using RoomTypes.Storage;
using Spectre.Console;

namespace RoomTypes.Batch;

/// <summary>What is asked of a batch.</summary>
/// <param name="Input">A folder, a file of JSON lines, or s3://bucket/prefix.</param>
/// <param name="Output">A folder, or s3://bucket/prefix.</param>
/// <param name="Model">name@version, or name for its production version.</param>
/// <param name="Models">The registry; null for the setting's.</param>
/// <param name="Format">jsonl or parquet.</param>
/// <param name="ByFolder">Whether the pictures of a folder are of one room.</param>
/// <param name="Work">Where the journal of an output in S3 is.</param>
/// <param name="Tolerate">The most items that may fail, in percent.</param>
/// <param name="Part">The most items of a part of the output.</param>
internal sealed record BatchOrder(string Input, string Output, string Model, string? Models, string Format, bool ByFolder, string Work, double Tolerate, int Part);

/// <summary><c>./run batch INPUT OUTPUT</c>.</summary>
internal static class BatchCommand
{
    private const int TooManyFailed = 1;
    private const int Interrupted = 130;

    // Over the network pictures take their time, in which others are worked on.
    private const int DownloadsOfAWorker = 8;

    /// <summary>Does it, or goes on with it.</summary>
    public static async Task<int> RunAsync(BatchOrder order, CancellationToken cancellationToken)
    {
        if (order.Tolerate is not (>= 0 and <= 100)) throw new BatchException($"--tolerate is '{order.Tolerate.ToString(CultureInfo.InvariantCulture)}'; allowed are 0 to 100, in percent.");
        if (order.Part is not (>= 1 and <= 1_000_000)) throw new BatchException($"--part is '{order.Part}'; allowed are 1 to 1000000 items.");
        var console = Consoles.Error();
        await using var bench = await ModelBench.OpenAsync(order.Model, order.Models, cancellationToken);
        var storage = bench.Get<S3Storage>();
        var folder = Folder(order);
        var items = new ItemList(Path.Combine(folder, "items.jsonl"));
        try
        {
            if (!items.Exists && await items.WriteAsync(new ItemSource(storage, order.ByFolder).FindAsync(order.Input, cancellationToken), cancellationToken) == 0)
            {
                File.Delete(Path.Combine(folder, "items.jsonl"));
                throw new BatchException($"'{order.Input}' has no pictures; allowed are {string.Join(" ", LabelledFolder.Extensions)}.");
            }

            var model = bench.Catalog.Default;
            using var journal = Journal.Open(Path.Combine(folder, "journal.jsonl"), new(order.Input, model.Registered.Reference.ToString(), order.Format, order.ByFolder), items.Count());
            if (journal.Count > 0) console.WritePlainLine($"Goes on: {journal.Count} of {journal.Done.Count} are done.");
            var parts = new Parts(order.Output, order.Format, storage);
            using var run = new BatchRun(new(bench.Workers, model, storage, bench.Options.Decoding.MaxImageBytes), items, journal, parts, TimeProvider.System) { ItemsOfAPart = order.Part };
            await WatchAsync(console, journal, progress => run.RunAsync(bench.Workers.Workers * (IsRemote(order.Input) ? DownloadsOfAWorker : 1), progress, cancellationToken));
            await parts.WriteAsync(new BatchSummary(model.Registered.Reference.ToString(), journal.Count, journal.Failed, journal.NextPart), cancellationToken);
            return Tell(console, order, journal);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console.WritePlainLine($"Interrupted. The same command goes on from here.");
            return Interrupted;
        }
    }

    private static int Tell(IAnsiConsole console, BatchOrder order, Journal journal)
    {
        var failed = 100.0 * journal.Failed / journal.Count;
        console.WritePlainLine($"{journal.Count - journal.Failed} answers and {journal.Failed} failures are in {order.Output}.");
        if (failed <= order.Tolerate) return 0;
        console.WritePlainLine($"{failed:0.###}% failed; --tolerate allows {order.Tolerate:0.###}%. failures-*.jsonl say why.");
        return TooManyFailed;
    }

    private static Task WatchAsync(IAnsiConsole console, Journal journal, Func<Action, Task> run) => console.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(context =>
        {
            var task = context.AddTask($"{journal.Done.Count} items", maxValue: journal.Done.Count);
            task.Increment(journal.Count);
            return run(() => task.Increment(1));
        });

    private static bool IsRemote(string input) => S3Address.TryParse(input, out _) || File.Exists(input);

    /// <summary>Where the journal is: with the output, or where that is in S3, in a folder that is named by it.</summary>
    private static string Folder(BatchOrder order)
    {
        var folder = S3Address.TryParse(order.Output, out _)
            ? Path.Combine(order.Work, Digest.Compute(System.Text.Encoding.UTF8.GetBytes(order.Output))[..16])
            : Path.Combine(order.Output, ".batch");
        try
        {
            return Directory.CreateDirectory(folder).FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BatchException($"The folder {folder} cannot be made: {exception.Message}", exception);
        }
    }
}
