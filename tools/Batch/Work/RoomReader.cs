using Amazon.Runtime;
using RoomTypes.Batch.Items;
using RoomTypes.Decoding;
using RoomTypes.Inference;
using RoomTypes.Recognition;
using RoomTypes.Storage;

namespace RoomTypes.Batch.Work;

/// <summary>Reads the pictures of items and shows them to a model, through the service's own decoding and inference.</summary>
/// <param name="workers">Started.</param>
/// <param name="model">The model.</param>
/// <param name="storage">The client of S3.</param>
/// <param name="most">The most bytes of a picture.</param>
internal sealed class RoomReader(WorkerPool workers, ModelSession model, S3Storage storage, int most)
{
    private readonly IReadOnlyList<ModelSession> _models = [model];

    /// <summary>Answers an item; what cannot be read of it is told apart.</summary>
    /// <returns>Null where nothing of it can be read.</returns>
    public async Task<BatchResult?> ReadAsync(BatchItem item, Action<BatchFailure> fail, CancellationToken cancellationToken)
    {
        var (probabilities, energies) = (new List<float[]>(item.Pictures.Count), new List<float>(item.Pictures.Count));
        foreach (var picture in item.Pictures)
        {
            try
            {
                var job = new PictureJob(S3Address.TryParse(picture, out var address) ? await DownloadAsync(address, cancellationToken) : ReadFile(picture), _models);
                await workers.RunAsync([job], cancellationToken);
                if (job.Rejection is { } rejection) throw rejection;
                probabilities.Add(job.Probabilities![0]);
                if (job.Energies is [var energy] && !float.IsNaN(energy)) energies.Add(energy);
            }
            catch (Exception exception) when (Reason(exception, cancellationToken) is { } reason)
            {
                fail(new(item.Id, picture, reason.Code, reason.Message));
            }
        }

        return probabilities.Count == 0 ? null : Answer(item, probabilities, energies);
    }

    private BatchResult Answer(BatchItem item, List<float[]> probabilities, List<float> energies)
    {
        var (joined, labels) = (LogAverage.Of(probabilities), model.Manifest.Labels);
        var best = Array.IndexOf(joined, joined.Max());
        return new(
            item.Id, item.Mission, item.Room, model.Registered.Reference.ToString(), labels[best], joined[best], UnknownRooms.Score(model.Manifest.Unknown, energies), probabilities.Count,
            labels.Select((label, i) => (label, joined[i])).ToDictionary(pair => pair.label, pair => pair.Item2));
    }

    private byte[] ReadFile(string picture)
    {
        var length = new FileInfo(picture).Length;
        if (length > most) throw ImageRejectedException.OverLimit("size", length, most, "bytes");
        return File.ReadAllBytes(picture);
    }

    private async Task<byte[]> DownloadAsync(S3Address address, CancellationToken cancellationToken)
    {
        using var response = await storage.Client.GetObjectAsync(address.Bucket, address.Key, cancellationToken);
        if (response.ContentLength > most) throw ImageRejectedException.OverLimit("size", response.ContentLength, most, "bytes");
        using var content = new MemoryStream((int)Math.Max(0, response.ContentLength));
        await response.ResponseStream.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }

    private static (string Code, string Message)? Reason(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        ImageRejectedException rejection => (rejection.Code, rejection.Message),
        _ when cancellationToken.IsCancellationRequested => null,
        IOException or UnauthorizedAccessException or AmazonServiceException or AmazonClientException or HttpRequestException => ("image_unavailable", exception.Message),
        _ => null,
    };
}
