using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pulumi.Engine.Rendering;

/// <summary>Reads the JSON that many inputs carry as text (policies, provider settings), so that it shows as structure.</summary>
internal static class JsonText
{
    /// <summary>The structure with keys sorted, or null for any other text.</summary>
    public static JsonNode? Structure(string text)
    {
        if (text.TrimStart() is not ['{' or '[', ..])
            return null;
        try
        {
            return Sorted(JsonNode.Parse(text));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject mapping => new JsonObject(mapping.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
