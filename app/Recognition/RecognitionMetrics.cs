using System.Diagnostics.Metrics;
using RoomTypes.Inference;

using RoomTypes.V1;

namespace RoomTypes.Recognition;

/// <summary>What recognition counts: pictures by outcome, their time by stage, predictions by model and label, and how full the queue is.</summary>
public sealed class RecognitionMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "RoomTypes.Recognition";

    /// <summary>The outcome of a picture that was worked on; others have the code of their failure.</summary>
    public const string Recognized = "recognized";

    private readonly Counter<long> _pictures;
    private readonly Counter<long> _predictions;
    private readonly Counter<long> _unknown;
    private readonly Histogram<double> _stages;

    /// <summary>Makes the instruments.</summary>
    public RecognitionMetrics(IMeterFactory meters, WorkerPool workers)
    {
        var meter = meters.Create(MeterName);
        _pictures = meter.CreateCounter<long>("room_type.pictures", "{picture}", "Pictures by outcome: recognized, or the code of their failure.");
        _predictions = meter.CreateCounter<long>("room_type.predictions", "{prediction}", "Rooms that a model gave a label to.");
        _unknown = meter.CreateCounter<long>("room_type.predictions.unknown", "{prediction}", "Rooms whose pictures show little that a model knows: their unknownScore is 0.5 or more.");
        _stages = meter.CreateHistogram("room_type.picture.duration", "s", "Time of a picture in a stage: queue, decode, infer.", null, new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
        });
        meter.CreateObservableUpDownCounter("room_type.pictures.held", () => workers.Held, "{picture}", "Pictures that wait or are worked on.");
        meter.CreateObservableUpDownCounter("room_type.workers", () => workers.Workers, "{worker}", "Pictures that can be worked on at once.");
    }

    /// <summary>Counts the pictures of a request, answered or not.</summary>
    internal void Worked(List<RoomJobs> rooms)
    {
        if (!_pictures.Enabled) return;
        foreach (var room in rooms)
        {
            foreach (var (_, failure) in room.Failures) _pictures.Add(1, new KeyValuePair<string, object?>("outcome", failure.Code));
            foreach (var job in room.Jobs.Values) Worked(job);
        }
    }

    /// <summary>Counts what a request was answered.</summary>
    internal void Predicted(RecognizeResponse response)
    {
        if (!_predictions.Enabled) return;
        foreach (var room in response.Rooms.Where(room => room.PredictionId.Length > 0))
        {
            var model = new KeyValuePair<string, object?>("model", $"{room.Model.Name}@{room.Model.Version}");
            _predictions.Add(1, model, new("label", room.Scores[0].Label));
            if (room.HasUnknownScore) _unknown.Add(room.UnknownScore >= Energy.Threshold ? 1 : 0, model);
        }
    }

    private void Worked(PictureJob job)
    {
        // What was kept passed no stage.
        if (job.HasRun || job.Spared == TimeSpan.Zero) Stages(job);
        if (job.Probabilities is not null) _pictures.Add(1, new KeyValuePair<string, object?>("outcome", Recognized));
    }

    private void Stages(PictureJob job)
    {
        Took("queue", job.Queued);
        Took("decode", job.Decoding);
        if (job.Probabilities is not null) Took("infer", job.Inferring);
    }

    private void Took(string stage, TimeSpan time) => _stages.Record(time.TotalSeconds, new KeyValuePair<string, object?>("stage", stage));
}
