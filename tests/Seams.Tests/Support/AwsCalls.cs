using System.Text.Json;
using System.Text.Json.Nodes;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Values;

namespace Seams.Tests.Support;

/// <summary>A planned resource as botocore/validate.py takes it.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Urn">Its name, within all that are looked at.</param>
/// <param name="Inputs">What it is asked to be.</param>
/// <param name="Outputs">What the provider makes up.</param>
internal sealed record PlannedCall(string Type, string Urn, JsonObject Inputs, JsonObject Outputs)
{
    public static PlannedCall Of(RecordedResource resource) => new(resource.Type, resource.Urn, PropertyJson.Convert(resource.Inputs), PropertyJson.Convert(resource.Outputs));
}

/// <summary>The calls that make planned resources: botocore/calls.json, and what AWS's models of its services find wrong in them.</summary>
internal static class AwsCalls
{
    private const string Folder = "tests/Seams.Tests/botocore";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly JsonNode Table = JsonNode.Parse(File.ReadAllText(Path.Combine(Plans.Folder, Folder, "calls.json")))!;

    /// <summary>Types whose call is known.</summary>
    public static IReadOnlyCollection<string> Known { get; } = [.. Table["calls"]!.AsObject().Select(one => one.Key)];

    /// <summary>Types that are made otherwise, as said there.</summary>
    public static IReadOnlyCollection<string> Without { get; } = [.. Table["without"]!.AsObject().Select(one => one.Key)];

    /// <summary>The action that IAM has to allow for the call, as a service and an operation.</summary>
    public static string Action(string type)
    {
        var rule = Table["calls"]![type]!;
        if ((string?)rule["action"] is { } action)
            return action;
        var (service, operation) = ((string)rule["call"]!).Split('.') is [var first, var second] ? (first, second) : throw new FormatException(type);
        return $"{service switch { "elbv2" => "elasticloadbalancing", "apigatewayv2" => "apigateway", _ => service }}:{operation}";
    }

    /// <summary>What is wrong, by the name of the resource.</summary>
    public static async Task<IReadOnlyList<(string Urn, string Finding)>> CheckAsync(IEnumerable<PlannedCall> resources)
    {
        // Debian's Python has Debian's botocore.
        var output = await Tool.RunAsync(["/usr/bin/python3", "validate.py", "calls.json"], Folder, JsonSerializer.Serialize(resources, Json), "apt-get install python3-boto3");
        return [.. JsonSerializer.Deserialize<List<Found>>(output, Json)!.Select(found => (found.Urn, found.Finding))];
    }

    private sealed record Found(string Urn, string Finding);
}
