using Google.Protobuf;

namespace RoomTypes.Http;

/// <summary>Writes answers, with their length.</summary>
internal static class Answers
{
    /// <summary>The message as JSON, or in its binary form if that is preferred.</summary>
    /// <param name="context">The request.</param>
    /// <param name="message">What is answered.</param>
    /// <param name="json">Writes it as JSON.</param>
    public static Task WriteAsync<T>(HttpContext context, T message, Func<T, ReadOnlyMemory<byte>> json) where T : IMessage =>
        MediaTypes.PrefersProtobuf(context.Request)
            ? WriteAsync(context, MediaTypes.Protobuf, message.ToByteArray())
            : WriteAsync(context, MediaTypes.Json, json(message));

    /// <summary>Bytes as they are. A connection that ends also ends the write.</summary>
    public static Task WriteAsync(HttpContext context, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, CancellationToken.None).AsTask();
    }
}
