using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RoomTypes.Inference;

namespace RoomTypes.Models;

/// <summary>Reads the registry and loads the models that are to be served, each checked against its manifest.</summary>
/// <param name="source">Where the models are.</param>
/// <param name="options">Which are to be served.</param>
public sealed class ModelLoader(IModelSource source, Configuration.ModelOptions options)
{
    internal const string RegistryFile = "registry.json";

    /// <summary>Loads everything or nothing.</summary>
    /// <exception cref="ModelUnavailableException">Names the file or value that is wrong.</exception>
    public async Task<ModelCatalog> LoadAsync(CancellationToken cancellationToken)
    {
        var registry = await ReadAsync(RegistryFile, ModelJson.Default.ModelRegistry, cancellationToken);
        var loads = Served(registry).Select(model => Task.Run(() => LoadAsync(model, cancellationToken), cancellationToken)).ToList();
        try
        {
            return new ModelCatalog(registry, await Task.WhenAll(loads));
        }
        catch
        {
            foreach (var load in loads.Where(load => load.IsCompletedSuccessfully)) (await load).Dispose();
            throw;
        }
    }

    private List<RegisteredModel> Served(ModelRegistry registry)
    {
        var served = options.Serve.Count > 0
            ? options.Serve.Select(reference => registry.Find(reference) ?? throw new ModelUnavailableException(
                $"RoomType:Models:Serve names {reference}; {source.Location} has {string.Join(", ", registry.Models.Select(model => model.Reference))}."))
            : registry.Models.Where(model => model.Stage is Stages.Production or Stages.Candidate);
        var list = served.DistinctBy(model => model.Reference).ToList();
        return list.Count > 0 ? list : throw new ModelUnavailableException(
            $"No model of {source.Location} is in stage {Stages.Production} or {Stages.Candidate}: set RoomType:Models:Serve, or a stage in {RegistryFile}.");
    }

    private async Task<ModelSession> LoadAsync(RegisteredModel model, CancellationToken cancellationToken)
    {
        var manifest = await ReadAsync($"{model.Folder}/manifest.json", ModelJson.Default.ModelManifest, cancellationToken);
        ManifestRules.Verify(model, manifest);
        var file = await source.FetchAsync($"{model.Folder}/{manifest.File}", model.Sha256, cancellationToken);
        return ModelSession.Load(model, manifest, OptimizedGraphs.Find(file, model.Sha256) ?? file);
    }

    private async Task<T> ReadAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var json = await source.ReadAsync(path, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("The document is null.");
        }
        catch (JsonException exception)
        {
            throw new ModelUnavailableException($"{path} in {source.Location} cannot be read: {exception.Message}", exception);
        }
    }
}
