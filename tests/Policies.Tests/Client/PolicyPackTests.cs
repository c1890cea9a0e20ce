using System.Text.Json.Nodes;
using Pulumi.Engine.Policies;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Values;

namespace Policies.Tests.Client;

/// <summary>What a pack is told, and what becomes of its answers.</summary>
public class PolicyPackTests(SamplePack sample) : IClassFixture<SamplePack>
{
    private const string Secret = $$"""{ "{{PropertyValue.SignatureKey}}": "{{PropertyValue.SecretSignature}}", "value": "hush" }""";
    private static readonly Dictionary<string, RecordedResource> NoOthers = [];

    [Fact]
    public void Start_Pack_DescribesItself()
    {
        Assert.Equal(("sample", "1.2.3"), (sample.Pack.Name, sample.Pack.Version));
        Assert.Equal(["configured", "reads", "stack", "throws", "told"], sample.Pack.Policies.Select(policy => policy.Name));
        Assert.Equal([EnforcementLevel.Mandatory, EnforcementLevel.Advisory], new[] { 0, 4 }.Select(index => sample.Pack.Policies[index].Level));
        Assert.Equal(["mode"], sample.Pack.Policies[0].RequiredProperties);
    }

    [Theory]
    [InlineData(SamplePack.LeastConfig, "Advisory", """{"count":4,"names":["one"],"sizes":{},"form":"ab","mode":"fast"}""")]
    [InlineData("""{ "all": "mandatory", "configured": { "mode": "slow", "count": 5 } }""", "Mandatory", """{"count":5,"names":["one"],"sizes":{},"form":"ab","mode":"slow"}""")]
    [InlineData("""{ "all": "mandatory", "configured": { "mode": "slow", "enforcementLevel": "advisory", "sizes": { "a": 0.5 } } }""", "Advisory", """{"count":4,"names":["one"],"sizes":{"a":0.5},"form":"ab","mode":"slow"}""")]
    [InlineData("""{ "configured": { "mode": "fast", "form": null }, "of-another-pack": "advisory" }""", "Advisory", """{"count":4,"names":["one"],"sizes":{},"form":null,"mode":"fast"}""")]
    public async Task Configure_Settings_AreMergedWithDefaults(string config, string level, string expected)
    {
        await sample.Pack.ConfigureAsync(PolicyConfigFile.Parse(config));

        var told = Assert.Single(await AnalyzeAsync("{}"), violation => violation.Policy == "configured");
        Assert.Equal(level, told.Level.ToString());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(told.Message)), told.Message);
    }

    [Theory]
    [InlineData("{}", "configured: mode is required")]
    [InlineData("""{ "configured": { "mode": "medium" } }""", "configured: mode: mode must be one of the following: \"fast\", \"slow\"")]
    [InlineData("""{ "configured": { "mode": "fast", "count": "many" } }""", "configured: count: Invalid type. Expected: integer, given: string")]
    [InlineData("""{ "configured": { "mode": "fast", "count": 1.5 } }""", "configured: count: Invalid type. Expected: integer, given: number")]
    [InlineData("""{ "configured": { "mode": "fast", "count": 0 } }""", "configured: count: Must be greater than or equal to 1")]
    [InlineData("""{ "configured": { "mode": "fast", "count": 6 } }""", "configured: count: Must be less than or equal to 5")]
    [InlineData("""{ "configured": { "mode": "fast", "names": [] } }""", "configured: names: Array must have at least 1 items")]
    [InlineData("""{ "configured": { "mode": "fast", "names": ["aa", "bb", "cc", "dd"] } }""", "configured: names: Array must have at most 3 items")]
    [InlineData("""{ "configured": { "mode": "fast", "names": ["aa", "aa"] } }""", "configured: names: array items must be unique")]
    [InlineData("""{ "configured": { "mode": "fast", "names": ["aa", "b"] } }""", "configured: names.1: String length must be greater than or equal to 2")]
    [InlineData("""{ "configured": { "mode": "fast", "sizes": { "a": 0 } } }""", "configured: sizes.a: Must be greater than 0")]
    [InlineData("""{ "configured": { "mode": "fast", "form": "b" } }""", "configured: form: Does not match pattern '^a'")]
    [InlineData("""{ "configured": { "mode": "fast", "form": "a(" } }""", "configured: form: Does not match format 'regex'")]
    [InlineData("""{ "configured": { "mode": "fast" }, "of-another-pack": { "count": 1 } }""", "of-another-pack: the pack has no such policy")]
    public async Task Configure_Invalid_SaysWhatIsWrong(string config, string fault)
    {
        var before = sample.Pack.Settings;

        var exception = await Assert.ThrowsAsync<PolicyPackException>(() => sample.Pack.ConfigureAsync(PolicyConfigFile.Parse(config)));

        Assert.StartsWith("validating policy config of 'sample':", exception.Message, StringComparison.Ordinal);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
        Assert.Same(before, sample.Pack.Settings);
    }

    [Fact]
    public async Task Configure_SeveralFaults_AreToldTogether()
    {
        var exception = await Assert.ThrowsAsync<PolicyPackException>(() =>
            sample.Pack.ConfigureAsync(PolicyConfigFile.Parse("""{ "configured": { "count": 9, "form": 1 } }""")));

        Assert.Equal(4, exception.Message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public async Task Analyze_Inputs_ArriveAsTheEngineSendsThem()
    {
        var inputs = $$"""
            {
              "plain": [1, { "a": null }],
              "secret": {{Secret}},
              "output": { "{{PropertyValue.SignatureKey}}": "{{PropertyValue.OutputSignature}}", "value": 7, "secret": true },
              "reference": { "{{PropertyValue.SignatureKey}}": "{{PropertyValue.ResourceSignature}}", "urn": "urn:pulumi:s::p::a:b:C::d", "id": "i-1" },
              "__internal": "engine's own"
            }
            """;

        var told = Assert.Single(await AnalyzeAsync(inputs), violation => violation.Policy == "told");

        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse("""{ "plain": [1, { "a": null }], "secret": "hush", "output": 7, "reference": "i-1" }"""),
                JsonNode.Parse(told.Message)!["props"]),
            told.Message);
        Assert.Equal(("sample", EnforcementLevel.Advisory, SamplePack.UrnOf("it"), "Tells a resource."), (told.Pack, told.Level, told.Urn, told.Description));
    }

    [Fact]
    public async Task Analyze_Options_AndProvider_Arrive()
    {
        var provider = SamplePack.Resource("p", "{}");
        var resource = SamplePack.Resource("it", "{}", parent: provider.Urn) with
        {
            Provider = $"{provider.Urn}::id",
            Options = new RecordedOptions { Protect = true, IgnoreChanges = ["a"], Timeouts = new RecordedTimeouts("1h0m1.5s", "", "600000000000ns") },
        };

        var violations = await sample.Pack.AnalyzeAsync(resource, new Dictionary<string, RecordedResource> { [provider.Urn] = provider });

        var told = JsonNode.Parse(violations.Single(violation => violation.Policy == "told").Message)!;
        Assert.Equal("p", told["provider"]!.GetValue<string>());
        Assert.True(told["opts"]!["protect"]!.GetValue<bool>());
        Assert.Equal("""{"createSeconds":3601.5,"updateSeconds":0,"deleteSeconds":600}""", told["opts"]!["customTimeouts"]!.ToJsonString());
        Assert.Equal(provider.Urn, told["opts"]!["parent"]!.GetValue<string>());
    }

    [Fact]
    public async Task Analyze_UnknownValueRead_IsAdvisory()
    {
        var told = Assert.Single(await AnalyzeAsync($$"""{ "read": "{{PropertyValue.Unknown}}" }"""), violation => violation.Policy == "reads");

        Assert.Equal(EnforcementLevel.Advisory, told.Level);
        Assert.Contains("can't be known during preview", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Analyze_PolicyThrows_NamesItAndGoesOn()
    {
        var exception = await Assert.ThrowsAsync<PolicyPackException>(() => AnalyzeAsync("""{ "throw": true }"""));

        Assert.Contains("policy pack 'sample' failed in Analyze", exception.Message, StringComparison.Ordinal);
        Assert.Contains("thrown by the policy", exception.Message, StringComparison.Ordinal);
        Assert.NotEmpty(await AnalyzeAsync("{}"));
    }

    [Fact]
    public async Task AnalyzeStack_Resources_KeepParentsAndDependencies()
    {
        var root = SamplePack.Resource("root", "{}") with { Type = Urn.RootStackType };
        var first = SamplePack.Resource("first", "{}", root.Urn);
        var second = SamplePack.Resource("second", "{}", first.Urn, [first.Urn, "urn:pulumi:stack::project::a:b:C::elsewhere"]);

        var told = Assert.Single(await sample.Pack.AnalyzeStackAsync([root, first, second]));

        Assert.Equal("root<[] first<root[] second<first[first]", told.Message);
        Assert.Equal(root.Urn, told.Urn);
    }

    private Task<IReadOnlyList<PolicyViolation>> AnalyzeAsync(string inputs) => sample.Pack.AnalyzeAsync(SamplePack.Resource("it", inputs), NoOthers);
}
