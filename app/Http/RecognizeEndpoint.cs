using Microsoft.AspNetCore.Mvc;
using RoomTypes.Http.Parsing;
using RoomTypes.Recognition;
using RoomTypes.Telemetry;

namespace RoomTypes.Http;

/// <summary>POST /v1/recognize: body in, answer out.</summary>
internal static class RecognizeEndpoint
{
    /// <summary>Tells which rooms the pictures show.</summary>
    public static async Task HandleAsync(HttpContext context, [FromServices] RecognitionPipeline pipeline)
    {
        var type = MediaTypes.Match(context.Request.ContentType) ?? throw Unsupported(context.Request.ContentType);
        var response = await pipeline.AnswerAsync(context, (request, body, _) =>
        {
            Parse(type, body, context.Request, request);
            return ValueTask.CompletedTask;
        });
        using (Stages.Begin("write")) await Answers.WriteAsync(context, response, AnswerJson.Write);
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
