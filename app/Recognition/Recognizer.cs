using System.Diagnostics;
using RoomTypes.Caching;
using RoomTypes.Decoding;
using RoomTypes.Experiments;
using RoomTypes.Inference;
using RoomTypes.Telemetry;
using RoomTypes.V1;

namespace RoomTypes.Recognition;

/// <summary>A request's way after parsing: choose the model, fetch what was not sent, decode and infer, join each room's pictures, answer.</summary>
/// <param name="service">The models and workers, once they are ready.</param>
/// <param name="assignment">Chooses the model where the request names none.</param>
/// <param name="rules">Bounds what a request may cost.</param>
/// <param name="decoder">Tells what pictures cost.</param>
/// <param name="fetcher">Gets pictures that were named by address.</param>
/// <param name="cache">Has what was answered before.</param>
/// <param name="events">Told what was answered.</param>
/// <param name="shadows">Shows the pictures to a second model when the answer has gone.</param>
/// <param name="metrics">Counts pictures and predictions.</param>
/// <param name="time">Dates the ids of predictions.</param>
public sealed class Recognizer(
    RecognitionService service, ModelAssignment assignment, RequestRules rules, ImageDecoder decoder, PictureFetcher fetcher, AnswerCache cache,
    RequestEvents events, ShadowRunner shadows, RecognitionMetrics metrics, TimeProvider time)
{
    /// <summary>Refuses a request that could not be answered in time, before its body is read.</summary>
    /// <exception cref="ServiceException">Overloaded.</exception>
    public void VerifyRoom(Deadline deadline) => service.Workers.VerifyRoom(deadline.Left, deadline.IsTold);

    /// <summary>Answers the request.</summary>
    /// <param name="request">Checked already.</param>
    /// <param name="received">The time stamp (see <see cref="Stopwatch"/>) at which the body was there.</param>
    /// <param name="deadline">The time that the request has.</param>
    /// <exception cref="ServiceException">Not ready, overloaded, a model that is not served, or no picture of any room could be read.</exception>
    public async Task<RecognizeResponse> RecognizeAsync(RecognitionRequest request, long received, Deadline deadline)
    {
        var cancellationToken = deadline.Token;
        var parsed = Stopwatch.GetElapsedTime(received);
        using var catalog = await service.HoldAsync(cancellationToken);
        var (models, evaluation) = await ChooseAsync(request, catalog, cancellationToken);
        request.Labels = models[0].Manifest.Labels;
        ExplanationRules.Verify(request, models);
        await fetcher.FetchAsync(request, cancellationToken);
        var rooms = request.Rooms.ConvertAll(room => new RoomJobs(room, models, request.Explained, events.KeepsEmbeddings, decoder));
        var jobs = rooms.SelectMany(room => room.Jobs.Values).ToList();
        rules.VerifyCost(jobs.Sum(job => job.Cost.Samples));
        await cache.RunAsync(jobs, request.Cache, work => service.Workers.RunAsync(work, deadline.Left, cancellationToken), cancellationToken);
        metrics.Worked(rooms);

        var builder = new ResponseBuilder(request, models, Assignment(evaluation), time);
        var response = builder.Build(rooms);
        metrics.Predicted(response);
        response.Timings = Timings(jobs, parsed, Stopwatch.GetElapsedTime(received));
        events.Record(request, evaluation, response, rooms);
        if (cache.IsEnabled) response.Timings.Cache.Add(rooms.SelectMany(room => room.CacheStatuses(request.Cache)));
        if (evaluation is not null) shadows.Prepare(request, catalog, models[0], rooms, response);
        return response;
    }

    /// <summary>Models that the request names go before every experiment.</summary>
    private async ValueTask<(ModelSession[] Models, Evaluation? Evaluation)> ChooseAsync(RecognitionRequest request, ModelCatalog catalog, CancellationToken cancellationToken)
    {
        if (request.ModelReferences.Count > 0) return ([.. request.ModelReferences.Select(catalog.Require)], null);
        using var span = Stages.Begin("assign");
        var (model, evaluation) = await assignment.AssignAsync(request, catalog, cancellationToken);
        span?.SetTag("room_type.model", model.Registered.Reference.ToString());
        return ([model], evaluation);
    }

    private Assignment? Assignment(Evaluation? evaluation) => evaluation is { } chosen
        ? new Assignment { Feature = assignment.Feature, Variation = chosen.Variation.Name, Reason = chosen.Reason }
        : null;

    private static Timings Timings(List<PictureJob> jobs, TimeSpan parsed, TimeSpan total) => new()
    {
        TotalMs = total.TotalMilliseconds,
        ParseMs = parsed.TotalMilliseconds,
        QueueMs = jobs.Count == 0 ? 0 : jobs.Max(job => job.Queued).TotalMilliseconds,
        DecodeMs = jobs.Sum(job => job.Decoding.TotalMilliseconds),
        InferMs = jobs.Sum(job => job.Inferring.TotalMilliseconds),
    };
}
