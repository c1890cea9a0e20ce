using System.Text.Json;

namespace RoomTypes.Json;

/// <summary>Where a value lies in a JSON text, so that it can be changed and all else, comments and layout too, stays as it is written.</summary>
/// <param name="Start">Its first byte.</param>
internal sealed record JsonPlace(int Start)
{
    /// <summary>The first byte after it.</summary>
    public int End { get; private set; }

    /// <summary>What it says, of a text.</summary>
    public string? Text { get; private init; }

    /// <summary>By name, in any case; of an object.</summary>
    public Dictionary<string, JsonPlace> Members { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Of a list.</summary>
    public List<JsonPlace> Items { get; } = [];

    /// <summary>The place of the whole text.</summary>
    /// <param name="utf8">The text, with a byte order mark or not.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonPlace Read(ReadOnlySpan<byte> utf8, JsonReaderOptions options)
    {
        var text = StrictJson.WithoutBom(utf8);
        var reader = new Utf8JsonReader(text, options);
        reader.Read();
        return Read(ref reader, utf8.Length - text.Length);
    }

    private static JsonPlace Read(ref Utf8JsonReader reader, int offset)
    {
        var place = new JsonPlace((int)reader.TokenStartIndex + offset) { Text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null };
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = reader.GetString()!;
                reader.Read();
                // Of a name that is there twice the last one counts, as for the serializer.
                place.Members[name] = Read(ref reader, offset);
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) place.Items.Add(Read(ref reader, offset));
        }

        place.End = (int)reader.BytesConsumed + offset;
        return place;
    }
}
