using System.Text.Json.Nodes;
using RoomTypes.Models;

namespace RoomTypes.Http.Mlflow;

/// <summary>The files of versions at the address where clients of MLflow look for artifacts: NAME/VERSION/FILE, each checked against its digest.</summary>
/// <param name="store">The registry.</param>
/// <param name="source">Its files.</param>
internal sealed class MlflowArtifacts(IModelRegistryStore store, IModelSource source)
{
    /// <summary>What is directly below a path.</summary>
    public async Task<JsonObject> ListAsync(string? path, CancellationToken cancellationToken)
    {
        var models = (await store.ReadAsync(cancellationToken)).Registry.Models;
        var parts = Parts(path);
        IEnumerable<string> names = parts switch
        {
            [] => models.Select(model => model.Name).Distinct(),
            [var name] => models.Where(model => model.Name == name).Select(model => model.Version),
            [var name, var version] when models.FirstOrDefault(model => model.Name == name && model.Version == version) is { } model => await FilesAsync(model, cancellationToken),
            _ => [],
        };
        return new() { ["files"] = new JsonArray([.. names.Select(name => new JsonObject { ["path"] = name, ["is_dir"] = parts.Length < 2 })]) };
    }

    /// <summary>A file.</summary>
    /// <exception cref="MlflowException">There is none.</exception>
    public async Task<IResult> GetAsync(string path, CancellationToken cancellationToken)
    {
        const string Octets = MediaTypes.Octets;
        var models = (await store.ReadAsync(cancellationToken)).Registry.Models;
        if (Parts(path) is not [var name, var version, var file] || models.FirstOrDefault(model => model.Name == name && model.Version == version) is not { } model) throw Missing(path);
        if (file == ModelFiles.Manifest) return TypedResults.Bytes(await ManifestAsync(model, cancellationToken), Octets);
        if (file == ModelFiles.Card && model.CardSha256 is { } card) return TypedResults.PhysicalFile(Path.GetFullPath(await source.FetchAsync(model.CardFile, card, cancellationToken)), Octets);
        if (file != await ModelFileAsync(model, cancellationToken)) throw Missing(path);
        return TypedResults.PhysicalFile(Path.GetFullPath(await source.FetchAsync($"{model.Folder}/{file}", model.Sha256, cancellationToken)), Octets);
    }

    private async Task<string[]> FilesAsync(RegisteredModel model, CancellationToken cancellationToken) =>
        [ModelFiles.Manifest, await ModelFileAsync(model, cancellationToken), .. model.CardSha256 is null ? [] : new[] { ModelFiles.Card }];

    private async Task<string> ModelFileAsync(RegisteredModel model, CancellationToken cancellationToken) =>
        ModelDocument.Read(await ManifestAsync(model, cancellationToken), model.ManifestFile, ModelManifest.Read).File;

    private async Task<byte[]> ManifestAsync(RegisteredModel model, CancellationToken cancellationToken)
    {
        var manifest = await source.ReadAsync(model.ManifestFile, cancellationToken);
        new ManifestTrust(null).Verify(model, manifest);
        return manifest;
    }

    private static string[] Parts(string? path) => (path ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static MlflowException Missing(string path) => MlflowException.NotFound($"No such artifact: {Quote.Of(path)}; allowed is NAME/VERSION/FILE of a registered version.");
}
