using RoomTypes.Evaluate;
using RoomTypes.Learning;
using RoomTypes.Learning.Embeddings;
using RoomTypes.Learning.Heads;
using RoomTypes.Models;
using RoomTypes.Storage;
using Spectre.Console;

namespace RoomTypes.Retrain;

/// <summary>From examples to a registered version.</summary>
internal static class RetrainCommand
{
    /// <summary>Does it.</summary>
    /// <param name="order">What is asked for.</param>
    /// <param name="models">The registry, a folder or an address of S3; null for the setting's.</param>
    /// <param name="console">Shows how far it is.</param>
    /// <param name="cancellationToken">Gives it up; nothing is registered then.</param>
    public static async Task<RetrainOutcome> RunAsync(RetrainOrder order, string? models, IAnsiConsole console, CancellationToken cancellationToken)
    {
        await using var bench = await ModelBench.OpenAsync(order.Model, models, cancellationToken);
        var (options, catalog, source) = (bench.Options, bench.Catalog, bench.Get<IModelSource>());
        var parent = await ParentModel.OpenAsync(source, catalog.Default, cancellationToken);
        var target = ModelRegistryStores.Open(order.To ?? options.Models.Source, bench.Get<S3Storage>(), source);
        var registry = (await target.ReadAsync(cancellationToken)).Registry;
        return await console.Progress().StartAsync(async context =>
        {
            var gathered = await new Material(parent, catalog.Registry, source, bench.Workers, options, context).GatherAsync(order, cancellationToken);
            if (order.WriteKeep is { } file) WriteKept(file, parent, gathered);
            var fitting = context.AddTask($"{parent.Registered.Reference}: fitting to {gathered.Examples.Count} examples", maxValue: 1);
            var result = await Task.Run(() => new Retraining(parent.File.Head, gathered.Examples, order.Seed).Run(done => fitting.Value = done), cancellationToken);
            return await new VersionWriter(source, new ModelRegistryEditor(target, TimeProvider.System), parent, [catalog.Registry, registry]).WriteAsync(order, gathered, result, cancellationToken);
        });
    }

    private static void WriteKept(string file, ParentModel parent, Gathered gathered)
    {
        var pictures = gathered.Examples.Where(example => example.Origin != Origin.Feedback).ToList();
        if (pictures.Count == 0) throw new LearningException("--write-keep has nothing to write: name pictures by --from FOLDER or --keep FOLDER.");
        EmbeddingFile.Write(file, parent.File.NetworkSha256, parent.Labels, pictures);
    }
}
