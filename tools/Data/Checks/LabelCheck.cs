using RoomTypes.Evaluate;
using RoomTypes.Inference;

namespace RoomTypes.Data.Checks;

/// <summary>Labels that a model finds likely wrong.</summary>
internal static class LabelCheck
{
    /// <summary>Shows the model every picture that it can read and whose label it knows.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="reference">The model, name@version.</param>
    /// <param name="progress">Called after each picture.</param>
    public static async Task<IReadOnlyList<Finding>> OfAsync(DataSet data, string reference, Action progress)
    {
        await using var bench = await ModelBench.OpenAsync(reference);
        var (model, workers) = (bench.Catalog.Default, bench.Workers);
        var labels = model.Manifest.Labels;
        List<Item> items = [.. data.Items.Where(item => labels.Contains(item.Label))];
        var probabilities = new float[]?[items.Count];
        await Parallel.ForAsync(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = workers.Workers * 2 }, async (i, cancellationToken) =>
        {
            if (File.Exists(data.PathOf(items[i])))
            {
                var job = new PictureJob(await File.ReadAllBytesAsync(data.PathOf(items[i]), cancellationToken), [model]);
                await workers.RunAsync([job], cancellationToken);
                probabilities[i] = job.Rejection is null ? job.Probabilities![0] : null;
            }

            progress();
        });
        List<int> seen = [.. Enumerable.Range(0, items.Count).Where(i => probabilities[i] is not null)];
        return [.. ConfidentLearning.Find([.. seen.Select(i => probabilities[i]!)], [.. seen.Select(i => model.LabelIndex(items[i].Label))]).Select(suspect => Of(items[seen[suspect.Place]], labels[suspect.Label], suspect))];
    }

    private static Finding Of(Item item, string label, Suspect suspect) => new(
        "suspect", false, [item.File], FormattableString.Invariant($"It is labelled {item.Label}; the model finds {label}, more probable by {suspect.Margin:0.00}. Look at it."));
}
