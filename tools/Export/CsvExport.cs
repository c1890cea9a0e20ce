using Rendering;
using RoomTypes.Events;

namespace RoomTypes.Export;

/// <summary>Events of one kind as CSV (RFC 4180) with a header.</summary>
internal static class CsvExport
{
    /// <summary>Writes the records of that kind.</summary>
    public static async Task WriteAsync(IAsyncEnumerable<EventRecord> records, string kind, Stream output)
    {
        await using var writer = new StreamWriter(output);
        await writer.WriteLineAsync(kind switch
        {
            "exposures" => "id,time,entityId,experiment,feature,variation,reason,attributes",
            "predictions" => "id,time,entityId,requestId,missionId,roomId,model,variation,roomType,confidence,imageCount,unknownScore,milliseconds",
            "feedback" => "id,time,entityId,predictionId,roomType",
            "shadows" => "id,time,entityId,shadow,model,roomType,confidence,milliseconds,answeredMilliseconds",
            _ => "id,time,entityId,name,value,predictionId",
        });
        await foreach (var record in JsonLines.OfKind(records, kind)) await writer.WriteLineAsync(Csv.Line([$"{record.Id:D}", record.Time.ToString("O"), record.EntityId, .. Own(record)]));
    }

    private static IEnumerable<string> Own(EventRecord record) => record switch
    {
        Exposure exposure => [exposure.Experiment, exposure.Feature, exposure.Variation, exposure.Reason, exposure.Attributes ?? ""],
        Prediction prediction =>
        [
            prediction.RequestId, prediction.MissionId, prediction.RoomId, prediction.Model, prediction.Variation, prediction.RoomType,
            Csv.Number(prediction.Confidence), $"{prediction.ImageCount}", prediction.UnknownScore is { } score ? Csv.Number(score) : "",
            prediction.Milliseconds is { } milliseconds ? Csv.Number(milliseconds) : "",
        ],
        Feedback feedback => [$"{feedback.PredictionId:D}", feedback.RoomType],
        ShadowPrediction shadow =>
        [
            shadow.Shadow, shadow.Model, shadow.RoomType, Csv.Number(shadow.Confidence), Csv.Number(shadow.Milliseconds), Csv.Number(shadow.AnsweredMilliseconds),
        ],
        MetricEvent metric => [metric.Name, Csv.Number(metric.Value), $"{metric.PredictionId:D}"],
        _ => throw new ArgumentOutOfRangeException(nameof(record), record.GetType(), null),
    };
}
