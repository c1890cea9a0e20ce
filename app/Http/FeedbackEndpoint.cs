using Microsoft.AspNetCore.Mvc;
using RoomTypes.Configuration;
using RoomTypes.Events;
using RoomTypes.Http.Parsing;
using RoomTypes.V1;

namespace RoomTypes.Http;

/// <summary>POST /v1/feedback: what was right, or a value of a metric.</summary>
internal static class FeedbackEndpoint
{
    private const int MaxBytes = 16 * 1024;

    /// <summary>Answers when the feedback is durable.</summary>
    public static async Task HandleAsync(
        HttpContext context, [FromServices] IEventLog events, [FromServices] FeedbackRules rules, [FromServices] ServiceOptions options)
    {
        if (!events.IsEnabled)
        {
            throw new ServiceException(
                ErrorKind.NotFound, "feedback_disabled", "This service has no event store to keep feedback in. Set RoomType:Events:Store to sqlite or postgres.");
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        deadline.CancelAfter(TimeSpan.FromSeconds(options.Http.TimeoutSeconds));
        var request = await ReadAsync(context.Request, deadline.Token);
        var record = rules.Read(request);
        var response = new FeedbackResponse { FeedbackId = request.FeedbackId.Length > 0 ? request.FeedbackId : record?.Id.ToString("N") ?? "" };
        (response.Outcome, response.Detail) = record is null
            ? (FeedbackOutcome.TooLate, $"Events are kept for {options.Events.RetentionDays} days; this is older and was not kept.")
            : Told(await AppendAsync(events, record, options, deadline.Token, context.RequestAborted));
        await Answers.WriteAsync(context, response, AnswerJson.Write);
    }

    private static async Task<FeedbackRequest> ReadAsync(HttpRequest http, CancellationToken cancellationToken)
    {
        var type = MediaTypes.Match(http.ContentType);
        if (type is not (MediaTypes.Protobuf or "application/protobuf" or MediaTypes.Json))
        {
            throw new ServiceException(
                ErrorKind.UnsupportedType, "content_type_unsupported",
                $"The content type is '{http.ContentType}'; allowed are {MediaTypes.Protobuf} and {MediaTypes.Json}.")
            {
                Value = http.ContentType,
                Limit = $"{MediaTypes.Protobuf}, {MediaTypes.Json}",
            };
        }

        RequestBody.VerifyLength(http, MaxBytes);
        using var body = await RequestBody.ReadAsync(http, MaxBytes, cancellationToken);
        return FeedbackReader.Read(type, body.Memory);
    }

    private static async Task<AppendResult> AppendAsync(
        IEventLog events, EventRecord record, ServiceOptions options, CancellationToken deadline, CancellationToken aborted)
    {
        try
        {
            return await events.AppendAsync(record, deadline);
        }
        catch (EventStoreException exception)
        {
            throw new ServiceException(
                ErrorKind.NotReady, "event_store_unavailable", $"The feedback could not be kept; send it again. {exception.Message}");
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            throw new ServiceException(
                ErrorKind.DeadlineExceeded, "deadline_exceeded", $"The feedback was not on disk within {options.Http.TimeoutSeconds} seconds; send it again.")
            {
                Limit = $"{options.Http.TimeoutSeconds} seconds",
            };
        }
    }

    private static (FeedbackOutcome Outcome, string Detail) Told(AppendResult result) => result switch
    {
        AppendResult.Added => (FeedbackOutcome.Joined, "Kept."),
        AppendResult.AddedUnjoined => (FeedbackOutcome.Pending, "Kept. No prediction of this id is known yet; it counts as soon as one is."),
        AppendResult.Duplicate => (FeedbackOutcome.Duplicate, "This feedback was there already; it counts once."),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };
}
