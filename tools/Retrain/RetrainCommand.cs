using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RoomTypes.Hosting;
using RoomTypes.Inference;
using RoomTypes.Learning;
using RoomTypes.Learning.Embeddings;
using RoomTypes.Learning.Heads;
using RoomTypes.Learning.Onnx;
using RoomTypes.Models;
using Spectre.Console;

namespace RoomTypes.Retrain;

/// <summary>From examples to a registered version.</summary>
internal static class RetrainCommand
{
    /// <summary>Does it.</summary>
    /// <param name="order">What is asked for.</param>
    /// <param name="models">The registry's folder; null for the setting's.</param>
    /// <param name="console">Shows how far it is.</param>
    /// <param name="cancellationToken">Gives it up; nothing is registered then.</param>
    public static async Task<RetrainOutcome> RunAsync(RetrainOrder order, string? models, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var options = Options(order.Model, models);
        if (options.Models.Source.Contains("://", StringComparison.Ordinal)) throw new LearningException($"The registry is {options.Models.Source}; a new version is written to a folder: name one by --models.");
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddRecognition(options)
            .BuildServiceProvider();
        using var catalog = await services.GetRequiredService<ModelLoader>().LoadAsync(cancellationToken);
        var parent = ParentModel.Open(options.Models.Source, catalog.Default);
        var workers = services.GetRequiredService<WorkerPool>();
        workers.Start(catalog);
        return await console.Progress().StartAsync(async context =>
        {
            var gathered = await new Material(parent, workers, options, context).GatherAsync(order, cancellationToken);
            if (order.WriteKeep is { } file) WriteKept(file, parent, gathered);
            var fitting = context.AddTask($"{parent.Registered.Reference}: fitting to {gathered.Examples.Count} examples", maxValue: 1);
            var result = await Task.Run(() => new Retraining(parent.File.Head, gathered.Examples, order.Seed).Run(done => fitting.Value = done), cancellationToken);
            return await new VersionWriter(options.Models.Source, parent, catalog.Registry).WriteAsync(order, gathered, result, cancellationToken);
        });
    }

    private static ServiceOptions Options(string model, string? models)
    {
        var settings = new Dictionary<string, string?> { ["RoomType:Models:Serve"] = model };
        if (models is not null) settings["RoomType:Models:Source"] = Path.GetFullPath(models);
        return ServiceOptions.Read(new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(settings).Build());
    }

    private static void WriteKept(string file, ParentModel parent, Gathered gathered)
    {
        var pictures = gathered.Examples.Where(example => example.Origin != Origin.Feedback).ToList();
        if (pictures.Count == 0) throw new LearningException("--write-keep has nothing to write: name pictures by --from FOLDER or --keep FOLDER.");
        EmbeddingFile.Write(file, parent.File.NetworkSha256, parent.Labels, pictures);
    }
}
