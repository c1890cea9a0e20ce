using Amazon.Runtime;
using Amazon.S3;
using RoomTypes.Storage;

namespace RoomTypes.Models;

/// <summary>
/// Models in S3, downloaded once into a cache folder. A file appears there under its digest, complete and checked, or not at all.
/// </summary>
/// <param name="storage">The client.</param>
/// <param name="root">The prefix that holds registry.json.</param>
/// <param name="cacheFolder">Where downloads are kept.</param>
/// <param name="attempts">How often a download is tried.</param>
/// <param name="time">Waits between attempts: 0.2 s, doubled each time up to 10 s.</param>
/// <param name="log">Told of each failed attempt.</param>
public sealed class S3ModelSource(
    S3Storage storage, S3Address root, string cacheFolder, int attempts, TimeProvider time, ILogger<S3ModelSource> log) : IModelSource
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Location => root.ToString();

    /// <inheritdoc/>
    public async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        var address = root.Append(ModelRegistry.File);
        return await S3Objects.TagAsync(storage, address, cancellationToken) ?? throw new ModelUnavailableException($"{address} does not exist.");
    }

    /// <inheritdoc/>
    public Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken) => RetryAsync(path, async address =>
    {
        using var response = await storage.Client.GetObjectAsync(address.Bucket, address.Key, cancellationToken);
        using var buffer = new MemoryStream();
        await response.ResponseStream.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }, cancellationToken);

    /// <inheritdoc/>
    public async Task<string> FetchAsync(string path, string sha256, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(cacheFolder);
        var file = Path.Combine(cacheFolder, sha256.ToLowerInvariant() + Path.GetExtension(path));
        if (File.Exists(file) && IsIntact(file, sha256)) return file;
        return await RetryAsync(path, async address =>
        {
            var partial = $"{file}.{Guid.NewGuid():N}.partial";
            try
            {
                await DownloadAsync(address, partial, cancellationToken);
                Digest.Verify(partial, sha256);
                File.Move(partial, file, overwrite: true);
                return file;
            }
            finally
            {
                File.Delete(partial);
            }
        }, cancellationToken);
    }

    private static bool IsIntact(string file, string sha256)
    {
        try
        {
            Digest.Verify(file, sha256);
            return true;
        }
        catch (ModelUnavailableException)
        {
            return false;
        }
    }

    private async Task DownloadAsync(S3Address address, string file, CancellationToken cancellationToken)
    {
        using var response = await storage.Client.GetObjectAsync(address.Bucket, address.Key, cancellationToken);
        await using var target = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        await response.ResponseStream.CopyToAsync(target, cancellationToken);
        target.Flush(flushToDisk: true);
    }

    private async Task<T> RetryAsync<T>(string path, Func<S3Address, Task<T>> action, CancellationToken cancellationToken)
    {
        var address = root.Append(path);
        var wait = FirstWait;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await action(address);
            }
            catch (Exception exception) when (IsFailure(exception, cancellationToken))
            {
                log.DownloadFailed(address.ToString(), attempt, attempts, exception.Message);
                if (attempt >= attempts || IsFinal(exception))
                {
                    throw new ModelUnavailableException($"{address} could not be downloaded in {attempt} of {attempts} attempts; the log says why.", exception);
                }
            }

            await Task.Delay(wait, time, cancellationToken);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or OperationCanceledException or ModelUnavailableException;

    /// <summary>Whether trying again cannot help: what was asked for is not there, or not for us.</summary>
    private static bool IsFinal(Exception exception) =>
        exception is AmazonS3Exception { StatusCode: System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Forbidden };
}
