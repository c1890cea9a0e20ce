using System.Collections.Immutable;
using System.Text.Json;

namespace Pulumi;

/// <summary>The configuration of the stack by full key (<c>namespace:key</c>).</summary>
internal sealed class DeploymentConfig(ImmutableDictionary<string, string> values)
{
    /// <summary>The configuration that the Pulumi CLI puts into the environment of a program.</summary>
    public static DeploymentConfig FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable("PULUMI_CONFIG") is not { Length: > 0 } json)
            return new(ImmutableDictionary<string, string>.Empty);

        using var document = JsonDocument.Parse(json);
        return new(document.RootElement.EnumerateObject()
            .ToImmutableDictionary(property => WithoutMarker(property.Name), property => property.Value.ToString()));
    }

    public string? Get(string fullKey) => values.GetValueOrDefault(fullKey);

    // The language host writes "ns:config:key" for "ns:key".
    private static string WithoutMarker(string key)
        => key.Split(':', 3) is [var name, "config", var rest] ? $"{name}:{rest}" : key;
}
