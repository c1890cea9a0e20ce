using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using RoomTypes.Http.Parsing;
using RoomTypes.Recognition;
using RoomTypes.Telemetry;
using RoomTypes.V1;

namespace RoomTypes.Http;

/// <summary>POST /v1/recognize: body in, answer out.</summary>
internal static class RecognizeEndpoint
{
    /// <summary>Tells which rooms the pictures show.</summary>
    public static async Task HandleAsync(
        HttpContext context, [FromServices] Recognizer recognizer, [FromServices] ShadowRunner shadows, [FromServices] RequestRules rules, [FromServices] MemoryBudget budget, [FromServices] RequestOptions options)
    {
        var deadline = context.BeginDeadline(options);
        recognizer.VerifyRoom(deadline);
        // Given back before the answer is written: callers may take their time to read it.
        var response = await RecognizeAsync();
        CacheHeaders.Tell(context.Response, response.Timings);
        using (Stages.Begin("write")) await Answers.WriteAsync(context, response, AnswerJson.Write);

        async Task<RecognizeResponse> RecognizeAsync()
        {
            var memory = budget.Open(Callers.Of(context, options));
            using var request = new RecognitionRequest { Memory = memory, MostPictures = options.MaxImages, Cache = CacheHeaders.Use(context.Request) };
            var received = await ReadAsync(context.Request, request, memory, options, deadline.Token);
            request.EntityId = Callers.Entity(context, options, request.EntityId);
            if (request.RequestId.Length == 0) request.RequestId = context.TraceIdentifier;
            rules.Verify(request);
            RequestIds.Use(context, request.RequestId);
            var answer = await recognizer.RecognizeAsync(request, received, deadline);
            if (request.Shadow is { } shadow) context.Response.OnCompleted(() => shadows.BeginAsync(shadow));
            return answer;
        }
    }

    private static async Task<long> ReadAsync(HttpRequest http, RecognitionRequest request, MemoryShare memory, RequestOptions options, CancellationToken cancellationToken)
    {
        var type = MediaTypes.Match(http.ContentType) ?? throw Unsupported(http.ContentType);
        var most = options.MaxRequestBytes;
        RequestBody.VerifyHead(http, most);
        var body = await RequestBody.ReadAsync(http, most, memory, cancellationToken);
        request.Own(body);
        var received = Stopwatch.GetTimestamp();
        using (Stages.Begin("parse")) Parse(type, body.Memory, http, request);
        return received;
    }

    private static void Parse(string type, Memory<byte> body, HttpRequest http, RecognitionRequest request)
    {
        switch (type)
        {
            case MediaTypes.Protobuf:
                ProtobufRequestReader.Read(body, request);
                break;
            case MediaTypes.Json:
                JsonRequestReader.Read(body, request);
                break;
            case MediaTypes.Multipart:
                ReadQuery(http, request);
                MultipartRequestReader.Read(body, http.ContentType!, request);
                break;
            default:
                ReadQuery(http, request);
                request.AddPicture(request.Room(request.UnnamedRoomId ?? ""), new Picture(body));
                break;
        }
    }

    private static void ReadQuery(HttpRequest http, RecognitionRequest request)
    {
        foreach (var (name, values) in http.Query)
        {
            // A presigned address's own.
            if (name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("amz-sdk-", StringComparison.OrdinalIgnoreCase)) continue;
            foreach (var value in values) FormFields.Set(request, name, value ?? "");
        }
    }

    private static ServiceException Unsupported(string? contentType) => new(
        ErrorKind.UnsupportedType, "content_type_unsupported",
        $"The content type is {(contentType is null ? "missing" : Quote.Of(contentType))}; allowed are {string.Join(", ", MediaTypes.Requests)}.")
    {
        Value = contentType,
        Limit = string.Join(", ", MediaTypes.Requests),
    };
}
