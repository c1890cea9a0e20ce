using RoomTypes.Evaluate;
using RoomTypes.Events;
using RoomTypes.Hosting;
using RoomTypes.Inference;
using RoomTypes.Lakes;
using RoomTypes.Learning.Embeddings;
using RoomTypes.Models;
using Spectre.Console;

namespace RoomTypes.Retrain;

/// <summary>What there is to learn from.</summary>
/// <param name="Examples">In an order that the same data always has.</param>
/// <param name="Digests">The SHA-256 of each part, by what it is called.</param>
/// <param name="Corrected">Of the feedback, how many say that the answer was wrong.</param>
/// <param name="LeftOut">Pictures that cannot be read, and feedback whose label the model lacks.</param>
internal sealed record Gathered(IReadOnlyList<Example> Examples, IReadOnlyDictionary<string, string> Digests, int Corrected, int LeftOut);

/// <summary>Gathers it.</summary>
/// <param name="parent">Sees the pictures.</param>
/// <param name="registry">Has the versions whose predictions count.</param>
/// <param name="source">Has their files.</param>
/// <param name="workers">Started.</param>
/// <param name="options">Say where the event store is.</param>
/// <param name="progress">Shows how far it is.</param>
internal sealed class Material(ParentModel parent, ModelRegistry registry, IModelSource source, WorkerPool workers, ServiceOptions options, ProgressContext progress)
{
    private readonly List<Example> _examples = [];
    private readonly Dictionary<string, string> _digests = [];
    private int _corrected;
    private int _leftOut;

    /// <summary>Reads the store or the pictures, and what is to be kept.</summary>
    public async Task<Gathered> GatherAsync(RetrainOrder order, CancellationToken cancellationToken)
    {
        if (order.From == RetrainOrder.Store) Add("feedback", await FeedbackAsync(order.Since, cancellationToken));
        else Add("pictures", await PicturesAsync(order.From, Origin.Pictures, cancellationToken));
        foreach (var kept in order.Keep)
        {
            Add($"kept {Path.GetFileName(kept.TrimEnd('/'))}", kept.EndsWith(EmbeddingFile.Extension, StringComparison.Ordinal)
                ? EmbeddingFile.Read(kept, parent.File.NetworkSha256, parent.Labels)
                : await PicturesAsync(kept, Origin.Kept, cancellationToken));
        }

        return new(_examples, _digests, _corrected, _leftOut);
    }

    private void Add(string name, IReadOnlyList<Example> examples)
    {
        _examples.AddRange(examples);
        _digests[name] = ExampleDigest.Of(examples);
    }

    /// <summary>Predictions of every version that makes the same embeddings.</summary>
    private async Task<IReadOnlyList<Example>> FeedbackAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var examples = new List<Example>();
        await using var store = ServiceStore.Open(options);
        foreach (var model in registry.Models)
        {
            if (!await parent.IsAkinAsync(source, model, cancellationToken)) continue;
            var query = new EmbeddingQuery(model.Reference.ToString(), since, DateTimeOffset.MaxValue) { OnlyJudged = true };
            await foreach (var kept in store.ReadEmbeddingsAsync(query, cancellationToken)) Add(kept, examples);
        }

        return examples;
    }

    private void Add(KeptEmbedding kept, List<Example> examples)
    {
        var label = parent.Session.LabelIndex(kept.Right!);
        if (label < 0 || kept.Vector.Length != parent.File.Head.Channels)
        {
            _leftOut++;
            return;
        }

        if (kept.Right != kept.RoomType) _corrected++;
        var group = kept.EntityId.Length > 0 ? $"entity {kept.EntityId}" : $"prediction {kept.Prediction:N}";
        examples.Add(new(Array.ConvertAll(kept.Vector, value => (float)value), label, group, Origin.Feedback));
    }

    private async Task<IReadOnlyList<Example>> PicturesAsync(string folder, Origin origin, CancellationToken cancellationToken)
    {
        var pictures = LabelledFolder.Read(folder, parent.Labels, _ => { });
        var task = progress.AddTask($"{parent.Registered.Reference} sees {pictures.Count} pictures of {Path.GetFileName(folder.TrimEnd('/'))}", maxValue: pictures.Count);
        var examples = new Example?[pictures.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = workers.Workers * 2, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, pictures.Count, parallel, async (i, ending) =>
        {
            var job = new PictureJob(await File.ReadAllBytesAsync(pictures[i].Path, ending), [parent.Session]) { Embed = true };
            await workers.RunAsync([job], ending);
            if (job.Embeddings?[0] is { } vector) examples[i] = new(vector, pictures[i].Label, HomeOf(folder, pictures[i].Path), origin);
            task.Increment(1);
        });
        _leftOut += examples.Count(example => example is null);
        return [.. examples.OfType<Example>()];
    }

    /// <summary>LABEL/HOME/... names a home, the same one below every label; a picture right below its label is a home of its own.</summary>
    private static string HomeOf(string folder, string path)
    {
        var parts = Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar);
        return parts.Length > 2 ? $"home {parts[1]}" : $"picture {string.Join('/', parts)}";
    }
}
