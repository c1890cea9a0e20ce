using RoomTypes.Configuration;
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

    /// <summary>Loads what the registry names now, beside the models of a catalog that runs: those that it has already are shared.</summary>
    /// <param name="running">Held by who asks.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>Null where the registry is the catalog's.</returns>
    /// <exception cref="ModelUnavailableException">Names the file or value that is wrong, or what memory there is.</exception>
    public async Task<ModelCatalog?> ReloadAsync(ModelCatalog running, CancellationToken cancellationToken)
    {
        var bytes = await source.ReadAsync(ModelRegistry.File, cancellationToken);
        return Digest.Compute(bytes) == running.RegistrySha256 ? null : await LoadAsync(bytes, running, cancellationToken);
    }

    private async Task<ModelCatalog> LoadAllAsync(CancellationToken cancellationToken) =>
        await LoadAsync(await source.ReadAsync(ModelRegistry.File, cancellationToken), null, cancellationToken);

    private async Task<ModelCatalog> LoadAsync(byte[] bytes, ModelCatalog? running, CancellationToken cancellationToken)
    {
        var registry = ModelDocument.Read(bytes, $"{ModelRegistry.File} in {source.Location}", ModelRegistry.Read);
        var fetches = Served(registry).ConvertAll(model => FetchAsync(model, running, cancellationToken));
        List<ModelSession> sessions = [];
        try
        {
            await Task.WhenAll(fetches);
            if (running is not null) ModelMemory.VerifyRoom([.. fetches.Select(fetch => fetch.Result.File).OfType<string>()], HostLimits.Current, Environment.WorkingSet);
            // One after the other: the host is built at the same time, and needs a core.
            foreach (var fetch in fetches)
            {
                cancellationToken.ThrowIfCancellationRequested();
                sessions.Add(Load(await fetch));
            }

            return new ModelCatalog(registry, sessions, Digest.Compute(bytes));
        }
        catch
        {
            foreach (var fetch in fetches.Where(fetch => fetch.IsCompletedSuccessfully)) fetch.Result.Shared?.Dispose();
            foreach (var session in sessions) session.Dispose();
            throw;
        }
    }

    private ModelSession Load(Fetched fetched) => fetched.Shared
        ?? ModelSession.Load(fetched.Model, fetched.Manifest, fetched.File!, fetched.ManifestSha256, _trust.IsAsked ? null : OptimizedGraphs.Find(fetched.File!, fetched.Model.Sha256));

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

    private async Task<Fetched> FetchAsync(RegisteredModel model, ModelCatalog? running, CancellationToken cancellationToken)
    {
        var bytes = await source.ReadAsync(model.ManifestFile, cancellationToken);
        _trust.Verify(model, bytes);
        var digest = Digest.Compute(bytes);
        var manifest = ModelDocument.Read(bytes, $"{model.ManifestFile} in {source.Location}", ModelManifest.Read);
        ManifestRules.Verify(model, manifest);
        if (running?.Sessions.Select(session => session.For(model, digest)).FirstOrDefault(session => session is not null) is { } shared) return new(model, manifest, digest, shared, null);
        return new(model, manifest, digest, null, await source.FetchAsync($"{model.Folder}/{manifest.File}", model.Sha256, cancellationToken));
    }

    /// <summary>A model to be served: one that runs, or a file to load.</summary>
    private sealed record Fetched(RegisteredModel Model, ModelManifest Manifest, string ManifestSha256, ModelSession? Shared, string? File);

    private sealed record Begun(Task<ModelCatalog> Catalog, CancellationTokenSource Ending);

    // The pool has a thread a core: the first requests need them.
    private static Task<T> OnThreadOfItsOwn<T>(Func<Task<T>> load) =>
        Task.Factory.StartNew(load, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
}
