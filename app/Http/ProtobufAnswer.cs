using System.Text;
using Google.Protobuf;

namespace RoomTypes.Http;

/// <summary>Writes a message as JSON or in its binary form.</summary>
internal static class ProtobufAnswer
{
    /// <summary>Zeros are written too: a reader of the JSON sees every number.</summary>
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    public static Task WriteJsonAsync(HttpContext context, IMessage message) =>
        WriteAsync(context, MediaTypes.Json, Encoding.UTF8.GetBytes(Formatter.Format(message)));

    public static Task WriteBinaryAsync(HttpContext context, IMessage message) =>
        WriteAsync(context, MediaTypes.Protobuf, message.ToByteArray());

    private static Task WriteAsync(HttpContext context, string contentType, byte[] body)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
