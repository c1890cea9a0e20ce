using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Stacks.Configuration;
using Stacks.Experiments;

namespace Stacks.Tests.Experiments;

public class FlagDocumentTests
{
    [Fact]
    public void Variants_AnySplit_GiveEachVariationItsShare() => Prop.ForAll(
        Gen.Choose(1, 40).ListOf(3).Where(parts => parts.Sum() < 100).ToArbitrary(),
        parts =>
        {
            List<Variation> variations = [new("control", "room-type@2", 100 - parts.Sum()), .. parts.Select((percent, i) => new Variation($"t{i}", "room-type@3", percent))];
            var shares = Shares(FlagDocument.Of("f", variations));
            return variations.All(variation => shares[variation.Name] == variation.Percent);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Variants_Last_HasNoRule()
    {
        var variants = Variants(FlagDocument.Of("f", [new("control", "room-type@2", 50), new("smaller", "room-type@3", 50)]));

        Assert.Equal(["smaller", "control"], variants.Select(variant => variant.GetProperty("name").GetString()));
        Assert.Equal("(split by::$entityId pct::50 seed::\"f\")", variants[0].GetProperty("rule").GetString());
        Assert.False(variants[1].TryGetProperty("rule", out _));
    }

    // As AppConfig reads it: the first rule that holds wins, and splits of one seed nest.
    private static Dictionary<string, int> Shares(string document)
    {
        var (shares, taken) = (new Dictionary<string, int>(), 0);
        foreach (var variant in Variants(document))
        {
            var upTo = variant.TryGetProperty("rule", out var rule) ? int.Parse(rule.GetString()!.Split("pct::")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) : 100;
            shares[variant.GetProperty("name").GetString()!] = upTo - taken;
            taken = upTo;
        }

        return shares;
    }

    private static List<JsonElement> Variants(string document)
    {
        using var json = JsonDocument.Parse(document);
        return [.. json.RootElement.Clone().GetProperty("values").GetProperty("f").GetProperty("_variants").EnumerateArray()];
    }
}
