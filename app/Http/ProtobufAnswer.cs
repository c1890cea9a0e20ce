using Google.Protobuf;

namespace RoomTypes.Http;

/// <summary>Writes a message as JSON or in its binary form.</summary>
internal static class ProtobufAnswer
{
    /// <summary>Zeros are written too: a reader of the JSON sees every number.</summary>
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    public static Task WriteJsonAsync(HttpContext context, IMessage message)
    {
        context.Response.ContentType = MediaTypes.Json;
        return context.Response.WriteAsync(Formatter.Format(message), context.RequestAborted);
    }

    public static async Task WriteBinaryAsync(HttpContext context, IMessage message)
    {
        context.Response.ContentType = MediaTypes.Protobuf;
        context.Response.ContentLength = message.CalculateSize();
        message.WriteTo(context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
