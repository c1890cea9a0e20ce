using RoomTypes.Models;

namespace RoomTypes.Inference;

/// <summary>Reads the registry and loads the models that are to be served, each checked against its manifest.</summary>
/// <param name="source">Where the models are.</param>
/// <param name="options">Which are to be served.</param>
public sealed class ModelLoader(IModelSource source, ModelOptions options)
{
    private readonly ManifestTrust _trust = new(options.PublicKey);
    private Begun? _begun;

    /// <summary>Begins to load before anything asks for it: while the host is built, the models of a folder need nothing of it.</summary>
    public static ModelLoader Begin(ModelOptions options)
    {
        var loader = new ModelLoader(new FolderModelSource(options.Source), options);
        var ending = new CancellationTokenSource();
        loader._begun = new(OnThreadOfItsOwn(() => loader.LoadAllAsync(ending.Token)), ending);
        return loader;
    }

    /// <summary>Loads everything or nothing. Ends only when ONNX Runtime is at nothing any more, cancelled or not.</summary>
    /// <exception cref="ModelUnavailableException">Names the file or value that is wrong.</exception>
    public async Task<ModelCatalog> LoadAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _begun, null) is not { } begun) return await LoadAllAsync(cancellationToken);
        using var ending = begun.Ending;
        await using var registration = cancellationToken.UnsafeRegister(static begun => ((Begun)begun!).Ending.Cancel(), begun);
        return await begun.Catalog;
    }

    private async Task<ModelCatalog> LoadAllAsync(CancellationToken cancellationToken)
    {
        var registry = await source.ReadAsync(ModelRegistry.File, ModelRegistry.Read, cancellationToken);
        var fetches = Served(registry).ConvertAll(model => FetchAsync(model, cancellationToken));
        await Task.WhenAll(fetches);
        List<ModelSession> sessions = [];
        try
        {
            // One after the other: the host is built at the same time, and needs a core.
            foreach (var fetch in fetches)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (model, manifest, file) = await fetch;
                sessions.Add(ModelSession.Load(model, manifest, file, _trust.IsAsked ? null : OptimizedGraphs.Find(file, model.Sha256)));
            }

            return new ModelCatalog(registry, sessions);
        }
        catch
        {
            foreach (var session in sessions) session.Dispose();
            throw;
        }
    }

    private List<RegisteredModel> Served(ModelRegistry registry)
    {
        var served = options.Serve.Count > 0
            ? options.Serve.Select(reference => registry.Find(reference) ?? throw new ModelUnavailableException(
                $"RoomType:Models:Serve names {reference}; {source.Location} has {string.Join(", ", registry.Models.Select(model => model.Reference))}."))
            : registry.Models.Where(registry.IsServed);
        var list = served.DistinctBy(model => model.Reference).ToList();
        return list.Count > 0 ? list : throw new ModelUnavailableException(
            $"No model of {source.Location} is in stage {Stages.Production} or {Stages.Candidate}: set RoomType:Models:Serve, or a stage in {ModelRegistry.File}.");
    }

    private async Task<(RegisteredModel Model, ModelManifest Manifest, string File)> FetchAsync(RegisteredModel model, CancellationToken cancellationToken)
    {
        var bytes = await source.ReadAsync(model.ManifestFile, cancellationToken);
        _trust.Verify(model, bytes);
        var manifest = ModelDocument.Read(bytes, $"{model.ManifestFile} in {source.Location}", ModelManifest.Read);
        ManifestRules.Verify(model, manifest);
        return (model, manifest, await source.FetchAsync($"{model.Folder}/{manifest.File}", model.Sha256, cancellationToken));
    }

    private sealed record Begun(Task<ModelCatalog> Catalog, CancellationTokenSource Ending);

    // The pool has a thread a core: the first requests need them.
    private static Task<T> OnThreadOfItsOwn<T>(Func<Task<T>> load) =>
        Task.Factory.StartNew(load, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
}
