using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using RoomTypes.V1;

namespace RoomTypes.Http.Parsing;

/// <summary>Reads a FeedbackRequest in the JSON mapping of Protocol Buffers: null is unset, also beside the other member of a oneof.</summary>
internal static class JsonFeedbackReader
{
    private const string EnumPrefix = "ROOM_TYPE_";
    private const int SecondsLength = 19;
    private const int MostFraction = 9;

    public static void Read(Memory<byte> body, FeedbackRequest request) => JsonWalker.Walk(body, request, ReadRequest);

    private static void ReadRequest(ref JsonWalker json, FeedbackRequest request)
    {
        json.OpenObject();
        while (json.NextField() is { } field)
        {
            switch (field)
            {
                case "predictionId" or "prediction_id":
                    request.PredictionId = json.Text(field);
                    break;
                case "entityId" or "entity_id":
                    request.EntityId = json.Text(field);
                    break;
                case "correctRoomType" or "correct_room_type":
                    ReadRoomType(ref json, field, request);
                    break;
                case "metric":
                    ReadMetric(ref json, field, request);
                    break;
                case "time":
                    json.Read();
                    if (!json.IsNull) request.Time = ParseTime(json.CurrentText(field)) ?? throw json.Wrong(field, "a time such as 2026-01-31T12:00:00.5Z");
                    break;
                case "feedbackId" or "feedback_id":
                    request.FeedbackId = json.Text(field);
                    break;
                default:
                    throw json.Unknown(field, "predictionId, entityId, correctRoomType, metric, time, feedbackId");
            }
        }
    }

    private static void ReadRoomType(ref JsonWalker json, string field, FeedbackRequest request)
    {
        json.Read();
        if (json.IsNull) return;
        VerifyOnlyOne(json, field, request, FeedbackRequest.FeedbackOneofCase.CorrectRoomType);
        var value = json.CurrentEnum(field, ValueOf);
        if (value < 0) throw json.Wrong(field, $"one of {string.Join(", ", System.Enum.GetValues<RoomType>().Select(Name))}");
        request.CorrectRoomType = (RoomType)value;
    }

    private static void ReadMetric(ref JsonWalker json, string field, FeedbackRequest request)
    {
        if (!json.OpenFieldObject()) return;
        VerifyOnlyOne(json, field, request, FeedbackRequest.FeedbackOneofCase.Metric);
        var metric = new Metric();
        while (json.NextField() is { } part)
        {
            if (part == "name") metric.Name = json.Text(part);
            else if (part == "value") metric.Value = json.Double(part);
            else throw json.Unknown(part, "name, value");
        }

        request.Metric = metric;
    }

    private static void VerifyOnlyOne(in JsonWalker json, string field, FeedbackRequest request, FeedbackRequest.FeedbackOneofCase own)
    {
        if (request.FeedbackCase is not FeedbackRequest.FeedbackOneofCase.None && request.FeedbackCase != own) throw json.Wrong(field, "one of correctRoomType and metric");
    }

    private static int ValueOf(string name)
    {
        foreach (var type in System.Enum.GetValues<RoomType>())
        {
            if (name == Name(type)) return (int)type;
        }

        return -1;
    }

    private static string Name(RoomType type) => EnumPrefix + Recognition.RoomTypeNames.Label(type).ToUpperInvariant();

    /// <summary>RFC 3339 with up to nine digits of a second and any offset, as the mapping has it; null for anything else.</summary>
    private static Timestamp? ParseTime(string text)
    {
        var offset = text.Length > SecondsLength ? text.AsSpan(SecondsLength).IndexOfAny("Z+-") + SecondsLength : 0;
        if (offset < SecondsLength) return null;
        var fraction = text.AsSpan(SecondsLength, offset - SecondsLength);
        if (fraction.Length > 0 && (fraction[0] != '.' || fraction.Length is 1 or > MostFraction + 1 || fraction[1..].ContainsAnyExceptInRange('0', '9'))) return null;
        var nanos = fraction.Length == 0 ? 0 : int.Parse(fraction[1..].ToString().PadRight(MostFraction, '0'), CultureInfo.InvariantCulture);
        var whole = string.Concat(text.AsSpan(0, SecondsLength), text.AsSpan(offset));
        const string Format = "yyyy-MM-dd'T'HH:mm:ssK";
        if (whole.EndsWith('Z')) whole = whole[..^1] + "+00:00";
        if (!DateTimeOffset.TryParseExact(whole, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return null;
        return new Timestamp { Seconds = time.ToUnixTimeSeconds(), Nanos = nanos };
    }
}
