using System.Text.Json.Nodes;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Rendering;

/// <summary>One input that differs: its path, and its value in either run as JSON; null where it is absent.</summary>
public sealed record PropertyChange(string Path, string? Before, string? After);

/// <summary>A resource that both runs have, with its differences.</summary>
public sealed record ResourceChange(RecordedResource Resource, IReadOnlyList<PropertyChange> Properties);

/// <summary>What differs between the plans of two stacks. Resources are matched by parents, type and name.</summary>
/// <param name="Added">Only the second has them.</param>
/// <param name="Removed">Only the first has them.</param>
/// <param name="Changed">Both have them, with other inputs.</param>
/// <param name="UnchangedCount">How many are the same in both.</param>
public sealed record PlanDiff(
    IReadOnlyList<RecordedResource> Added,
    IReadOnlyList<RecordedResource> Removed,
    IReadOnlyList<ResourceChange> Changed,
    int UnchangedCount)
{
    /// <summary>Compares two runs.</summary>
    public static PlanDiff Between(RunResult before, RunResult after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var old = ByIdentity(before);
        var current = ByIdentity(after);
        var changed = old.Where(entry => current.ContainsKey(entry.Key))
            .Select(entry => new ResourceChange(current[entry.Key], Changes(Inputs(entry.Value, before.Stack), Inputs(current[entry.Key], after.Stack)).ToList()))
            .Where(change => change.Properties.Count > 0)
            .ToList();
        return new PlanDiff(
            Sorted(current.Where(entry => !old.ContainsKey(entry.Key)).Select(entry => entry.Value)),
            Sorted(old.Where(entry => !current.ContainsKey(entry.Key)).Select(entry => entry.Value)),
            [.. changed.OrderBy(change => change.Resource.Urn, StringComparer.Ordinal)],
            old.Keys.Count(current.ContainsKey) - changed.Count);
    }

    /// <summary>The difference as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["added"] = new JsonArray([.. Added.Select(resource => JsonValue.Create(resource.Urn))]),
        ["removed"] = new JsonArray([.. Removed.Select(resource => JsonValue.Create(resource.Urn))]),
        ["changed"] = new JsonArray([.. Changed.Select(change => new JsonObject
        {
            ["urn"] = change.Resource.Urn,
            ["properties"] = new JsonArray([.. change.Properties.Select(property => new JsonObject
            {
                ["path"] = property.Path,
                ["before"] = property.Before,
                ["after"] = property.After,
            })]),
        })]),
        ["unchanged"] = UnchangedCount,
    };

    private static List<RecordedResource> Sorted(IEnumerable<RecordedResource> resources) =>
        [.. resources.OrderBy(resource => resource.Urn, StringComparer.Ordinal)];

    /// <summary>The root is left out: its name is the stack's.</summary>
    private static Dictionary<string, RecordedResource> ByIdentity(RunResult result) => result.Resources
        .Where(resource => resource.Type != Urn.RootStackType)
        .ToDictionary(resource => $"{Urn.QualifiedType(resource.Urn)} {WithoutStack(resource.Name, result.Stack)}");

    // Names often hold the stack's: that alone is no difference.
    private static string WithoutStack(string name, string stack) =>
        string.Join('-', name.Split('-').Select(part => part == stack ? "{stack}" : part));

    private static Dictionary<string, string> Inputs(RecordedResource resource, string stack)
    {
        var flat = new Dictionary<string, string>();
        Flatten("", PropertyJson.Convert(resource.Inputs));
        return flat;

        void Flatten(string path, JsonNode? node)
        {
            switch (node)
            {
                case JsonObject { Count: > 0 } mapping:
                    foreach (var (key, value) in mapping)
                        Flatten(path.Length == 0 ? key : $"{path}.{key}", value);
                    break;
                case JsonArray { Count: > 0 } list:
                    for (var i = 0; i < list.Count; i++)
                        Flatten($"{path}[{i}]", list[i]);
                    break;
                case JsonValue text when text.TryGetValue<string>(out var s) && JsonText.Structure(s) is { } structure:
                    Flatten(path, structure);
                    break;
                default:
                    flat[path] = (node?.ToJsonString(PropertyJson.Compact) ?? "null").Replace($"urn:pulumi:{stack}::", "urn:pulumi:{stack}::", StringComparison.Ordinal);
                    break;
            }
        }
    }

    private static IEnumerable<PropertyChange> Changes(Dictionary<string, string> before, Dictionary<string, string> after) =>
        before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
            .Select(path => new PropertyChange(path, before.GetValueOrDefault(path), after.GetValueOrDefault(path)))
            .Where(change => change.Before != change.After);
}
