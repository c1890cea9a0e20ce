using Google.Protobuf.WellKnownTypes;
using RoomTypes.V1;

namespace RoomTypes.Http.Parsing;

/// <summary>Reads a FeedbackRequest in either of its forms, as strictly as a RecognizeRequest is read.</summary>
internal static class FeedbackReader
{
    /// <param name="mediaType">One of <see cref="MediaTypes.Requests"/>.</param>
    /// <param name="body">The whole body.</param>
    /// <exception cref="ServiceException">The body is no such message.</exception>
    public static FeedbackRequest Read(string mediaType, Memory<byte> body)
    {
        var request = new FeedbackRequest();
        if (mediaType == MediaTypes.Json) JsonFeedbackReader.Read(body, request);
        else Read(new WireReader(nameof(FeedbackRequest), body), request);
        return request;
    }

    private static void Read(WireReader reader, FeedbackRequest request)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case FeedbackRequest.PredictionIdFieldNumber:
                    request.PredictionId = reader.Text();
                    break;
                case FeedbackRequest.EntityIdFieldNumber:
                    request.EntityId = reader.Text();
                    break;
                case FeedbackRequest.CorrectRoomTypeFieldNumber:
                    request.CorrectRoomType = (RoomType)reader.Int32();
                    break;
                case FeedbackRequest.MetricFieldNumber:
                    // A message that comes twice is merged; the last of a oneof counts.
                    ReadMetric(reader.Message(), request.Metric ??= new Metric());
                    break;
                case FeedbackRequest.TimeFieldNumber:
                    ReadTime(reader.Message(), request.Time ??= new Timestamp());
                    break;
                case FeedbackRequest.FeedbackIdFieldNumber:
                    request.FeedbackId = reader.Text();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static void ReadMetric(WireReader reader, Metric metric)
    {
        while (reader.Next())
        {
            if (reader.Field == Metric.NameFieldNumber) metric.Name = reader.Text();
            else if (reader.Field == Metric.ValueFieldNumber) metric.Value = reader.Double();
            else reader.Skip();
        }
    }

    private static void ReadTime(WireReader reader, Timestamp time)
    {
        while (reader.Next())
        {
            if (reader.Field == Timestamp.SecondsFieldNumber) time.Seconds = reader.Int64();
            else if (reader.Field == Timestamp.NanosFieldNumber) time.Nanos = reader.Int32();
            else reader.Skip();
        }
    }
}
