using System.Net;
using Amazon.Runtime;
using RoomTypes.Decoding;
using RoomTypes.Storage;

namespace RoomTypes.Recognition;

/// <summary>Gets pictures that a request names by address. Only buckets that the configuration lists are read.</summary>
/// <param name="storage">The client.</param>
/// <param name="options">The buckets.</param>
/// <param name="limits">The most bytes of a picture.</param>
/// <param name="log">Told of failures.</param>
public sealed class PictureFetcher(S3Storage storage, StorageOptions options, DecodingOptions limits, ILogger<PictureFetcher> log)
{
    private const int FirstRoom = 128 * 1024;

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
            return new("image_uri_unsupported", $"{Quote.Of(uri)} is not an address that can be read; allowed is s3://bucket/key.");
        }

        return options.PictureBuckets.Contains(address.Bucket)
            ? null
            : new("image_uri_forbidden", $"The bucket '{address.Bucket}' may not be read; add it to RoomType:Storage:PictureBuckets.");
    }

    private async Task<Picture> DownloadAsync(RecognitionRequest request, string uri, S3Address address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await storage.Client.GetObjectAsync(address.Bucket, address.Key, cancellationToken);
            return await ReadAsync(request, response.ResponseStream, cancellationToken) is { } buffer
                ? new Picture(buffer.Memory)
                : new(default, uri, new("image_too_large", $"{Quote.Of(uri)} has more than {limits.MaxImageBytes} bytes; allowed are at most {limits.MaxImageBytes}."));
        }
        // Whatever the store does, and whatever the client makes of it, is about this picture alone. What it says is for operators.
        catch (Exception exception) when (exception is not ServiceException && !cancellationToken.IsCancellationRequested)
        {
            log.PictureFetchFailed(address.Bucket, exception.Message);
            return new(default, uri, new("image_unavailable", $"{Quote.Of(uri)} could not be fetched: {Reason(exception)}."));
        }
    }

    /// <summary>Reads to the end, whatever length the store told or did not tell; null if that is too much.</summary>
    private async Task<PooledBuffer?> ReadAsync(RecognitionRequest request, Stream content, CancellationToken cancellationToken)
    {
        var most = limits.MaxImageBytes;
        var (buffer, taken) = (new PooledBuffer(0), 0);
        lock (request) request.Own(buffer);
        while (true)
        {
            if (buffer.Length == taken)
            {
                if (taken > most) return null;
                // One byte more than is allowed tells that there is more.
                var room = (int)Math.Min(most + 1L, Math.Max(FirstRoom, taken * 2L));
                request.Memory?.Take(room - taken);
                buffer.Grow(taken = room);
            }

            var read = await content.ReadAsync(buffer.Free[..(taken - buffer.Length)], cancellationToken);
            if (read == 0) return buffer;
            buffer.Length += read;
        }
    }

    private static string Reason(Exception exception) => exception switch
    {
        AmazonServiceException { StatusCode: HttpStatusCode.NotFound } => "there is no such object",
        AmazonServiceException { StatusCode: HttpStatusCode.Forbidden } => "the service may not read it",
        AmazonServiceException { StatusCode: >= (HttpStatusCode)300 and < (HttpStatusCode)400 } => "the bucket is in another region",
        _ => "the store did not give it; try again later",
    };
}
