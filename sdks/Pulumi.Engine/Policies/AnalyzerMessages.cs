using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Monitor;
using Pulumi.Engine.Recording;
using Pulumirpc;

namespace Pulumi.Engine.Policies;

/// <summary>Recorded resources as the engine tells them to a policy pack: secrets and unknown values in their wire encoding.</summary>
internal static partial class AnalyzerMessages
{
    public static AnalyzeRequest Request(RecordedResource resource, IReadOnlyDictionary<string, RecordedResource> resources) => new()
    {
        Type = resource.Type,
        Name = resource.Name,
        Urn = resource.Urn,
        Properties = Properties(resource.Inputs),
        Options = Options(resource),
        Provider = Provider(resource, resources),
    };

    public static AnalyzerResource Resource(RecordedResource resource, IReadOnlyDictionary<string, RecordedResource> resources) => new()
    {
        Type = resource.Type,
        Name = resource.Name,
        Urn = resource.Urn,
        Properties = Properties(resource.Outputs),
        Options = Options(resource),
        Provider = Provider(resource, resources),
        Parent = resource.Parent,
        Dependencies = { resource.Dependencies },
        PropertyDependencies =
        {
            resource.PropertyDependencies.Where(entry => entry.Value.Count > 0)
                .ToDictionary(entry => entry.Key, entry => new AnalyzerPropertyDependencies { Urns = { entry.Value } }),
        },
    };

    public static JsonObject ToJson(Struct? properties) => JsonNode.Parse((properties ?? new Struct()).ToString())!.AsObject();

    public static Struct ToStruct(JsonObject properties) => Struct.Parser.ParseJson(properties.ToJsonString());

    // Keys that begin with "__" are the engine's own.
    private static Struct Properties(Struct properties)
    {
        var sent = Wire.ToProgram(properties, keepUnknowns: true, keepSecrets: true, keepResources: false);
        foreach (var key in sent.Fields.Keys.Where(key => key.StartsWith("__", StringComparison.Ordinal)).ToList())
            sent.Fields.Remove(key);
        return sent;
    }

    private static AnalyzerResourceOptions Options(RecordedResource resource)
    {
        var options = resource.Options;
        return new AnalyzerResourceOptions
        {
            Protect = options.Protect == true,
            IgnoreChanges = { options.IgnoreChanges },
            DeleteBeforeReplace = options.DeleteBeforeReplace == true,
            DeleteBeforeReplaceDefined = options.DeleteBeforeReplace is not null,
            AdditionalSecretOutputs = { options.AdditionalSecretOutputs },
            Aliases = { options.Aliases.Select(alias => alias.Urn).Where(urn => urn.Length > 0) },
            CustomTimeouts = new AnalyzerResourceOptions.Types.CustomTimeouts
            {
                Create = Seconds(options.Timeouts?.Create),
                Update = Seconds(options.Timeouts?.Update),
                Delete = Seconds(options.Timeouts?.Delete),
            },
            Parent = resource.Parent,
        };
    }

    private static AnalyzerProviderResource? Provider(RecordedResource resource, IReadOnlyDictionary<string, RecordedResource> resources)
    {
        var split = resource.Provider.LastIndexOf("::", StringComparison.Ordinal);
        return split >= 0 && resources.TryGetValue(resource.Provider[..split], out var provider)
            ? new AnalyzerProviderResource { Type = provider.Type, Name = provider.Name, Urn = provider.Urn, Properties = Properties(provider.Inputs) }
            : null;
    }

    private static double Seconds(string? duration) => GoDurationPart().Matches(duration ?? "")
        .Sum(part => double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture) * part.Groups[2].Value switch
        {
            "h" => 3600,
            "m" => 60,
            "s" => 1,
            "ms" => 1e-3,
            "ns" => 1e-9,
            _ => 1e-6,
        });

    [GeneratedRegex("([0-9.]+)(ns|us|µs|μs|ms|s|m|h)")]
    private static partial Regex GoDurationPart();
}
