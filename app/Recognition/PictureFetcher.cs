using Amazon.Runtime;
using RoomTypes.Configuration;
using RoomTypes.Storage;

namespace RoomTypes.Recognition;

/// <summary>Gets pictures that a request names by address. Only buckets that the configuration lists are read.</summary>
/// <param name="storage">The client.</param>
/// <param name="options">The buckets, and the most bytes of a picture.</param>
/// <param name="budget">Bounds what is held at once.</param>
/// <param name="log">Told of failures.</param>
public sealed class PictureFetcher(S3Storage storage, ServiceOptions options, MemoryBudget budget, ILogger<PictureFetcher> log)
{
    /// <summary>Replaces each address by the bytes or by the reason why there are none; pictures are fetched side by side.</summary>
    public Task FetchAsync(RecognitionRequest request, CancellationToken cancellationToken)
    {
        var fetches = new List<Task>();
        foreach (var pictures in request.Rooms.Select(room => room.Pictures))
        {
            for (var i = 0; i < pictures.Count; i++)
            {
                if (pictures[i].Uri is not null) fetches.Add(FetchAsync(request, pictures, i, cancellationToken));
            }
        }

        return fetches.Count == 0 ? Task.CompletedTask : Task.WhenAll(fetches);
    }

    private async Task FetchAsync(RecognitionRequest request, List<Picture> pictures, int index, CancellationToken cancellationToken)
    {
        var uri = pictures[index].Uri!;
        pictures[index] = Refusal(uri, out var address) is { } refusal
            ? pictures[index] with { Failure = refusal }
            : await DownloadAsync(request, uri, address, cancellationToken);
    }

    private PictureFailure? Refusal(string uri, out S3Address address)
    {
        if (!S3Address.TryParse(uri, out address) || address.Key.Length == 0)
        {
            return new("image_uri_unsupported", $"'{uri}' is not an address that can be read; allowed is s3://bucket/key.");
        }

        return options.Storage.PictureBuckets.Contains(address.Bucket)
            ? null
            : new("image_uri_forbidden", $"The bucket '{address.Bucket}' may not be read; add it to RoomType:Storage:PictureBuckets.");
    }

    private async Task<Picture> DownloadAsync(RecognitionRequest request, string uri, S3Address address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await storage.Client.GetObjectAsync(address.Bucket, address.Key, cancellationToken);
            var (length, most) = (response.ContentLength, options.Decoding.MaxImageBytes);
            if (length > most)
            {
                return new(default, uri, new("image_too_large", $"{uri} has {length} bytes; allowed are at most {most}."));
            }

            var reservation = budget.Reserve(length);
            var buffer = new PooledBuffer((int)length);
            lock (request)
            {
                request.Own(reservation);
                request.Own(buffer);
            }

            buffer.Length = await response.ResponseStream.ReadAtLeastAsync(buffer.Free[..(int)length], (int)length, throwOnEndOfStream: false, cancellationToken);
            return new Picture(buffer.Memory);
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException)
        {
            log.PictureFetchFailed(address.Bucket, exception.Message);
            return new(default, uri, new("image_unavailable", $"{uri} could not be fetched: {exception.Message}"));
        }
    }
}
