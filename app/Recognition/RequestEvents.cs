using RoomTypes.Events;
using RoomTypes.Experiments;
using RoomTypes.Experiments.Files;
using RoomTypes.V1;

namespace RoomTypes.Recognition;

/// <summary>Leaves what a request showed with the event log: who met which variation, and every prediction. Never waits.</summary>
/// <param name="log">Takes the events.</param>
/// <param name="assignment">Names the feature.</param>
/// <param name="plan">Says which attributes of an entity are kept.</param>
/// <param name="options">Says whether embeddings are kept.</param>
/// <param name="time">Dates them.</param>
public sealed class RequestEvents(IEventLog log, ModelAssignment assignment, ExperimentPlan plan, EventOptions options, TimeProvider time)
{
    /// <summary>Whether the models are to tell their embeddings.</summary>
    public bool KeepsEmbeddings { get; } = options.Embeddings && log.IsEnabled;

    /// <summary>Records an answer.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="evaluation">How the model was chosen; null if no experiment had a say.</param>
    /// <param name="response">What is answered: by room and model.</param>
    /// <param name="rooms">The work on the rooms' pictures.</param>
    internal void Record(RecognitionRequest request, Evaluation? evaluation, RecognizeResponse response, List<RoomJobs> rooms)
    {
        if (!log.IsEnabled) return;
        var now = time.GetUtcNow();
        if (evaluation is { } chosen && Exposures.Of(plan, assignment.Feature, request.EntityId, chosen, new Attributes(request.Attributes), now) is { } exposure) log.TryAppend(exposure);
        var models = response.Rooms.Count / rooms.Count;
        for (var i = 0; i < response.Rooms.Count; i++)
        {
            if (response.Rooms[i].PredictionId.Length == 0) continue;
            var prediction = Prediction(request, evaluation, response, response.Rooms[i], now);
            log.TryAppend(KeepsEmbeddings ? prediction with { Embedding = rooms[i / models].Embedding(i % models), Quality = rooms[i / models].Quality() } : prediction);
        }
    }

    private static Prediction Prediction(RecognitionRequest request, Evaluation? evaluation, RecognizeResponse response, RoomPrediction room, DateTimeOffset now) => new()
    {
        Id = Guid.ParseExact(room.PredictionId, "N"),
        Time = now,
        EntityId = request.EntityId,
        RequestId = request.RequestId,
        MissionId = request.MissionId,
        RoomId = room.RoomId,
        Model = $"{room.Model.Name}@{room.Model.Version}",
        // A default or a failed source is nobody's choice: such an answer must not count for the variation that happens to be the default.
        Variation = evaluation is { Reason: Reasons.Experiment or Reasons.Launch or Reasons.EntityOverride } ? evaluation.Value.Variation.Name : "",
        RoomType = room.RoomType == RoomType.Unknown ? UnknownRooms.Label : room.Scores[0].Label,
        Confidence = room.Confidence,
        UnknownScore = room.HasUnknownScore ? room.UnknownScore : null,
        ImageCount = (int)room.ImageCount,
        Milliseconds = response.Timings.TotalMs,
    };
}
