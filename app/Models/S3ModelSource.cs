using Amazon.S3;
using RoomTypes.Storage;

namespace RoomTypes.Models;

/// <summary>Models in S3, downloaded once into a cache folder.</summary>
/// <param name="storage">The client.</param>
/// <param name="root">The prefix that holds registry.json.</param>
/// <param name="downloads">Tries again, and keeps files.</param>
internal sealed class S3ModelSource(S3Storage storage, S3Address root, ModelDownloads downloads) : IModelSource
{
    /// <inheritdoc/>
    public string Location => root.ToString();

    /// <inheritdoc/>
    public async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        var address = root.Append(ModelRegistry.File);
        return await S3Objects.TagAsync(storage, address, cancellationToken) ?? throw new ModelUnavailableException($"{address} does not exist.");
    }

    /// <inheritdoc/>
    public Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var address = root.Append(path);
        return downloads.RetryAsync(address.ToString(), () => S3Objects.ReadAsync(storage, address, null, cancellationToken), IsFinal, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<string> FetchAsync(string path, string sha256, CancellationToken cancellationToken)
    {
        var address = root.Append(path);
        return downloads.FetchAsync(address.ToString(), Path.GetExtension(path), sha256, partial => DownloadAsync(address, partial, cancellationToken), IsFinal, cancellationToken);
    }

    private async Task DownloadAsync(S3Address address, string file, CancellationToken cancellationToken)
    {
        using var response = await storage.Client.GetObjectAsync(address.Bucket, address.Key, cancellationToken);
        await using var target = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        await response.ResponseStream.CopyToAsync(target, cancellationToken);
        target.Flush(flushToDisk: true);
    }

    /// <summary>Whether trying again cannot help: what was asked for is not there, or not for us.</summary>
    private static bool IsFinal(Exception exception) =>
        exception is AmazonS3Exception { StatusCode: System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Forbidden };
}
