using Microsoft.AspNetCore.Mvc;
using RoomTypes.Events;
using RoomTypes.Http.Parsing;
using RoomTypes.Recognition;
using RoomTypes.V1;

namespace RoomTypes.Http;

/// <summary>POST /v1/feedback: what was right, or a value of a metric.</summary>
internal static class FeedbackEndpoint
{
    private const int MaxBytes = 16 * 1024;

    /// <summary>Answers when the feedback is durable.</summary>
    public static async Task HandleAsync(
        HttpContext context, [FromServices] IEventLog events, [FromServices] FeedbackRules rules, [FromServices] MemoryBudget budget, [FromServices] RequestOptions options, [FromServices] EventOptions store)
    {
        if (!events.IsEnabled)
        {
            throw new ServiceException(
                ErrorKind.NotFound, "feedback_disabled", "This service has no event store to keep feedback in. Set RoomType:Events:Store to sqlite, postgres or lake.");
        }

        var deadline = context.BeginDeadline(options);
        var request = await ReadAsync(context, budget, options, deadline.Token);
        // Feedback on a prediction is of the prediction's entity.
        if (request.EntityId.Length > 0 || request.PredictionId.Length == 0) request.EntityId = Callers.Entity(context, options, request.EntityId);
        var record = rules.Read(request);
        var response = new FeedbackResponse { FeedbackId = request.FeedbackId.Length > 0 ? request.FeedbackId : record?.Id.ToString("N") ?? "" };
        (response.Outcome, response.Detail) = record is null
            ? (FeedbackOutcome.TooLate, $"Events are kept for {store.RetentionDays} days; this is older and was not kept.")
            : Told(await AppendAsync(events, record, deadline.Token));
        await Answers.WriteAsync(context, response, AnswerJson.Write);
    }

    private static async Task<FeedbackRequest> ReadAsync(HttpContext context, MemoryBudget budget, RequestOptions options, CancellationToken cancellationToken)
    {
        var http = context.Request;
        var type = MediaTypes.Match(http.ContentType);
        if (type is not (MediaTypes.Protobuf or MediaTypes.Json))
        {
            throw new ServiceException(
                ErrorKind.UnsupportedType, "content_type_unsupported",
                $"The content type is {Quote.Of(http.ContentType ?? "")}; allowed are {MediaTypes.Protobuf} and {MediaTypes.Json}.")
            {
                Value = http.ContentType,
                Limit = $"{MediaTypes.Protobuf}, {MediaTypes.Json}",
            };
        }

        RequestBody.VerifyHead(http, MaxBytes);
        using var memory = budget.Open(Callers.Of(context, options));
        using var body = await RequestBody.ReadAsync(http, MaxBytes, memory, cancellationToken);
        return FeedbackReader.Read(type, body.Memory);
    }

    private static async Task<AppendResult> AppendAsync(IEventLog events, EventRecord record, CancellationToken deadline)
    {
        try
        {
            return await events.AppendAsync(record, deadline);
        }
        catch (EventStoreException exception) when (exception.IsTheEvents)
        {
            throw new ServiceException(ErrorKind.Invalid, "feedback_refused", "The event store cannot keep this feedback: a value is too long or of the wrong form.");
        }
        catch (EventStoreException)
        {
            // Why is for operators; the event log has told them.
            throw new ServiceException(ErrorKind.NotReady, "event_store_unavailable", "The feedback could not be kept; send it again.");
        }
    }

    private static (FeedbackOutcome Outcome, string Detail) Told(AppendResult result) => result switch
    {
        AppendResult.Added => (FeedbackOutcome.Joined, "Kept."),
        AppendResult.AddedUnjoined => (FeedbackOutcome.Pending, "Kept. No prediction of this id is known yet; it counts as soon as one is."),
        AppendResult.Kept => (FeedbackOutcome.Pending, "Kept. It is joined to its prediction, and counted once, when the events are asked about."),
        AppendResult.Duplicate => (FeedbackOutcome.Duplicate, "This feedback was there already; it counts once."),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };
}
