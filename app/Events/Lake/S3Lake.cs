using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using RoomTypes.Storage;

namespace RoomTypes.Events.Lake;

/// <summary>A lake in S3, or what speaks its protocol.</summary>
/// <param name="storage">The client.</param>
/// <param name="root">The bucket, and the prefix if there is one.</param>
internal sealed class S3Lake(S3Storage storage, S3Address root) : ILakeFiles
{
    /// <summary>After that long a request that was not answered has failed: callers wait for it. Bytes have time of their own.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private const double SlowestBytesPerSecond = 1 << 20;

    // How large an object is that is read, nobody knows before. A compacted one may be.
    private const int MostRead = 1 << 28;

    /// <inheritdoc/>
    public string Location => root.ToString();

    /// <inheritdoc/>
    public bool ExpiresByItself => true;

    /// <inheritdoc/>
    public Task PutAsync(string path, byte[] bytes, CancellationToken cancellationToken) =>
        AskAsync(root.Append(path), ending => storage.Client.PutObjectAsync(Request(path, bytes), ending), cancellationToken, bytes.Length);

    /// <inheritdoc/>
    public async Task<(byte[] Bytes, string Tag)?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var address = root.Append(path);
        while (true)
        {
            // The tag is asked for first, and what is read must be of that tag: answers to GET have none here (S3Storage).
            if (await TagAsync(address, cancellationToken) is not { } tag) return null;
            var bytes = await AskAsync(
                address,
                async ending =>
                {
                    try
                    {
                        using var response = await storage.Client.GetObjectAsync(new GetObjectRequest { BucketName = address.Bucket, Key = address.Key, EtagToMatch = tag }, ending);
                        using var buffer = new MemoryStream();
                        await response.ResponseStream.CopyToAsync(buffer, ending);
                        return buffer.ToArray();
                    }
                    catch (AmazonS3Exception exception) when (exception.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound)
                    {
                        return null;
                    }
                },
                cancellationToken,
                MostRead);
            if (bytes is not null) return (bytes, tag);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> TryReplaceAsync(string path, byte[] bytes, string? tag, CancellationToken cancellationToken)
    {
        var request = Request(path, bytes);
        if (tag is null) request.IfNoneMatch = "*";
        else request.IfMatch = tag;
        return await AskAsync(
            root.Append(path),
            async ending =>
            {
                try
                {
                    await storage.Client.PutObjectAsync(request, ending);
                    return true;
                }
                catch (AmazonS3Exception exception) when (exception.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.NotFound)
                {
                    return false;
                }
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var below = root.Append("").Key;
        var request = new ListObjectsV2Request { BucketName = root.Bucket, Prefix = root.Append(prefix).Key };
        do
        {
            var page = await AskAsync(root.Append(prefix), ending => storage.Client.ListObjectsV2Async(request, ending), cancellationToken);
            foreach (var found in page.S3Objects ?? []) yield return found.Key[below.Length..];
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellationToken) =>
        AskAsync(root.Append(path), ending => storage.Client.DeleteObjectAsync(root.Bucket, root.Append(path).Key, ending), cancellationToken);

    private PutObjectRequest Request(string path, byte[] bytes) => new()
    {
        BucketName = root.Bucket,
        Key = root.Append(path).Key,
        InputStream = new MemoryStream(bytes, writable: false),
        // The whole body is signed, so that S3 refuses one that came damaged.
        UseChunkEncoding = false,
    };

    private Task<string?> TagAsync(S3Address address, CancellationToken cancellationToken) => AskAsync(
        address,
        async ending =>
        {
            try
            {
                return (await storage.Client.GetObjectMetadataAsync(address.Bucket, address.Key, ending)).ETag;
            }
            catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }
        },
        cancellationToken);

    private static async Task<T> AskAsync<T>(S3Address address, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken, int size = 0)
    {
        var longest = Longest + TimeSpan.FromSeconds(size / SlowestBytesPerSecond);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(longest);
        try
        {
            return await ask(limit.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EventStoreException($"{address} was not answered for within {longest.TotalSeconds:0.#} s.", exception);
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException)
        {
            throw new EventStoreException($"{address} failed: {exception.Message}", exception);
        }
    }
}
