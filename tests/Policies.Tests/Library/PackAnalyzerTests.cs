using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Policy;
using Pulumi.Policy.Analysis;
using Pulumirpc;
using EnforcementLevel = Pulumi.Policy.EnforcementLevel;

namespace Policies.Tests.Library;

/// <summary>What becomes of policies: levels, order, failures.</summary>
public class PackAnalyzerTests
{
    private const string Type = "test:index:Thing";

    [Theory]
    [InlineData(null, null, "Mandatory")]
    [InlineData(EnforcementLevel.Advisory, null, "Advisory")]
    [InlineData(EnforcementLevel.Advisory, EnforcementLevel.Mandatory, "Mandatory")]
    [InlineData(null, EnforcementLevel.Disabled, "")]
    [InlineData(EnforcementLevel.Remediate, null, "Mandatory")]
    public async Task Level_OfPackPolicyAndConfiguration_TheNearestCounts(EnforcementLevel? own, EnforcementLevel? configured, string level)
    {
        var analyzer = Analyzer(Policy("told", report => report("wrong")) with { EnforcementLevel = own });
        if (configured is { } said)
            analyzer.Configure(new ConfigureAnalyzerRequest { PolicyConfig = { ["told"] = new PolicyConfig { EnforcementLevel = (Pulumirpc.EnforcementLevel)said } } });

        var response = await analyzer.AnalyzeAsync(Request("{}"), CancellationToken.None);

        Assert.Equal(level, string.Join(' ', response.Diagnostics.Select(found => found.EnforcementLevel)));
    }

    [Fact]
    public async Task Violation_SaysPackPolicySeverityAndText()
    {
        var policy = Policy("told", report => report("wrong", "urn:x", EnforcementLevel.Advisory, Severity.Critical)) with { Severity = Severity.Low };

        var found = Assert.Single((await Analyzer(policy).AnalyzeAsync(Request("{}"), CancellationToken.None)).Diagnostics);

        Assert.Equal(("told", "pack", "1.2.3", "Demands.", "Demands.\nwrong", "urn:x"), (found.PolicyName, found.PolicyPackName, found.PolicyPackVersion, found.Description, found.Message, found.Urn));
        Assert.Equal((PolicySeverity.Critical, Pulumirpc.EnforcementLevel.Advisory), (found.Severity, found.EnforcementLevel));
    }

    [Fact]
    public async Task Unknown_Read_IsAdvisoryWithTheTextOfTheOtherPacks()
    {
        var policy = new ResourceValidationPolicy { Name = "reads", Description = "Demands.", ValidateResource = (args, report) => _ = args.Props["id"] };

        var found = Assert.Single((await Analyzer(policy).AnalyzeAsync(Request($$"""{ "id": "{{PropertyEncoding.Unknown}}" }"""), CancellationToken.None)).Diagnostics);

        Assert.Equal("can't run policy 'reads' from policy pack 'pack@v1.2.3' during preview: string value at .id can't be known during preview", found.Message);
        Assert.Equal(Pulumirpc.EnforcementLevel.Advisory, found.EnforcementLevel);
    }

    [Fact]
    public async Task NotApplicable_SaysWhy()
    {
        var analyzer = Analyzer(
            Policy("other-type", report => report("wrong")) with { ResourceTypes = ["a:b:C"] },
            new ResourceValidationPolicy { Name = "itself", Description = "Demands.", ValidateResource = (args, _) => args.NotApplicable("no disk") },
            new ResourceValidationPolicy { Name = "mends", Description = "Demands.", RemediateResource = _ => null });

        var response = await analyzer.AnalyzeAsync(Request("{}"), CancellationToken.None);

        Assert.Equal(
            [("other-type", "Policy only applies to resources of type 'a:b:C'"), ("itself", "no disk"), ("mends", "Policy does not implement ValidateResource")],
            response.NotApplicable.Select(one => (one.PolicyName, one.Reason)));
        Assert.Empty(response.Diagnostics);
    }

    [Fact]
    public async Task Remediations_InOrder_SeeWhatWasMadeBefore()
    {
        var analyzer = Analyzer(
            Remediation("first", props => props.Set("a", 1)),
            Remediation("fails", props =>
            {
                props.Set("half", true);
                _ = props["id"];
            }),
            Remediation("second", props => props.Set("b", props["a"].AsNumber!.Value + 1)));

        var made = (await analyzer.RemediateAsync(Request($$"""{ "id": "{{PropertyEncoding.Unknown}}" }"""), CancellationToken.None)).Remediations;

        Assert.Equal(["first", "fails", "second"], made.Select(one => one.PolicyName));
        Assert.Null(made[1].Properties);
        Assert.EndsWith("string value at .id can't be known during preview", made[1].Diagnostic, StringComparison.Ordinal);
        Assert.Equal(Struct.Parser.ParseJson($$"""{ "id": "{{PropertyEncoding.Unknown}}", "a": 1, "b": 2 }"""), made[2].Properties);
    }

    [Fact]
    public async Task Policy_Throws_IsNamed()
    {
        var analyzer = Analyzer(Policy("throws", _ => throw new InvalidDataException("on purpose")));

        var exception = await Assert.ThrowsAsync<PolicyFailedException>(() => analyzer.AnalyzeAsync(Request("{}"), CancellationToken.None));

        Assert.StartsWith("Error validating resource with policy 'throws' from policy pack 'pack@v1.2.3':\n", exception.Message, StringComparison.Ordinal);
        Assert.Contains("on purpose", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stack_TellsItselfToPolicies()
    {
        PolicyStack? told = null;
        var analyzer = Analyzer(new ResourceValidationPolicy { Name = "asks", Description = "Demands.", ValidateResource = (args, _) => told = args.Stack });
        analyzer.ConfigureStack(new AnalyzerStackConfigureRequest { Stack = "dev", Project = "p", Organization = "o", DryRun = true, Config = { ["p:a"] = "1" }, Tags = { ["team"] = "x" } });

        await analyzer.AnalyzeAsync(Request("{}"), CancellationToken.None);

        Assert.Equal(("dev", "p", "o", true, "1", "x"), (told!.Name, told.Project, told.Organization, told.DryRun, told.Config["p:a"], told.Tags["team"]));
    }

    [Fact]
    public void Info_Schema_IsThatOfTheOptions()
    {
        var policy = Policy("configured", _ => { }) with { ConfigSchema = Pulumi.Policy.PolicyConfigSchema.For(LimitsJson.Default.Limits), Severity = Severity.High, Url = "https://example.com" };

        var info = Assert.Single(Analyzer(policy).GetInfo().Policies);

        Assert.Equal((PolicyType.Resource, PolicySeverity.High, "https://example.com"), (info.PolicyType, info.Severity, info.Url));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {
                  "most": { "type": "integer", "description": "Most.", "minimum": 1, "maximum": 9, "default": 3 },
                  "names": { "type": "array", "items": { "type": "string", "minLength": 2 }, "default": ["aa"] }
                }
                """),
            JsonNode.Parse(info.ConfigSchema.Properties.ToString())), info.ConfigSchema.ToString());
    }

    [Theory]
    [InlineData("all", "Demands.")]
    [InlineData("", "Demands.")]
    public void Pack_PolicyName_IsChecked(string name, string description) =>
        Assert.Throws<ArgumentException>(() => Analyzer(new ResourceValidationPolicy { Name = name, Description = description, ValidateResource = (_, _) => { } }));

    private static PackAnalyzer Analyzer(params ValidationPolicy[] policies) => new(new PolicyPack("pack", new PolicyPackArgs { Policies = policies, EnforcementLevel = EnforcementLevel.Mandatory, Version = "1.2.3" }));

    private static ResourceValidationPolicy Policy(string name, Action<ReportViolation> validate) => new() { Name = name, Description = "Demands.", ValidateResource = (_, report) => validate(report) };

    private static ResourceValidationPolicy Remediation(string name, Action<PropertyValue> change) => new()
    {
        Name = name,
        Description = "Demands.",
        EnforcementLevel = EnforcementLevel.Remediate,
        RemediateResource = args =>
        {
            change(args.Props);
            return args.Props;
        },
    };

    private static AnalyzeRequest Request(string props) => new() { Type = Type, Name = "it", Urn = $"urn:pulumi:dev::p::{Type}::it", Properties = Struct.Parser.ParseJson(props) };
}

internal sealed record Limits
{
    [Description("Most."), Range(1, 9)]
    public int Most { get; set; } = 3;

    [JsonSchema("""{ "items": { "minLength": 2 } }""")]
    public IReadOnlyList<string> Names { get; set; } = ["aa"];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Limits))]
internal sealed partial class LimitsJson : JsonSerializerContext;
