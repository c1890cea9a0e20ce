using System.Collections.Concurrent;
using System.Security.Cryptography;
using Amazon.S3;
using RoomTypes.Storage;

namespace RoomTypes.Models.Mlflow;

/// <summary>
/// A registered model of an MLflow server (decision 0091). What it says of versions and aliases becomes a registry; each version's manifest.json lies
/// among its artifacts and tells the rest. Files are downloaded once into a cache folder, complete and checked, or not at all.
/// </summary>
/// <param name="address">The model.</param>
/// <param name="server">Asked for all but artifacts in S3.</param>
/// <param name="storage">The client of S3.</param>
/// <param name="downloads">Tries again, and keeps files.</param>
internal sealed class MlflowModelSource(MlflowAddress address, MlflowServer server, S3Storage storage, ModelDownloads downloads) : IModelSource, IDisposable
{
    private const string Api = "api/2.0/mlflow";
    private const int MostOfAnAnswer = 4 << 20;
    private const int MostOfADocument = 1 << 20;
    private const long MostOfAModel = 1L << 30;

    // By the folder that a version has in the registry.
    private readonly ConcurrentDictionary<string, Place> _places = [];

    /// <inheritdoc/>
    public string Location => address.ToString();

    /// <inheritdoc/>
    public async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        using var state = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await SelectAsync(async path =>
        {
            try
            {
                var answer = await server.GetAsync(path, MostOfAnAnswer, cancellationToken);
                state.AppendData(answer);
                return answer;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                throw new ModelUnavailableException($"{address} cannot be asked: {exception.Message}", exception);
            }
        });
        return Convert.ToHexStringLower(state.GetHashAndReset());
    }

    /// <inheritdoc/>
    public async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (path == ModelRegistry.File) return await ReadRegistryAsync(cancellationToken);
        var (place, file) = await PlaceOfAsync(path, cancellationToken);
        return file == ModelFiles.Manifest ? place.Manifest : await ReadAsync(place.Artifacts, file, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<string> FetchAsync(string path, string sha256, CancellationToken cancellationToken)
    {
        var (place, file) = await PlaceOfAsync(path, cancellationToken);
        return await downloads.FetchAsync(
            place.Artifacts.Describe(file), Path.GetExtension(file), sha256,
            async partial =>
            {
                await using var target = new FileStream(partial, FileMode.CreateNew, FileAccess.Write);
                await CopyAsync(place.Artifacts, file, target, MostOfAModel, cancellationToken);
                target.Flush(flushToDisk: true);
            },
            IsFinal, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => server.Dispose();

    private async Task<byte[]> ReadRegistryAsync(CancellationToken cancellationToken)
    {
        var entries = new SortedDictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var selected in await SelectAsync(path => AskAsync(path, cancellationToken)))
        {
            var place = await FindAsync(selected.Version, cancellationToken);
            var folder = $"{place.Typed.Name}/{place.Typed.Version}";
            if (entries.TryGetValue(folder, out var other) && !other.Place.Manifest.AsSpan().SequenceEqual(place.Manifest))
                throw new ModelUnavailableException($"Versions {other.Selected[0].Version.Version} and {selected.Version.Version} of {address} have manifests of the same version, {place.Typed.Version}, that differ. Give each a version of its own.");
            entries[folder] = new(place, [.. other?.Selected ?? [], selected]);
            _places[folder] = place;
        }

        return MlflowRegistry.Write(address, entries.Values.Select(entry => (entry.Place.Typed, entry.Place.Manifest, entry.Selected)));
    }

    private async Task<IReadOnlyList<MlflowSelected>> SelectAsync(Func<string, Task<byte[]>> ask)
    {
        var name = $"name={Uri.EscapeDataString(address.Name)}";
        if (address.Version is not null || address.Alias is not null)
        {
            var path = address.Version is { } number ? $"{Api}/model-versions/get?{name}&version={number}" : $"{Api}/registered-models/alias?{name}&alias={Uri.EscapeDataString(address.Alias!)}";
            return [new(Read(await ask(path), MlflowVersion.ReadAnswer), [], Stages.Production)];
        }

        var model = Read(await ask($"{Api}/registered-models/get?{name}"), MlflowModel.ReadAnswer);
        var versions = new List<MlflowVersion>();
        foreach (var named in MlflowSelection.Named(address, model)) versions.Add(Read(await ask($"{Api}/model-versions/get?{name}&version={Uri.EscapeDataString(named)}"), MlflowVersion.ReadAnswer));
        return MlflowSelection.Of(address, model, versions);
    }

    private async Task<Place> FindAsync(MlflowVersion version, CancellationToken cancellationToken)
    {
        if (version.Status != MlflowVersion.Ready) throw new ModelUnavailableException($"Version {version.Version} of {address} is {Quote.Of(version.Status)}; allowed is {MlflowVersion.Ready}.");
        var answer = await AskAsync($"{Api}/model-versions/get-download-uri?name={Uri.EscapeDataString(address.Name)}&version={Uri.EscapeDataString(version.Version)}", cancellationToken);
        var artifacts = MlflowArtifacts.Parse(Read(answer, document => document.Text("artifact_uri")), server.Address);
        var bytes = await ReadManifestAsync(artifacts, version, cancellationToken);
        if (version.Tags.TryGetValue(ModelTags.ManifestSha256, out var digest) && !digest.Equals(Digest.Compute(bytes), StringComparison.OrdinalIgnoreCase))
            throw new ModelUnavailableException($"The SHA-256 of {artifacts.Describe(ModelFiles.Manifest)} is {Digest.Compute(bytes)}; the tag {ModelTags.ManifestSha256} of version {version.Version} says {digest}. Restore the file, or register the model anew.");
        var manifest = ModelDocument.Read(bytes, artifacts.Describe(ModelFiles.Manifest), ModelManifest.Read);
        if (manifest.Name != address.Name || Path.GetFileName(manifest.File) != manifest.File || !ModelReference.TryParse($"{manifest.Name}@{manifest.Version}", out _))
            throw new ModelUnavailableException($"{artifacts.Describe(ModelFiles.Manifest)} is of {Quote.Of($"{manifest.Name}@{manifest.Version}")} in {Quote.Of(manifest.File)}; allowed are {address.Name}, a version of a-z 0-9 - . and a file beside it.");
        return new(artifacts, bytes, manifest);
    }

    private async Task<byte[]> ReadManifestAsync(MlflowArtifacts artifacts, MlflowVersion version, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(artifacts, ModelFiles.Manifest, cancellationToken);
        }
        catch (ModelUnavailableException exception) when (exception.InnerException is { } inner && IsMissing(inner))
        {
            throw new ModelUnavailableException($"Version {version.Version} of {address} has no {ModelFiles.Manifest} among its artifacts ({artifacts.Describe(ModelFiles.Manifest)}): log it, the model that it names and {ModelFiles.Card} in one folder, and register that.", exception);
        }
    }

    private Task<byte[]> AskAsync(string path, CancellationToken cancellationToken) =>
        downloads.RetryAsync($"{server.Address.AbsoluteUri.TrimEnd('/')}/{path}", () => server.GetAsync(path, MostOfAnAnswer, cancellationToken), IsFinal, cancellationToken);

    private Task<byte[]> ReadAsync(MlflowArtifacts artifacts, string file, CancellationToken cancellationToken) => downloads.RetryAsync(
        artifacts.Describe(file),
        async () =>
        {
            using var buffer = new MemoryStream();
            await CopyAsync(artifacts, file, buffer, MostOfADocument, cancellationToken);
            return buffer.ToArray();
        },
        IsFinal, cancellationToken);

    private async Task CopyAsync(MlflowArtifacts artifacts, string file, Stream target, long most, CancellationToken cancellationToken)
    {
        if (artifacts.Path is { } path)
        {
            await server.CopyAsync($"{MlflowArtifacts.Route}/{string.Join('/', path.Split('/').Append(file).Select(Uri.EscapeDataString))}", target, most, cancellationToken);
            return;
        }

        var item = artifacts.Address.Append(file);
        using var response = await storage.Client.GetObjectAsync(item.Bucket, item.Key, cancellationToken);
        if (response.ContentLength > most) throw new IOException($"{item} has {response.ContentLength:N0} bytes; allowed are {most:N0}.");
        await response.ResponseStream.CopyToAsync(target, cancellationToken);
    }

    // After a start that others' requests overtake, the registry was not read here yet.
    private async Task<(Place Place, string File)> PlaceOfAsync(string path, CancellationToken cancellationToken)
    {
        var slash = path.LastIndexOf('/');
        if (!_places.ContainsKey(path[..slash])) await ReadRegistryAsync(cancellationToken);
        return _places.TryGetValue(path[..slash], out var place) ? (place, path[(slash + 1)..]) : throw new ModelUnavailableException($"{address} names no {path[..slash]}.");
    }

    private T Read<T>(byte[] answer, Func<ModelDocument, T> read) => ModelDocument.Read(answer, $"The answer of {server.Address.Authority}", read);

    private static bool IsMissing(Exception exception) =>
        exception is HttpRequestException { StatusCode: System.Net.HttpStatusCode.NotFound } or AmazonS3Exception { StatusCode: System.Net.HttpStatusCode.NotFound };

    /// <summary>Whether trying again cannot help: what was asked for is not there, or not for us.</summary>
    private static bool IsFinal(Exception exception) => IsMissing(exception)
        || exception is HttpRequestException { StatusCode: >= System.Net.HttpStatusCode.Ambiguous and < System.Net.HttpStatusCode.InternalServerError and not System.Net.HttpStatusCode.TooManyRequests and not System.Net.HttpStatusCode.RequestTimeout }
        || exception is AmazonS3Exception { StatusCode: System.Net.HttpStatusCode.Forbidden };

    /// <summary>A version's files.</summary>
    private sealed record Place(MlflowArtifacts Artifacts, byte[] Manifest, ModelManifest Typed);

    private sealed record Entry(Place Place, IReadOnlyList<MlflowSelected> Selected);
}
