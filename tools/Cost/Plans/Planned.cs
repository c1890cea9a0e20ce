using System.Globalization;
using System.Text.Json.Nodes;
using Pulumi.Engine.Transitions;
using Pulumi.Engine.Values;

namespace RoomTypes.Cost.Plans;

/// <summary>A resource that a stack has or will have, with its arguments.</summary>
/// <param name="Urn">The engine's name of it.</param>
/// <param name="Type">The type token, such as aws:lambda/function:Function.</param>
/// <param name="Name">The name within the program.</param>
/// <param name="Inputs">Its arguments; what is not known before an update is the engine's placeholder.</param>
/// <param name="Uses">URNs that each argument is made of.</param>
public sealed record Planned(string Urn, string Type, string Name, JsonObject Inputs, IReadOnlyDictionary<string, IReadOnlyList<string>> Uses)
{
    /// <summary>That of the engine.</summary>
    public static Planned Of(ResourceState resource) => new(resource.Urn, resource.Type, resource.Name, PropertyJson.Convert(resource.Inputs), resource.PropertyDependencies);

    /// <summary>The argument at a path of names and of positions in lists, or null.</summary>
    public JsonNode? At(params string[] path)
    {
        JsonNode? node = Inputs;
        foreach (var step in path)
        {
            node = node switch
            {
                JsonObject mapping => mapping[step],
                JsonArray list when int.TryParse(step, CultureInfo.InvariantCulture, out var at) && at < list.Count => list[at],
                _ => null,
            };
        }

        return node;
    }

    /// <summary>The known text at a path, or null.</summary>
    public string? Text(params string[] path) => At(path)?.ToString() is { } text && text != PropertyValue.Unknown ? text : null;

    /// <summary>The number at a path, written as one or as text; null where there is none.</summary>
    public double? Number(params string[] path) => double.TryParse(Text(path), CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>How many a list at a path has; 0 where there is none.</summary>
    public int Count(params string[] path) => (At(path) as JsonArray)?.Count ?? 0;

    /// <summary>The list at a path; empty where there is none.</summary>
    public IEnumerable<JsonNode> Items(params string[] path) => (At(path) as JsonArray)?.OfType<JsonNode>() ?? [];
}
