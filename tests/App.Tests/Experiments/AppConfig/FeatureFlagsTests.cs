using System.Text;
using RoomTypes.Experiments.AppConfig;

namespace RoomTypes.Tests.Experiments.AppConfig;

public class FeatureFlagsTests
{
    public const string Document = """
        {
          "version": "1",
          "flags": { "room-type-model": { "name": "model" }, "plain": { "name": "plain" } },
          "values": {
            "room-type-model": {
              "_variants": [
                { "name": "lab", "enabled": true, "rule": "(begins_with $entityId \"lab-\")", "attributeValues": { "model": "room-type@3", "level": 2 } },
                { "name": "hardened", "enabled": true, "rule": "(split by::$entityId pct::50)", "attributeValues": { "model": "room-type@3" } },
                { "name": "production", "enabled": true, "attributeValues": { "model": "room-type@2" } }
              ]
            },
            "plain": { "enabled": false, "model": "room-type@1" }
          }
        }
        """;

    private static readonly FeatureFlags Flags = FeatureFlags.Parse(Encoding.UTF8.GetBytes(Document));

    [Fact]
    public void Evaluate_TheFirstRuleThatMatches_Wins()
    {
        var answer = Flags.Evaluate("room-type-model", "lab-7", default)!;
        Assert.Equal(("lab", true, "room-type@3", "2", false), (answer.Variant, answer.IsEnabled, answer.Attributes["model"], answer.Attributes["level"], answer.IsDefault));
    }

    [Fact]
    public void Evaluate_ASplit_GivesTheRestTheDefault()
    {
        var variants = Enumerable.Range(0, 10_000).Select(i => Flags.Evaluate("room-type-model", $"robot-{i}", default)!).ToLookup(answer => answer.IsDefault);
        Assert.InRange(variants[true].Count(), 4_750, 5_250);
        Assert.All(variants[true], answer => Assert.Equal("production", answer.Variant));
        Assert.All(variants[false], answer => Assert.Equal("hardened", answer.Variant));
    }

    [Fact]
    public void Evaluate_AFlagWithoutVariants_IsItsValue() => Assert.False(Flags.Evaluate("plain", "robot", default)!.IsEnabled);

    [Fact]
    public void Evaluate_AnUnknownFlag_IsNothing() => Assert.Null(Flags.Evaluate("other", "robot", default));

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("{}", "\"version\": \"1\"")]
    [InlineData("""{"version":"1"}""", "\"values\"")]
    [InlineData("""{"version":"1","values":{"f":{"_variants":[]}}}""", "the last, which is the default")]
    [InlineData("""{"version":"1","values":{"f":{"_variants":[{"name":"a"},{"name":"b"}]}}}""", "the last, which is the default")]
    [InlineData("""{"version":"1","values":{"f":{"_variants":[{"name":"a","rule":"(x)"},{"name":"b"}]}}}""", "Variant 'a' of flag 'f': The operator is 'x'")]
    public void Parse_AWrongDocument_SaysWhatAndWhere(string json, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => FeatureFlags.Parse(Encoding.UTF8.GetBytes(json))).Message);
}
