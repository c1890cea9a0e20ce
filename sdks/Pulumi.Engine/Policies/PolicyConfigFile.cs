using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pulumi.Engine.Policies;

/// <summary>
/// Reads the file of <c>--policy-pack-config</c>: an object of policies by name, each a level or an object of properties
/// of which <c>enforcementLevel</c> is the level. The name <c>all</c> stands for every policy, for its level only.
/// </summary>
public static class PolicyConfigFile
{
    private const string LevelProperty = "enforcementLevel";

    private static readonly Dictionary<string, EnforcementLevel> Levels = new()
    {
        ["advisory"] = EnforcementLevel.Advisory,
        ["mandatory"] = EnforcementLevel.Mandatory,
        ["remediate"] = EnforcementLevel.Remediate,
        ["disabled"] = EnforcementLevel.Disabled,
    };

    /// <summary>Reads a file.</summary>
    /// <exception cref="PolicyPackException">It cannot be read, or is not of that form.</exception>
    public static IReadOnlyDictionary<string, PolicySettings> Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or PolicyPackException)
        {
            throw new PolicyPackException($"policy configuration {path}: {e.Message}", e);
        }
    }

    /// <summary>Reads the text of such a file; empty text configures nothing.</summary>
    /// <exception cref="PolicyPackException">It is not of that form.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static IReadOnlyDictionary<string, PolicySettings> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().Trim().IsEmpty)
            return new Dictionary<string, PolicySettings>();
        if (JsonNode.Parse(text) is not JsonObject policies)
            throw new PolicyPackException("expected an object of policies by name");
        return policies.Select(entry => (entry.Key, Settings: Settings(entry.Key, entry.Value)))
            .Where(entry => entry.Settings is { Level: not null } or { Properties.Count: > 0 })
            .ToDictionary(entry => entry.Key, entry => entry.Settings);
    }

    private static PolicySettings Settings(string policy, JsonNode? value)
    {
        if (value is JsonObject given)
        {
            var properties = given.DeepClone().AsObject();
            return properties.Remove(LevelProperty, out var level)
                ? new PolicySettings(Level(policy, level), properties)
                : new PolicySettings(null, properties);
        }
        return value is JsonValue text && text.GetValueKind() == JsonValueKind.String
            ? new PolicySettings(Level(policy, value), [])
            : throw new PolicyPackException($"parsing \"{policy}\": {value?.ToJsonString() ?? "null"} is not a valid value; must be a string or object");
    }

    private static EnforcementLevel Level(string policy, JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var name) && Levels.TryGetValue(name, out var level)
            ? level
            : throw new PolicyPackException($"parsing enforcement level for \"{policy}\": {value?.ToJsonString() ?? "null"} is not a valid enforcement level; valid are {string.Join(", ", Levels.Keys)}");
}
