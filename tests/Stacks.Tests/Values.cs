using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Stacks.Tests;

/// <summary>Reads inputs as mocks get them.</summary>
internal static class Values
{
    public static ImmutableDictionary<string, object> Map(this ImmutableDictionary<string, object> inputs, string key) => (ImmutableDictionary<string, object>)inputs[key];

    public static IReadOnlyList<ImmutableDictionary<string, object>> Maps(this ImmutableDictionary<string, object> inputs, string key) =>
        [.. ((ImmutableArray<object>)inputs[key]).Cast<ImmutableDictionary<string, object>>()];

    public static IReadOnlyList<string> Texts(this ImmutableDictionary<string, object> inputs, string key) => [.. ((ImmutableArray<object>)inputs[key]).Cast<string>()];

    /// <summary>What instances do at their first start.</summary>
    public static string UserData(this AwsMocks mocks) => Encoding.UTF8.GetString(Convert.FromBase64String((string)mocks.One("aws:ec2/launchTemplate:LaunchTemplate")["userData"]));

    public static JsonElement Json(this ImmutableDictionary<string, object> inputs, string key)
    {
        using var document = JsonDocument.Parse((string)inputs[key]);
        return document.RootElement.Clone();
    }
}
