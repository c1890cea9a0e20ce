using System.Text.Json.Nodes;
using Policies.Tests.Support;

namespace Policies.Tests;

/// <summary>The files of --policy-pack-config, the documentation, and the list of types that take tags.</summary>
[Collection(nameof(Packs))]
public class ConfigurationTests(Packs packs)
{
    [Fact]
    public void Config_Files_AreThoseOfTheStacksAndOfTheAccount() => Assert.Equal(
        Repository.Project.StackNames.Append(Repository.Bootstrap.Name).Order(),
        Directory.GetFiles(Path.Combine(Repository.Policies, "config")).Select(Path.GetFileNameWithoutExtension).Order());

    /// <summary>The CLI gives one file to each pack, and takes a policy of another pack only with a level.</summary>
    [Theory]
    [InlineData("dev")]
    [InlineData("staging")]
    [InlineData("prod")]
    [InlineData("room-type-bootstrap")]
    public async Task Config_OfAStack_NamesPoliciesOfThePacksWithTheirLevel(string stack)
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Policies, "config", $"{stack}.json")))!.AsObject();

        Assert.Empty(file.Select(entry => entry.Key).Except(packs.Policies.Select(policy => policy.Name)));
        Assert.Empty(file.Where(entry => entry.Value?["enforcementLevel"] is null).Select(entry => entry.Key));
        await packs.ForAsync(stack);
    }

    [Fact]
    public void Config_Properties_HaveDefaultsAndDescriptions() => Assert.All(
        packs.Policies.SelectMany(policy => policy.ConfigProperties.Select(property => property.Value!.AsObject())),
        schema => Assert.True(schema.ContainsKey("default") && schema.ContainsKey("description"), schema.ToJsonString()));

    /// <summary>| `rule` | level | configuration with defaults | reason |, a table for each pack.</summary>
    [Fact]
    public void Documentation_Tables_AreThePacks()
    {
        var documented = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "policies.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal));

        Assert.Equal(packs.Policies.Select(Row).Order(), documented.Order());
    }

    [Fact]
    public void Taggable_Types_AreThoseOfTheSchema()
    {
        var taggable = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Policies, "tagging", "taggable.json")))!.AsArray().Select(type => (string?)type).ToHashSet();
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "sdks", "Pulumi.Aws", "schema.json")))!["resources"]!.AsObject();

        var wrong = schema.Where(entry => taggable.Contains(entry.Key) != TakesMapOfTags(entry.Value!)).Select(entry => entry.Key);

        Assert.Empty(wrong);
    }

    private static bool TakesMapOfTags(JsonNode resource) =>
        resource["inputs"]?["tags"] is { } tags && !tags.ToJsonString().Contains("GroupTag", StringComparison.Ordinal);

    private static string Row(Pulumi.Engine.Policies.PolicyInfo policy)
    {
        var config = string.Join("<br>", policy.ConfigProperties.Select(property => $"`{property.Key}` = `{property.Value!["default"]!.ToJsonString()}`"));
        return $"| `{policy.Name}` | {policy.Level.ToString().ToLowerInvariant()} | {config} | {policy.Description} |";
    }
}
