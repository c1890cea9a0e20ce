using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Rendering;

/// <summary>Shortens inputs to what tells one resource from another.</summary>
internal static class PropertyLine
{
    private const int MaxValueLength = 64;

    // Every AWS resource may have these, and they tell little; the JSON has them.
    private static readonly HashSet<string> Omitted = ["tags", "tagsAll", "region"];

    /// <summary>Name and short value of each input, in order of name.</summary>
    public static IEnumerable<(string Name, string Text)> Of(RecordedResource resource) => resource.Inputs.Fields
        .Where(field => !resource.Type.StartsWith("aws:", StringComparison.Ordinal) || !Omitted.Contains(field.Key))
        .OrderBy(field => field.Key, StringComparer.Ordinal)
        .Select(field => (field.Key, Text(field.Value)));

    /// <summary>A short text for any value; never a secret.</summary>
    public static string Text(Value value)
    {
        var text = PropertyJson.Convert(value) switch
        {
            null => "null",
            JsonValue scalar when scalar.TryGetValue<string>(out var s) && JsonText.Structure(s) is { } structure => Readable(structure),
            JsonValue scalar when scalar.TryGetValue<string>(out var s) => s == PropertyValue.Unknown ? "[unknown]" : s.ReplaceLineEndings(" "),
            var node => Readable(node),
        };
        return text.Length <= MaxValueLength ? text : $"{text[..(MaxValueLength - 1)]}…";
    }

    private static string Readable(JsonNode node) => node switch
    {
        JsonObject mapping when mapping[PropertyValue.SignatureKey]?.GetValue<string>() is { } signature => Special(signature, mapping),
        JsonObject mapping => $"{{{string.Join(", ", mapping.Select(entry => $"{entry.Key}: {ReadableOrNull(entry.Value)}"))}}}",
        JsonArray list => $"[{string.Join(", ", list.Select(ReadableOrNull))}]",
        _ => node.ToJsonString(PropertyJson.Compact).Replace(PropertyValue.Unknown, "[unknown]", StringComparison.Ordinal).Trim('"'),
    };

    private static string ReadableOrNull(JsonNode? node) => node is null ? "null" : Readable(node);

    private static string Special(string signature, JsonObject mapping) => signature switch
    {
        PropertyValue.AssetSignature => $"asset({mapping["path"] ?? mapping["uri"] ?? "text"})",
        PropertyValue.ArchiveSignature => $"archive({mapping["path"] ?? mapping["uri"] ?? "assets"})",
        PropertyValue.ResourceSignature => $"resource({mapping["urn"]})",
        _ => mapping.ToJsonString(PropertyJson.Compact),
    };
}
