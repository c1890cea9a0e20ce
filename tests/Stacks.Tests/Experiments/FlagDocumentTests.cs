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

    [Fact]
    public void Definition_OfVariations_IsTheirControlAndTreatmentsWithModelsAndWeights()
    {
        using var json = JsonDocument.Parse(FlagDocument.Definition("rooms", "f", [new("control", "room-type@2", 90), new("smaller", "room-type@3", 10)]));
        var definition = json.RootElement;
        Assert.Equal(
            ["ApplicationIdentifier", "Name", "ConfigurationProfileIdentifier", "EnvironmentIdentifier", "FlagKey", "AudienceRule", "Control", "Treatments"],
            definition.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("rooms", "f", "(not (eq $entityId \"\"))"), (Text("ApplicationIdentifier"), Text("FlagKey"), Text("AudienceRule")));
        Assert.Equal(("room-type@2", 90), Of(definition.GetProperty("Control")));
        Assert.Equal(("room-type@3", 10), Of(Assert.Single(definition.GetProperty("Treatments").EnumerateArray())));

        string Text(string name) => definition.GetProperty(name).GetString()!;

        static (string, int) Of(JsonElement treatment) =>
            (treatment.GetProperty("FlagValue").GetProperty("AttributeValues").GetProperty("model").GetProperty("StringValue").GetString()!, treatment.GetProperty("Weight").GetInt32());
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
