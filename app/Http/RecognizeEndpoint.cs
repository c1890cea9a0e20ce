using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using RoomTypes.Configuration;
using RoomTypes.Http.Parsing;
using RoomTypes.Recognition;

namespace RoomTypes.Http;

/// <summary>POST /v1/recognize: body in, answer out.</summary>
internal static class RecognizeEndpoint
{
    /// <summary>Tells which rooms the pictures show.</summary>
    public static async Task HandleAsync(
        HttpContext context,
        [FromServices] Recognizer recognizer, [FromServices] RequestRules rules, [FromServices] MemoryBudget budget, [FromServices] ServiceOptions options)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        deadline.CancelAfter(TimeSpan.FromSeconds(options.Http.TimeoutSeconds));
        using var request = new RecognitionRequest { MostPictures = options.Http.MaxImages };
        try
        {
            var received = await ReadAsync(context.Request, request, budget, options, deadline.Token);
            if (request.RequestId.Length == 0) request.RequestId = context.TraceIdentifier;
            rules.Verify(request);
            RequestIds.Use(context, request.RequestId);
            var response = await recognizer.RecognizeAsync(request, received, deadline.Token);
            await Answers.WriteAsync(context, response, AnswerJson.Write);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            throw new ServiceException(
                ErrorKind.DeadlineExceeded, "deadline_exceeded", $"The answer was not ready within {options.Http.TimeoutSeconds} seconds. Send fewer pictures, or try again later.")
            {
                Limit = $"{options.Http.TimeoutSeconds} seconds",
            };
        }
    }

    private static async Task<long> ReadAsync(
        HttpRequest http, RecognitionRequest request, MemoryBudget budget, ServiceOptions options, CancellationToken cancellationToken)
    {
        var type = MediaTypes.Match(http.ContentType) ?? throw Unsupported(http.ContentType);
        var most = options.Http.MaxRequestBytes;
        RequestBody.VerifyLength(http, most);
        request.Own(budget.Reserve(http.ContentLength ?? most));
        var body = await RequestBody.ReadAsync(http, most, cancellationToken);
        request.Own(body);
        var received = Stopwatch.GetTimestamp();
        switch (type)
        {
            case MediaTypes.Protobuf or "application/protobuf":
                ProtobufRequestReader.Read(body.Memory, request);
                break;
            case MediaTypes.Json:
                JsonRequestReader.Read(body.Memory, request);
                break;
            case MediaTypes.Multipart:
                ReadQuery(http, request);
                MultipartRequestReader.Read(body.Memory, http.ContentType!, request);
                break;
            default:
                ReadQuery(http, request);
                request.AddPicture(request.Room(request.UnnamedRoomId ?? ""), new Picture(body.Memory));
                break;
        }

        return received;
    }

    private static void ReadQuery(HttpRequest http, RecognitionRequest request)
    {
        foreach (var (name, values) in http.Query)
        {
            foreach (var value in values) FormFields.Set(request, name, value ?? "");
        }
    }

    private static ServiceException Unsupported(string? contentType) => new(
        ErrorKind.UnsupportedType, "content_type_unsupported",
        $"The content type is {(contentType is null ? "missing" : $"'{contentType}'")}; allowed are {string.Join(", ", MediaTypes.Requests)}.")
    {
        Value = contentType,
        Limit = string.Join(", ", MediaTypes.Requests),
    };
}
