using System.Text.Json;

namespace Pulumi.Engine.Providers;

/// <summary>
/// What providers and clouds do with each type of resource, from the JSON files beside this one. Each line names its sources: the
/// schema that says what forces a new object, the documents that say what an API refuses.
/// </summary>
public static class ProviderTable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false };

    private static readonly Lazy<IReadOnlyDictionary<string, ProviderRule>> Rules = new(Load);

    /// <summary>Every type that has a line.</summary>
    public static IEnumerable<KeyValuePair<string, ProviderRule>> All => Rules.Value;

    /// <summary>The line of a type; one that knows nothing when the type has none.</summary>
    public static ProviderRule Find(string type) => Rules.Value.GetValueOrDefault(type, ProviderRule.None);

    /// <summary>Whether the type has a line.</summary>
    public static bool Knows(string type) => Rules.Value.ContainsKey(type);

    private static Dictionary<string, ProviderRule> Load()
    {
        var rules = new Dictionary<string, ProviderRule>();
        foreach (var file in new[] { "aws.json", "kubernetes.json", "other.json" })
        {
            using var stream = typeof(ProviderTable).Assembly.GetManifestResourceStream($"providers:{file}")
                ?? throw new InvalidOperationException($"The table {file} is not in the assembly.");
            foreach (var (type, rule) in JsonSerializer.Deserialize<ProviderFile>(stream, Json)!.Types)
                rules.Add(type, rule);
        }
        return rules;
    }

    private sealed record ProviderFile(Dictionary<string, string> Source, Dictionary<string, ProviderRule> Types);
}
