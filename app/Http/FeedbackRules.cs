using System.Globalization;
using RoomTypes.Events;
using RoomTypes.Experiments.Files;
using RoomTypes.Recognition;
using RoomTypes.V1;

namespace RoomTypes.Http;

/// <summary>The limits of feedback.proto, and the event that a request stands for.</summary>
/// <param name="options">How long events are kept.</param>
/// <param name="plan">Gives metrics their ranges.</param>
/// <param name="time">Dates feedback that has no time of its own.</param>
public sealed class FeedbackRules(EventOptions options, ExperimentPlan plan, TimeProvider time)
{
    private const int LongestId = 128;
    private const int LongestEntityId = 256;
    private const int LongestMetric = 64;

    /// <summary>The event, or null if it or its prediction is older than events are kept.</summary>
    /// <exception cref="ServiceException">Names the field, its value and what is allowed.</exception>
    public EventRecord? Read(FeedbackRequest request)
    {
        var now = time.GetUtcNow();
        Verify(request);
        var prediction = PredictionId(request.PredictionId, now);
        var happened = Time(request, now);
        var id = Id(request, happened);
        var oldest = now.AddDays(-options.RetentionDays);
        if (happened < oldest || (prediction is { } named && ContentId.TimeOf(named) < oldest)) return null;
        if (request.FeedbackCase == FeedbackRequest.FeedbackOneofCase.CorrectRoomType)
        {
            return new Feedback
            {
                Id = id,
                Time = happened,
                EntityId = request.EntityId,
                PredictionId = prediction!.Value,
                RoomType = RoomTypeNames.Label(request.CorrectRoomType),
            };
        }

        return new MetricEvent
        {
            Id = id,
            Time = happened,
            EntityId = request.EntityId,
            PredictionId = prediction,
            Name = request.Metric.Name,
            Value = request.Metric.Value,
        };
    }

    private void Verify(FeedbackRequest request)
    {
        if (request.EntityId.Contains('\0')) throw Invalid("value_invalid", "entity_id", "text with the character U+0000", "text without it");
        if (request.EntityId.Length > LongestEntityId) throw Invalid("value_too_long", "entity_id", $"{request.EntityId.Length} characters", $"at most {LongestEntityId} characters");
        if (request.FeedbackId.Length > LongestId) throw Invalid("value_too_long", "feedback_id", $"{request.FeedbackId.Length} characters", $"at most {LongestId} characters");
        switch (request.FeedbackCase)
        {
            case FeedbackRequest.FeedbackOneofCase.CorrectRoomType:
                if (request.PredictionId.Length == 0) throw Invalid("prediction_id_missing", "prediction_id", "", "the prediction_id of an answer, with correct_room_type");
                if (request.CorrectRoomType == RoomType.Unspecified || !Enum.IsDefined(request.CorrectRoomType))
                    throw Invalid("room_type_invalid", "correct_room_type", $"{request.CorrectRoomType:D}", "a room type other than ROOM_TYPE_UNSPECIFIED, which is 0");
                break;
            case FeedbackRequest.FeedbackOneofCase.Metric:
                if (request.PredictionId.Length + request.EntityId.Length == 0) throw Invalid("entity_id_missing", "entity_id", "", "an entity_id or a prediction_id, with metric");
                if (!IsMetric(request.Metric.Name)) throw Invalid("metric_invalid", "metric.name", request.Metric.Name, $"1 to {LongestMetric} of a-z 0-9 . _ -");
                var (least, most) = Range(request.Metric.Name);
                if (!(request.Metric.Value >= least && request.Metric.Value <= most))
                    throw Invalid("metric_invalid", "metric.value", request.Metric.Value.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));
                break;
            default:
                throw Invalid("feedback_missing", "the feedback", "", "correct_room_type or metric");
        }
    }

    /// <summary>The range that a plan gives the metric, or the one of all values. A plan that cannot be read limits nothing.</summary>
    private (double Least, double Most) Range(string name)
    {
        var ranges = plan.IsReadable
            ? plan.Features.SelectMany(feature => feature.Experiment?.Metrics ?? []).Where(metric => metric.Event == name).ToList()
            : [];
        return (
            ranges.Select(metric => metric.Minimum ?? -MetricQuery.MostValue).DefaultIfEmpty(-MetricQuery.MostValue).Min(),
            ranges.Select(metric => metric.Maximum ?? MetricQuery.MostValue).DefaultIfEmpty(MetricQuery.MostValue).Max());
    }

    private static bool IsMetric(string name) =>
        name.Length is > 0 and <= LongestMetric && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');

    private static Guid? PredictionId(string text, DateTimeOffset now)
    {
        if (text.Length == 0) return null;
        if (Guid.TryParseExact(text, "N", out var id) && ContentId.TimeOf(id) is { } made && made <= now + EventTime.ClockSkew) return id;
        throw Invalid("prediction_id_invalid", "prediction_id", text, "the prediction_id of an answer: 32 hexadecimal digits");
    }

    private static DateTimeOffset Time(FeedbackRequest request, DateTimeOffset now)
    {
        if (request.Time is null) return now;
        DateTimeOffset happened;
        try
        {
            happened = request.Time.ToDateTimeOffset();
        }
        catch (InvalidOperationException)
        {
            throw Invalid("time_invalid", "time", $"{request.Time.Seconds} s {request.Time.Nanos} ns", "a time of the years 1 to 9999");
        }

        if (happened <= now + EventTime.ClockSkew) return EventTime.Within(happened, now);
        throw Invalid("time_invalid", "time", happened.ToString("O", CultureInfo.InvariantCulture), $"not after now, {now:O}");
    }

    /// <summary>
    /// The caller's id, or one made of the content and the second: what is sent again after a timeout counts once. Values without a time are dated
    /// by their arrival; a correction is the same whenever it arrives.
    /// </summary>
    private static Guid Id(FeedbackRequest request, DateTimeOffset happened)
    {
        if (request.FeedbackId.Length > 0) return ContentId.Of("feedback_id", request.FeedbackId);
        return ContentId.Of(
            request.PredictionId.ToUpperInvariant(), request.EntityId,
            request.Time?.ToString() ?? (request.Metric is null ? "" : happened.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)), $"{request.CorrectRoomType}",
            request.Metric?.Name ?? "", (request.Metric?.Value ?? 0).ToString("R", CultureInfo.InvariantCulture));
    }

    private static ServiceException Invalid(string code, string field, string value, string allowed) =>
        new(ErrorKind.Invalid, code, $"{field} is '{value}'; allowed is {allowed}.") { Value = value, Limit = allowed };
}
