using System.Net;
using Amazon.Runtime;
using Amazon.S3.Model;
using RoomTypes.Models;
using RoomTypes.Storage;
using RoomTypes.Tracking;

namespace RoomTypes.PipelineTool.Tasks;

/// <summary>Copies of what is in S3, for as long as a step runs.</summary>
internal sealed class FetchedData : IDisposable
{
    private const int AtOnce = 8;
    private const int Attempts = 4;

    private readonly Dictionary<S3Address, string> _folders = [];
    private readonly Lazy<S3Storage> _storage = new(RunStore.OpenStorage);

    /// <summary>A path of this machine with the content: the text itself where it is no address of S3.</summary>
    /// <param name="text">A path, or s3://bucket/key.</param>
    /// <param name="isFile">Whether it is one object, which comes with all that is beside and below it, and not what is below a key.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RegistryException">It cannot be had, or there is nothing.</exception>
    public async Task<string> FetchAsync(string text, bool isFile, CancellationToken cancellationToken)
    {
        if (!S3Address.TryParse(text, out var address)) return text;
        if (!isFile) return await FolderAsync(address, cancellationToken);
        var slash = address.Key.LastIndexOf('/');
        var folder = await FolderAsync(address with { Key = slash < 0 ? "" : address.Key[..slash] }, cancellationToken);
        var file = Path.Combine(folder, address.Key[(slash + 1)..]);
        return File.Exists(file) ? file : throw new RegistryException(RegistryFault.NotFound, $"There is no {address}. Copy it there: aws s3 cp FILE {address}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_storage.IsValueCreated) _storage.Value.Dispose();
        foreach (var folder in _folders.Values) Directory.Delete(folder, recursive: true);
    }

    private async Task<string> FolderAsync(S3Address address, CancellationToken cancellationToken)
    {
        if (_folders.TryGetValue(address, out var known)) return known;
        var folder = _folders[address] = Directory.CreateTempSubdirectory("room-type-data-").FullName;
        var prefix = address.Key.Length == 0 ? "" : $"{address.Key}/";
        try
        {
            List<string> keys = [];
            var pages = _storage.Value.Client.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = address.Bucket, Prefix = prefix });
            await foreach (var item in pages.S3Objects.WithCancellation(cancellationToken))
            {
                if (!item.Key.EndsWith('/')) keys.Add(item.Key);
            }

            if (keys.Count == 0) throw new RegistryException(RegistryFault.NotFound, $"There is nothing below {address}. Copy it there: aws s3 sync FOLDER {address}");
            await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (key, ending) => await CopyAsync(address.Bucket, key, Place(folder, key[prefix.Length..]), ending));
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new RegistryException(RegistryFault.Unavailable, $"{address} cannot be read: {exception.Message}", exception);
        }

        return folder;
    }

    /// <summary>Keys are others' words: none leads out of the folder.</summary>
    private static string Place(string folder, string key)
    {
        var path = Path.GetFullPath(Path.Combine(folder, key));
        return path.StartsWith($"{folder}{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? path : throw new RegistryException(RegistryFault.Invalid, $"The key '{key}' leads out of its folder. Rename the object.");
    }

    private async Task CopyAsync(string bucket, string key, string file, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var response = await _storage.Value.Client.GetObjectAsync(bucket, key, cancellationToken);
                await using var target = File.Create(file);
                await response.ResponseStream.CopyToAsync(target, cancellationToken);
                return;
            }
            catch (Exception exception) when (attempt < Attempts && exception is IOException or HttpRequestException or AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError })
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200 << attempt), cancellationToken);
            }
        }
    }
}
