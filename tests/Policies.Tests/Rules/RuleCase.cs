using System.Text.Json;
using System.Text.Json.Nodes;
using Policies.Tests.Support;

namespace Policies.Tests.Rules;

/// <summary>
/// A case of a rule, from PACK.json: inputs of one resource that the rule is content with, and those that it is not; or stacks of
/// resources.
/// </summary>
/// <param name="Rule">The rule.</param>
/// <param name="Clean">What it is content with.</param>
/// <param name="Broken">What it is not.</param>
/// <param name="Path">The way to the value in question; in a stack it begins with the name of a resource.</param>
/// <param name="Type">The resource's type; null for a stack.</param>
/// <param name="CleanType">The clean resource's type where that is the difference.</param>
/// <param name="Names">In a stack, the resource that the violation names.</param>
/// <param name="When">
/// What a rule that asks for presence only makes of an unknown value, <c>clean</c> or <c>broken</c>; others say that it cannot be known.
/// </param>
public sealed record RuleCase(
    string Rule, JsonNode Clean, JsonNode Broken, string Path, string? Type, string? CleanType, string? Names, string When = "advisory")
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<RuleCase> Of(string pack) => JsonSerializer.Deserialize<IReadOnlyList<RuleCase>>(
        File.ReadAllText(System.IO.Path.Combine(Repository.Root, "tests", "Policies.Tests", "Rules", $"{pack}.json")), Options)!;

    /// <summary>A copy with the value at the path replaced; what is absent on the way is made.</summary>
    public JsonNode Change(JsonNode resources, Func<JsonNode?, JsonNode> make)
    {
        var copy = resources.DeepClone();
        var (holder, key) = Locate(copy);
        var value = make(Get(holder, key)?.DeepClone());
        if (holder is JsonArray list)
            list[int.Parse(key)] = value;
        else
            holder[key] = value;
        return copy;
    }

    /// <summary>The value at the path; null where there is none.</summary>
    public JsonNode? Read(JsonNode resources)
    {
        var (holder, key) = Locate(resources.DeepClone());
        return Get(holder, key);
    }

    private (JsonNode Holder, string Key) Locate(JsonNode resources)
    {
        var keys = Path.Split('.');
        var holder = resources is JsonArray stack ? stack.FirstOrDefault(one => (string?)one!["name"] == keys[0])?["props"] ?? new JsonObject() : resources;
        foreach (var key in keys[(resources is JsonArray ? 1 : 0)..^1])
            holder = Get(holder, key) ?? (holder[key] = new JsonObject());
        return (holder, keys[^1]);
    }

    private static JsonNode? Get(JsonNode holder, string key) => holder is JsonArray list ? list.ElementAtOrDefault(int.Parse(key)) : holder[key];

    /// <inheritdoc/>
    public override string ToString() => $"{Rule}, {Type ?? "stack"}, {Path}";
}
