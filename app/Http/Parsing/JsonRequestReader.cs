using System.Text.Json;
using RoomTypes.Recognition;

namespace RoomTypes.Http.Parsing;

/// <summary>
/// Reads a RecognizeRequest in the JSON mapping of Protocol Buffers (protobuf.dev/programming-guides/json): lowerCamelCase or
/// original field names, null for a default, base64 for bytes. Pictures are decoded where they stand in the body.
/// </summary>
internal static class JsonRequestReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };

    /// <param name="body">The body; the text of pictures is overwritten with their bytes.</param>
    /// <param name="request">Filled.</param>
    /// <exception cref="ServiceException">The text is not JSON, or a field is unknown or of the wrong type.</exception>
    public static void Read(Memory<byte> body, RecognitionRequest request)
    {
        try
        {
            var reader = new JsonRequestFields(body, new Utf8JsonReader(body.Span, Options));
            reader.ReadRequest(request);
        }
        catch (JsonException exception)
        {
            throw new ServiceException(ErrorKind.Malformed, "json_malformed", $"The body is not JSON: {exception.Message}");
        }
        catch (InvalidOperationException exception)
        {
            // Strings that are not valid UTF-8 or hold a lone surrogate.
            throw new ServiceException(ErrorKind.Malformed, "json_malformed", $"The body holds a string that cannot be read: {exception.Message}");
        }
    }
}
