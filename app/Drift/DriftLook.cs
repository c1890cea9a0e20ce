using System.Text.Json;
using System.Text.Json.Serialization;
using RoomTypes.Events;

namespace RoomTypes.Drift;

/// <summary>What the last look at a model's drift found.</summary>
/// <param name="Time">When it was begun.</param>
/// <param name="LogEvidence">The natural logarithm of the evidence; null while there is no reference.</param>
/// <param name="IsDrift">Whether it has reached the threshold.</param>
/// <param name="UnknownShare">The share of predictions since that show little that the model knows; null where that is not known.</param>
internal sealed record DriftLook(DateTimeOffset Time, double? LogEvidence, bool IsDrift, double? UnknownShare)
{
    /// <summary>Where a model's is kept.</summary>
    public static string PathOf(string model) => $"drift-look/{model}";

    /// <summary>Of a comparison.</summary>
    public static DriftLook Of(DateTimeOffset time, DriftReading reading) =>
        new(time, reading.Report?.LogEvidence, reading.Report?.IsDrift ?? false, reading.Report?.Since.UnknownShare is { } share && double.IsFinite(share) ? share : null);

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    /// <exception cref="EventStoreException">It is something else.</exception>
    public static DriftLook Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, DriftLookJson.Default.DriftLook) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new EventStoreException($"A look at drift cannot be read: {exception.Message} Delete the document, and the next look writes a new one.", exception);
        }
    }

    /// <summary>As JSON.</summary>
    public string ToText() => JsonSerializer.Serialize(this, DriftLookJson.Default.DriftLook);
}

/// <summary>Writes and reads looks without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DriftLook))]
internal sealed partial class DriftLookJson : JsonSerializerContext;
