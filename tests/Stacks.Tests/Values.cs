using System.Collections.Immutable;
using System.Text.Json;

namespace Stacks.Tests;

/// <summary>Reads inputs as mocks get them.</summary>
internal static class Values
{
    public static ImmutableDictionary<string, object> Map(this ImmutableDictionary<string, object> inputs, string key) => (ImmutableDictionary<string, object>)inputs[key];

    public static IReadOnlyList<ImmutableDictionary<string, object>> Maps(this ImmutableDictionary<string, object> inputs, string key) =>
        [.. ((ImmutableArray<object>)inputs[key]).Cast<ImmutableDictionary<string, object>>()];

    public static IReadOnlyList<string> Texts(this ImmutableDictionary<string, object> inputs, string key) => [.. ((ImmutableArray<object>)inputs[key]).Cast<string>()];

    public static JsonElement Json(this ImmutableDictionary<string, object> inputs, string key)
    {
        using var document = JsonDocument.Parse((string)inputs[key]);
        return document.RootElement.Clone();
    }
}
