using Amazon.Runtime;

namespace RoomTypes.Models;

/// <summary>
/// Downloads that are tried again, and files that are kept in a cache folder: a file appears there under its digest, complete and checked, or not
/// at all.
/// </summary>
/// <param name="cacheFolder">Where downloads are kept.</param>
/// <param name="attempts">How often a download is tried.</param>
/// <param name="time">Waits between attempts: 0.2 s, doubled each time up to 10 s.</param>
/// <param name="log">Told of each failed attempt.</param>
internal sealed class ModelDownloads(string cacheFolder, int attempts, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>A local file of that digest, downloaded if there is none.</summary>
    /// <param name="address">For messages.</param>
    /// <param name="extension">Of the file's name, with the dot.</param>
    /// <param name="sha256">64 hexadecimal digits.</param>
    /// <param name="download">Writes it to a path where nothing is.</param>
    /// <param name="isFinal">Whether trying again cannot help.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="ModelUnavailableException">It cannot be had, or has another digest.</exception>
    public async Task<string> FetchAsync(string address, string extension, string sha256, Func<string, Task> download, Func<Exception, bool> isFinal, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(cacheFolder);
        var file = Path.Combine(cacheFolder, sha256.ToLowerInvariant() + extension);
        if (File.Exists(file) && IsIntact(file, sha256)) return file;
        return await RetryAsync(
            address,
            async () =>
            {
                var partial = $"{file}.{Guid.NewGuid():N}.partial";
                try
                {
                    await download(partial);
                    Digest.Verify(partial, sha256);
                    File.Move(partial, file, overwrite: true);
                    return file;
                }
                finally
                {
                    File.Delete(partial);
                }
            },
            isFinal, cancellationToken);
    }

    /// <summary>Tries until it succeeds, cannot, or was tried often enough.</summary>
    /// <param name="address">For messages.</param>
    /// <param name="action">What is tried.</param>
    /// <param name="isFinal">Whether trying again cannot help.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="ModelUnavailableException">Every attempt failed; the last one's exception is within.</exception>
    public async Task<T> RetryAsync<T>(string address, Func<Task<T>> action, Func<Exception, bool> isFinal, CancellationToken cancellationToken)
    {
        var wait = FirstWait;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await action();
            }
            catch (Exception exception) when (IsFailure(exception, cancellationToken))
            {
                log.DownloadFailed(address, attempt, attempts, exception.Message);
                if (attempt >= attempts || isFinal(exception))
                {
                    throw new ModelUnavailableException($"{address} could not be downloaded in {attempt} of {attempts} attempts; the log says why.", exception);
                }
            }

            await Task.Delay(wait, time, cancellationToken);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
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

    private static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or OperationCanceledException or ModelUnavailableException;
}
