using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace RoomTypes.Json;

/// <summary>
/// Reads JSON whose every text is Unicode. The runtime's own reader takes bytes that are no UTF-8, and escapes that are half a surrogate
/// pair, and throws when somebody asks for the text.
/// </summary>
internal static class StrictJson
{
    private const int BomLength = 3;

    /// <summary>The document, which begins with a byte order mark or not.</summary>
    /// <exception cref="JsonException">It is no JSON, or a text in it is no Unicode.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        var text = utf8[BomOf(utf8.Span)..];
        Verify(text.Span, default);
        return JsonDocument.Parse(text);
    }

    /// <summary>The document that a text holds.</summary>
    /// <exception cref="JsonException">It is no JSON, or a text in it is no Unicode.</exception>
    public static JsonDocument Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>The text behind its byte order mark, if it has one.</summary>
    public static ReadOnlySpan<byte> WithoutBom(ReadOnlySpan<byte> utf8) => utf8[BomOf(utf8)..];

    /// <summary>Checks all names and texts.</summary>
    /// <exception cref="JsonException">It is no JSON, or a text in it is no Unicode.</exception>
    public static void Verify(ReadOnlySpan<byte> utf8, JsonReaderOptions options)
    {
        if (!Utf8.IsValid(utf8)) throw new JsonException("It is not valid UTF-8.");
        var reader = new Utf8JsonReader(utf8, options);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped) VerifyText(reader);
        }
    }

    /// <summary>What is wrong where, without what only a programmer of the reader could change.</summary>
    public static string Reason(JsonException exception)
    {
        var sentence = exception.Message.Split(". ", 2)[0].TrimEnd('.');
        return exception is { LineNumber: { } line, BytePositionInLine: { } position } ? $"{sentence} (line {line + 1}, byte {position + 1})." : $"{sentence}.";
    }

    private static int BomOf(ReadOnlySpan<byte> utf8) => utf8.StartsWith("\uFEFF"u8) ? BomLength : 0;

    private static void VerifyText(in Utf8JsonReader reader)
    {
        try
        {
            _ = reader.GetString();
        }
        catch (InvalidOperationException)
        {
            throw new JsonException($"The text at byte {reader.TokenStartIndex} holds half a surrogate pair.");
        }
    }
}
