using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Policies.Capacity;
using Policies.Security;
using Policies.Tagging;
using Pulumi.Policy;

namespace Policies.Tests.Rules;

/// <summary>Every rule: a clean and a broken resource, and both with the value in question unknown or secret.</summary>
public class RuleTests
{
    private static readonly Dictionary<string, RulePack> Packs =
        new[] { CapacityPack.Create(), SecurityPack.Create(), TaggingPack.Create() }.ToDictionary(pack => pack.Name, pack => new RulePack(pack));

    public static TheoryData<string, int> Cases()
    {
        var data = new TheoryData<string, int>();
        foreach (var pack in Packs.Keys)
        {
            for (var i = 0; i < RuleCase.Of(pack).Count; i++)
                data.Add(pack, i);
        }
        return data;
    }

    [Fact]
    public void Cases_All_CoverEveryRule() => Assert.All(Packs.Values, pack => Assert.Equal(
        pack.Pack.Args.Policies.Select(policy => policy.Name).Order(),
        RuleCase.Of(pack.Pack.Name).Select(each => each.Rule).Distinct().Order()));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Rule_Clean_SaysNothing(string pack, int index)
    {
        var each = RuleCase.Of(pack)[index];

        Assert.Empty(await AskAsync(pack, each, each.Clean, each.CleanType));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Rule_Broken_IsViolated(string pack, int index)
    {
        var each = RuleCase.Of(pack)[index];

        ExpectViolation(pack, each, await AskAsync(pack, each, each.Broken));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Rule_Unknown_CannotBeKnown(string pack, int index)
    {
        var each = RuleCase.Of(pack)[index];

        var found = await AskAsync(pack, each, each.Change(each.Broken, _ => RulePack.Unknown));

        if (each.When == "clean")
            Assert.Empty(found);
        else if (each.When == "broken")
            ExpectViolation(pack, each, found);
        else
        {
            Assert.NotEmpty(found);
            Assert.All(found, one => Assert.True(one.Level == "advisory" && one.Message.EndsWith("can't be known during preview", StringComparison.Ordinal), $"{one}"));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Rule_Secret_IsReadAndNotTold(string pack, int index)
    {
        var each = RuleCase.Of(pack)[index];
        var value = each.Read(each.Broken);

        Assert.Empty(await AskAsync(pack, each, each.Read(each.Clean) is null ? each.Clean : each.Change(each.Clean, RulePack.Secret), each.CleanType));
        var found = await AskAsync(pack, each, value is null ? each.Broken : each.Change(each.Broken, RulePack.Secret));

        ExpectViolation(pack, each, found);
        if (value?.GetValueKind() is JsonValueKind.String or JsonValueKind.Number && value.ToString().Length > 0)
            Assert.All(found, one => Assert.DoesNotMatch($@"(?<!\w){Regex.Escape(value.ToString())}(?!\w)", one.Message));
    }

    private static async Task<IReadOnlyList<Finding>> AskAsync(string pack, RuleCase each, JsonNode resources, string? type = null)
    {
        var found = resources is JsonArray stack
            ? await Packs[pack].AnalyzeStackAsync(stack.DeepClone().AsArray())
            : await Packs[pack].AnalyzeAsync(type ?? each.Type!, resources);
        return [.. found.Where(one => one.Policy == each.Rule)];
    }

    private static void ExpectViolation(string pack, RuleCase each, IReadOnlyList<Finding> found)
    {
        Assert.NotEmpty(found);
        var rule = Packs[pack].Pack.Args.Policies.Single(policy => policy.Name == each.Rule);
        var level = rule.EnforcementLevel == EnforcementLevel.Advisory ? "advisory" : "mandatory";
        Assert.All(found, one => Assert.Equal(level, one.Level));
        if (each.Names is { } names)
            Assert.Contains(found, one => one.Resource == names);
    }
}
