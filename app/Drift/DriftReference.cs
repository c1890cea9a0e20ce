using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using RoomTypes.Events;
using RoomTypes.Statistics.Drift;

namespace RoomTypes.Drift;

/// <summary>What a model saw in its first days.</summary>
/// <param name="Seen">Mixed, once it is whole.</param>
/// <param name="Until">What comes from then on is compared with it.</param>
internal sealed record DriftReference(IReadOnlyList<Seen> Seen, DateTimeOffset Until)
{
    /// <summary>Whether it has as many predictions as it is to have.</summary>
    public bool IsWhole => Seen.Count >= DriftReader.WholeReference;

    /// <summary>Where a model's is kept.</summary>
    public static string PathOf(string model) => $"drift/{model}";

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    /// <exception cref="EventStoreException">It is something else.</exception>
    public static DriftReference Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            var seen = root.GetProperty("seen").EnumerateArray().Select(own => new Seen(
                Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(own.GetProperty("embedding").GetBytesFromBase64()).ToArray(), value => (float)value),
                own.GetProperty("label").GetString()!,
                own.GetProperty("confidence").GetDouble())
            {
                Right = own.TryGetProperty("right", out var right) ? right.GetString() : null,
                UnknownScore = own.TryGetProperty("unknownScore", out var score) ? score.GetDouble() : null,
                Quality = own.TryGetProperty("quality", out var quality) ? new(quality[0].GetDouble(), quality[1].GetDouble(), quality[2].GetDouble()) : null,
            }).ToArray();
            // Half of it is measured to and half ranked among: neither may be the earlier half. The same order every time.
            new Random(1).Shuffle(seen);
            return new(seen, root.GetProperty("until").GetDateTimeOffset());
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new EventStoreException($"A drift reference cannot be read: {exception.Message} Delete the document, and a new one is begun.", exception);
        }
    }

    /// <summary>As JSON, embeddings as float16 in base64.</summary>
    public string ToText()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("until", Until);
            json.WriteStartArray("seen");
            foreach (var own in Seen)
            {
                json.WriteStartObject();
                json.WriteString("label", own.Label);
                json.WriteNumber("confidence", own.Confidence);
                json.WriteBase64String("embedding", MemoryMarshal.AsBytes(Array.ConvertAll(own.Embedding, value => (Half)value).AsSpan()));
                if (own.Right is { } right) json.WriteString("right", right);
                if (own.UnknownScore is { } score) json.WriteNumber("unknownScore", score);
                if (own.Quality is { } quality) Write(json, quality);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, Quality quality)
    {
        json.WriteStartArray("quality");
        foreach (var value in new[] { quality.Brightness, quality.Sharpness, quality.Megapixels }) json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
