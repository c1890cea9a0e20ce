using System.Buffers;
using System.Text.Json;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.RuntimeApi;

/// <summary>The error format of the Runtime API: errorType, errorMessage, stackTrace (one line each).</summary>
internal static class ErrorDocument
{
    /// <summary>The value for the header Lambda-Runtime-Function-Error-Type and for errorType.</summary>
    public static string TypeOf(Exception exception) =>
        exception is InvocationException named ? named.ErrorType : exception.GetType().Name;

    public static ReadOnlyMemory<byte> Write(Exception exception)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("errorType"u8, TypeOf(exception));
        json.WriteString("errorMessage"u8, exception.Message);
        json.WriteStartArray("stackTrace"u8);
        foreach (var line in (exception.StackTrace ?? "").AsSpan().EnumerateLines())
        {
            if (line.Trim() is { IsEmpty: false } frame)
                json.WriteStringValue(frame);
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
