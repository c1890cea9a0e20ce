using System.Buffers;
using System.Text;
using System.Text.Json;
using RoomTypes.Experiments.Files;

namespace RoomTypes.Experiments;

/// <summary>The facts that an exposure keeps of an entity, so that results can be broken down by them: those that its experiment declares.</summary>
internal static class Breakdown
{
    /// <summary>The most attributes of an experiment.</summary>
    public const int MostAttributes = 5;

    /// <summary>The most characters of an attribute's name, as of requests'.</summary>
    public const int LongestAttribute = 64;

    /// <summary>The declared attributes that are texts other than empty, as <see cref="Events.Exposure.Attributes"/>; null without any.</summary>
    public static string? Of(ExperimentPlan plan, string feature, in Evaluation chosen, in Attributes attributes)
    {
        if (chosen.Reason != Reasons.Experiment || plan.Find(feature)?.Experiment is not { Breakdown.Count: > 0 } experiment || experiment.Name != chosen.Rule) return null;
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        var any = false;
        foreach (var name in experiment.Breakdown)
        {
            if (!attributes.Get(name).TryGetText(out var value) || value.Length == 0) continue;
            json.WriteString(name, value);
            any = true;
        }

        json.WriteEndObject();
        json.Flush();
        return any ? Encoding.UTF8.GetString(buffer.WrittenSpan) : null;
    }

    /// <summary>The attributes by name of what <see cref="Of"/> made.</summary>
    public static IReadOnlyDictionary<string, string> Read(string? attributes)
    {
        if (attributes is null) return new Dictionary<string, string>();
        using var document = JsonDocument.Parse(attributes);
        return document.RootElement.EnumerateObject().ToDictionary(attribute => attribute.Name, attribute => attribute.Value.GetString()!);
    }
}
