using System.Reflection;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Engine.Answers;

/// <summary>
/// What the packages' schemas say that every resource of a type has although no program gives it, each with an empty
/// value: a program may rely on such an output being there even where the tables make up nothing for it.
/// </summary>
internal static class ComputedOutputs
{
    private static readonly Lazy<Dictionary<string, IReadOnlyDictionary<string, Value>>> ByType = new(Load);

    public static IReadOnlyDictionary<string, Value> Of(string type) =>
        ByType.Value.GetValueOrDefault(type) ?? new Dictionary<string, Value>();

    private static Dictionary<string, IReadOnlyDictionary<string, Value>> Load()
    {
        var byType = new Dictionary<string, IReadOnlyDictionary<string, Value>>();
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("schema:", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var schema = JsonDocument.Parse(stream);
            foreach (var resource in schema.RootElement.GetProperty("resources").EnumerateObject())
                byType[resource.Name] = Computed(resource.Value);
        }
        return byType;
    }

    private static Dictionary<string, Value> Computed(JsonElement resource)
    {
        var inputs = resource.TryGetProperty("inputs", out var given) ? given.EnumerateObject().Select(input => input.Name).ToHashSet() : [];
        return resource.TryGetProperty("outputs", out var outputs)
            ? outputs.EnumerateObject().Where(output => !inputs.Contains(output.Name))
                .Select(output => (output.Name, Value: Empty(output.Name, output.Value.GetString()!.Split(' ')[0])))
                .Where(output => output.Value is not null)
                .ToDictionary(output => output.Name, output => output.Value!)
            : [];
    }

    /// <summary>The empty value of a kind; null for an optional output and for a structure, whose parts are not known here.</summary>
    private static Value? Empty(string name, string kind) => kind switch
    {
        [.., '?'] => null,
        [.., '[', ']'] => Value.ForList(),
        ['{', ..] => Value.ForStruct(new Struct()),
        "string" => Value.ForString(IsTime(name) ? "2026-01-01T00:00:00Z" : ""),
        "int" or "number" => Value.ForNumber(0),
        "bool" => Value.ForBool(false),
        _ => null,
    };

    private static bool IsTime(string name) =>
        name.EndsWith("Date", StringComparison.Ordinal) || name.EndsWith("Time", StringComparison.Ordinal) || name.EndsWith("At", StringComparison.Ordinal);
}
