using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Policy;
using Pulumi.Policy.Analysis;
using Pulumirpc;

namespace Policies.Tests.Rules;

/// <summary>What a pack says of a resource.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Level">The violation's level, in lower case.</param>
/// <param name="Message">What is wrong, after the policy's description.</param>
/// <param name="Resource">The name of the resource; empty for the one that was asked about.</param>
public sealed record Finding(string Policy, string Level, string Message, string Resource);

/// <summary>A pack that is asked about resources as JSON, with the defaults of its configuration.</summary>
internal sealed class RulePack(PolicyPack pack)
{
    private readonly PackAnalyzer _analyzer = new(pack);

    public PolicyPack Pack => pack;

    /// <summary>A value that a preview does not know.</summary>
    public static JsonNode Unknown => "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    /// <summary>A secret value.</summary>
    public static JsonNode Secret(JsonNode? value) => new JsonObject { ["4dabf18193072939515e22adb298388d"] = "1b47061264138c4ac30d75fd1eb44270", ["value"] = value?.DeepClone() };

    /// <summary>Settings by policy, complete for those that are named.</summary>
    public void Configure(params (string Policy, Pulumi.Policy.EnforcementLevel Level, string Properties)[] settings)
    {
        var request = new ConfigureAnalyzerRequest();
        foreach (var (policy, level, properties) in settings)
            request.PolicyConfig[policy] = new PolicyConfig { EnforcementLevel = (Pulumirpc.EnforcementLevel)level, Properties = Struct.Parser.ParseJson(properties) };
        _analyzer.Configure(request);
    }

    public async Task<IReadOnlyList<Finding>> AnalyzeAsync(string type, JsonNode props, JsonNode? provider = null) =>
        Findings(await _analyzer.AnalyzeAsync(Request(type, props, provider), CancellationToken.None));

    /// <summary>What is said of a stack: an array of { name, type, props, dependsOn: names, by: { property: names } }.</summary>
    public async Task<IReadOnlyList<Finding>> AnalyzeStackAsync(JsonArray resources)
    {
        var request = new AnalyzeStackRequest();
        string UrnOf(JsonNode? name) => Urn(resources.First(other => Text(other!["name"]) == Text(name))!);
        foreach (var resource in resources.OfType<JsonNode>())
        {
            var described = new AnalyzerResource { Type = Text(resource["type"]), Name = Text(resource["name"]), Urn = Urn(resource), Properties = Struct.Parser.ParseJson(resource["props"]!.ToJsonString()) };
            described.Dependencies.AddRange((resource["dependsOn"]?.AsArray() ?? []).Select(UrnOf));
            foreach (var (property, names) in resource["by"]?.AsObject() ?? [])
                described.PropertyDependencies[property] = new AnalyzerPropertyDependencies { Urns = { names!.AsArray().Select(UrnOf) } };
            request.Resources.Add(described);
        }
        return Findings(await _analyzer.AnalyzeStackAsync(request, CancellationToken.None));
    }

    public async Task<IReadOnlyList<Remediation>> RemediateAsync(string type, JsonNode props, JsonNode? provider = null) =>
        [.. (await _analyzer.RemediateAsync(Request(type, props, provider), CancellationToken.None)).Remediations];

    private static AnalyzeRequest Request(string type, JsonNode props, JsonNode? provider) => new()
    {
        Type = type,
        Name = "it",
        Urn = $"urn:pulumi:dev::room-type::{type}::it",
        Properties = Struct.Parser.ParseJson(props.ToJsonString()),
        Options = new AnalyzerResourceOptions(),
        Provider = provider is null ? null : new AnalyzerProviderResource { Type = "pulumi:providers:aws", Name = "aws", Properties = Struct.Parser.ParseJson(provider.ToJsonString()) },
    };

    private static Finding[] Findings(AnalyzeResponse response) => [.. response.Diagnostics.Select(found => new Finding(
        found.PolicyName,
        found.EnforcementLevel.ToString().ToLowerInvariant(),
        found.Message.Split('\n')[^1],
        found.Urn.Length > 0 ? found.Urn.Split("::")[3] : ""))];

    private static string Urn(JsonNode resource) => $"urn:pulumi:dev::room-type::{Text(resource["type"])}::{Text(resource["name"])}";

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
