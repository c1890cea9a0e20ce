using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Policies.Tagging;
using Pulumi.Policy;

namespace Policies.Tests.Rules;

public class TaggingRuleTests
{
    private const string Function = "aws:lambda/function:Function";
    private const string Group = "aws:autoscaling/group:Group";
    private const string Nodes = "kubernetes:eks.amazonaws.com/v1:NodeClass";
    private const string All = """{ "Project": "room-type", "Environment": "dev", "Owner": "perception", "CostCenter": "cloud-dev", "ManagedBy": "pulumi" }""";

    private readonly RulePack _pack = new(TaggingPack.Create());

    private static JsonObject Provider => new() { ["defaultTags"] = new JsonObject { ["tags"] = JsonNode.Parse(All) } };

    private static JsonObject ProviderAsText => new() { ["defaultTags"] = Provider["defaultTags"]!.ToJsonString() };

    [Fact]
    public async Task DefaultTags_OfTheProvider_Count()
    {
        Assert.Empty(await ToldAsync(Function, "{}", Provider));
        Assert.Empty(await ToldAsync(Function, "{}", ProviderAsText));
    }

    [Fact]
    public async Task DefaultTags_DoNotReachAnAutoscalingGroup() =>
        Assert.Equal(["managed-by-tag", "required-tags"], (await ToldAsync(Group, "{}", Provider)).Select(one => one.Policy).Distinct().Order());

    [Fact]
    public async Task Tag_OfTheResource_GoesBeforeTheProviders() =>
        Assert.Equal([("tag-values", "mandatory")], await ToldAsync(Function, """{ "tags": { "Owner": "?!" } }""", ProviderAsText));

    [Fact]
    public async Task UnknownTags_DoNotHideWhatTheProviderHas() =>
        Assert.Equal([("tag-values", "advisory")], await ToldAsync(Function, $$"""{ "tags": "{{RulePack.Unknown}}" }""", ProviderAsText));

    [Theory]
    [InlineData("aws:iam/rolePolicy:RolePolicy")]
    [InlineData("kubernetes:apps/v1:Deployment")]
    public async Task Type_ThatTakesNoTags_NeedsNone(string type) => Assert.Empty(await ToldAsync(type, "{}"));

    [Theory]
    [InlineData(Function, """{ "memorySize": 1769 }""", """{ "memorySize": 1769, "tags": { "ManagedBy": "pulumi" } }""")]
    [InlineData(Function, """{ "tags": { "Owner": "perception" } }""", """{ "tags": { "Owner": "perception", "ManagedBy": "pulumi" } }""")]
    [InlineData(Group, """{ "tags": [] }""", """{ "tags": [{ "key": "ManagedBy", "value": "pulumi", "propagateAtLaunch": true }] }""")]
    [InlineData(Group, "{}", """{ "tags": [{ "key": "ManagedBy", "value": "pulumi", "propagateAtLaunch": true }] }""")]
    [InlineData(Nodes, """{ "spec": { "role": "nodes" } }""", """{ "spec": { "role": "nodes", "tags": { "ManagedBy": "pulumi" } } }""")]
    public async Task Remediation_OfAnyForm_AddsTheTag(string type, string before, string after)
    {
        var made = Assert.Single(await _pack.RemediateAsync(type, JsonNode.Parse(before)!));

        Assert.Equal(("managed-by-tag", ""), (made.PolicyName, made.Diagnostic));
        Assert.Equal(Struct.Parser.ParseJson(after), made.Properties);
    }

    [Fact]
    public async Task Remediation_OfWhatHasItOrTakesNone_IsNone()
    {
        Assert.Empty(await _pack.RemediateAsync(Function, JsonNode.Parse($$"""{ "tags": {{All}} }""")!));
        Assert.Empty(await _pack.RemediateAsync(Function, JsonNode.Parse("""{ "tags": {} }""")!, Provider));
        Assert.Empty(await _pack.RemediateAsync("aws:iam/rolePolicy:RolePolicy", new JsonObject()));
    }

    [Fact]
    public async Task Remediation_SecretsAndUnknowns_StayAsTheyAre()
    {
        JsonObject Props(bool tagged)
        {
            var tags = new JsonObject { ["Owner"] = RulePack.Secret("hush"), ["CostCenter"] = RulePack.Unknown };
            if (tagged)
                tags["ManagedBy"] = "pulumi";
            return new JsonObject { ["tags"] = tags, ["environment"] = RulePack.Secret(JsonNode.Parse("""{ "variables": { "TOKEN": "hush" } }""")), ["description"] = RulePack.Unknown };
        }

        var made = Assert.Single(await _pack.RemediateAsync(Function, Props(tagged: false)));

        Assert.Equal(Struct.Parser.ParseJson(Props(tagged: true).ToJsonString()), made.Properties);
    }

    [Fact]
    public async Task Remediation_TagsThatAreSecretAsAWhole_AddsInsideTheSecret()
    {
        var made = Assert.Single(await _pack.RemediateAsync(Function, new JsonObject { ["tags"] = RulePack.Secret(JsonNode.Parse("""{ "Owner": "hush" }""")) }));

        var expected = new JsonObject { ["tags"] = RulePack.Secret(JsonNode.Parse("""{ "Owner": "hush", "ManagedBy": "pulumi" }""")) };
        Assert.Equal(Struct.Parser.ParseJson(expected.ToJsonString()), made.Properties);
    }

    [Fact]
    public async Task Remediation_AllTagsUnknown_SaysWhyItCannot()
    {
        var made = Assert.Single(await _pack.RemediateAsync(Function, new JsonObject { ["tags"] = RulePack.Unknown }));

        Assert.Null(made.Properties);
        Assert.Equal("can't run remediation 'managed-by-tag' from policy pack 'tagging@v1.0.0' during preview: string value at .tags can't be known during preview", made.Diagnostic);
    }

    [Fact]
    public async Task Remediation_ValueAndLevel_AreConfiguration()
    {
        _pack.Configure(("managed-by-tag", EnforcementLevel.Remediate, """{ "value": "platform" }"""));
        Assert.Equal("platform", Assert.Single(await _pack.RemediateAsync(Function, new JsonObject())).Properties.Fields["tags"].StructValue.Fields["ManagedBy"].StringValue);

        _pack.Configure(("managed-by-tag", EnforcementLevel.Mandatory, "{}"));
        Assert.Empty(await _pack.RemediateAsync(Function, new JsonObject()));
        Assert.Contains(("managed-by-tag", "mandatory"), await ToldAsync(Function, "{}"));
    }

    private async Task<IReadOnlyList<(string Policy, string Level)>> ToldAsync(string type, string props, JsonNode? provider = null) =>
        [.. (await _pack.AnalyzeAsync(type, JsonNode.Parse(props)!, provider)).Select(one => (one.Policy, one.Level))];
}
