using System.Text.Json;
using System.Text.Json.Serialization;
using RoomTypes.Events;

namespace RoomTypes.Export;

/// <summary>Events as JSON, one a line, with their kind.</summary>
internal static class JsonLines
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    /// <summary>Only the events of a kind's plural name; all if null.</summary>
    public static async IAsyncEnumerable<EventRecord> OfKind(IAsyncEnumerable<EventRecord> records, string? kind)
    {
        await foreach (var record in records)
        {
            if (kind is null || kind == KindOf(record)) yield return record;
        }
    }

    /// <summary>The plural name of a record's kind.</summary>
    public static string KindOf(EventRecord record) => record switch
    {
        Exposure => "exposures",
        Prediction => "predictions",
        Feedback => "feedback",
        ShadowPrediction => "shadows",
        _ => "metrics",
    };

    /// <summary>Writes every record.</summary>
    public static async Task WriteAsync(IAsyncEnumerable<EventRecord> records, Stream output)
    {
        await using var buffer = new BufferedStream(output, 1 << 16);
        await foreach (var record in records)
        {
            await JsonSerializer.SerializeAsync(buffer, record, EventJson.Default.EventRecord);
            await buffer.WriteAsync(NewLine);
        }
    }
}

/// <summary>Writes events and key figures without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventRecord))]
[JsonSerializable(typeof(KpiRow))]
internal sealed partial class EventJson : JsonSerializerContext;
