using System.Diagnostics;
using RoomTypes.Inference;
using RoomTypes.V1;

namespace RoomTypes.Recognition;

/// <summary>A request's way after parsing: fetch what was not sent, decode and infer, join each room's pictures, answer.</summary>
/// <param name="service">The models and workers, once they are ready.</param>
/// <param name="fetcher">Gets pictures that were named by address.</param>
/// <param name="time">Dates the ids of predictions.</param>
public sealed class Recognizer(RecognitionService service, PictureFetcher fetcher, TimeProvider time)
{
    /// <summary>Answers the request.</summary>
    /// <param name="request">Checked already.</param>
    /// <param name="received">The time stamp (see <see cref="Stopwatch"/>) at which the body was there.</param>
    /// <param name="cancellationToken">The deadline, or the caller's going away.</param>
    /// <exception cref="ServiceException">Not ready, overloaded, a model that is not served, or no picture of any room could be read.</exception>
    public async Task<RecognizeResponse> RecognizeAsync(RecognitionRequest request, long received, CancellationToken cancellationToken)
    {
        var parsed = Stopwatch.GetElapsedTime(received);
        var catalog = await service.CatalogAsync(cancellationToken);
        ModelSession[] models = request.ModelReferences.Count == 0 ? [catalog.Default] : [.. request.ModelReferences.Select(catalog.Require)];
        await fetcher.FetchAsync(request, cancellationToken);
        var rooms = request.Rooms.ConvertAll(room => new RoomJobs(room, models));
        var jobs = rooms.SelectMany(room => room.Jobs.Values).ToList();
        if (jobs.Count > 0) await service.Workers.RunAsync(jobs, cancellationToken);

        var builder = new ResponseBuilder(request, models, time);
        var response = builder.Build(rooms);
        response.Timings = Timings(jobs, parsed, Stopwatch.GetElapsedTime(received));
        return response;
    }

    private static Timings Timings(List<PictureJob> jobs, TimeSpan parsed, TimeSpan total) => new()
    {
        TotalMs = total.TotalMilliseconds,
        ParseMs = parsed.TotalMilliseconds,
        QueueMs = jobs.Count == 0 ? 0 : jobs.Max(job => job.Queued).TotalMilliseconds,
        DecodeMs = jobs.Sum(job => job.Decoding.TotalMilliseconds),
        InferMs = jobs.Sum(job => job.Inferring.TotalMilliseconds),
    };
}
