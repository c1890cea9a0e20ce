using Google.Protobuf;
using RoomTypes.Recognition;

namespace RoomTypes.Http;

/// <summary>Writes answers, with their length.</summary>
internal static class Answers
{
    /// <summary>The message as JSON.</summary>
    public static Task WriteJsonAsync(HttpContext context, IMessage message) =>
        WriteAsync(context, MediaTypes.Json, ResponseJson.Write(message));

    /// <summary>The message in its binary form.</summary>
    public static Task WriteBinaryAsync(HttpContext context, IMessage message) =>
        WriteAsync(context, MediaTypes.Protobuf, message.ToByteArray());

    /// <summary>Bytes as they are. A connection that ends also ends the write.</summary>
    public static Task WriteAsync(HttpContext context, string contentType, byte[] body)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, CancellationToken.None).AsTask();
    }
}
