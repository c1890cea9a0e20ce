using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Values;

namespace Seams.Tests.Support;

/// <summary>The Kubernetes API's types as the npm package declares them (sdks/Pulumi.Kubernetes/schema.json), and what is wrong with an object.</summary>
internal sealed class KubernetesSchema
{
    private static readonly string[] Sentinels = [PropertyValue.Unknown];

    private readonly JsonElement _root;

    private KubernetesSchema(JsonElement root) => _root = root;

    public static KubernetesSchema Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Plans.Folder, "sdks", "Pulumi.Kubernetes", "schema.json")));
        return new KubernetesSchema(document.RootElement.Clone());
    }

    /// <summary>Whether the API itself has the kind; others come with a cluster's own definitions.</summary>
    public bool Knows(string type) => _root.GetProperty("resources").TryGetProperty(type, out _);

    /// <summary>One sentence a fault.</summary>
    public IEnumerable<string> Faults(string type, Struct inputs) =>
        Faults(_root.GetProperty("resources").GetProperty(type).GetProperty("inputs"), inputs, type);

    private IEnumerable<string> Faults(JsonElement shape, Struct value, string path)
    {
        foreach (var (name, item) in value.Fields)
        {
            if (!shape.TryGetProperty(name, out var declared))
                yield return $"{path}.{name} is no property";
            else
                foreach (var fault in Faults(Clean(declared.GetString()!), item, $"{path}.{name}"))
                    yield return fault;
        }

        foreach (var property in shape.EnumerateObject().Where(property => IsRequired(property.Value.GetString()!) && !value.Fields.ContainsKey(property.Name)))
            yield return $"{path}.{property.Name} is missing";
    }

    private IEnumerable<string> Faults(string type, Value value, string path)
    {
        if (value.KindCase == Value.KindOneofCase.StringValue && Sentinels.Contains(value.StringValue))
            return [];
        if (type.Split('|') is { Length: > 1 } either)
            return either.Any(one => !Faults(one, value, path).Any()) ? [] : [$"{path} is none of {type}"];
        if (type.EndsWith("[]", StringComparison.Ordinal))
            return value.KindCase == Value.KindOneofCase.ListValue ? value.ListValue.Values.SelectMany((item, i) => Faults(type[..^2], item, $"{path}[{i}]")) : [$"{path} is no list"];
        if (type.StartsWith('{'))
            return value.KindCase == Value.KindOneofCase.StructValue ? value.StructValue.Fields.SelectMany(pair => Faults(type[1..^1], pair.Value, $"{path}.{pair.Key}")) : [$"{path} is no map"];
        if (type.StartsWith('#'))
            return value.KindCase == Value.KindOneofCase.StructValue ? Faults(_root.GetProperty("types").GetProperty(type[1..]), value.StructValue, path) : [$"{path} is no object"];
        if (type.StartsWith('@'))
            return _root.GetProperty("enums").GetProperty(type[1..]).EnumerateObject().Any(member => member.Value.GetString() == value.StringValue) ? [] : [$"{path} is '{value.StringValue}', no member of {type}"];
        return IsScalar(type, value) ? [] : [$"{path} is {value}, no {type}"];
    }

    private static bool IsScalar(string type, Value value) => type switch
    {
        "any" => true,
        "string" => value.KindCase == Value.KindOneofCase.StringValue,
        "bool" => value.KindCase == Value.KindOneofCase.BoolValue,
        "int" => value.KindCase == Value.KindOneofCase.NumberValue && value.NumberValue == Math.Floor(value.NumberValue),
        "number" => value.KindCase == Value.KindOneofCase.NumberValue,
        _ => false,
    };

    private static bool IsRequired(string declared) => !declared.Split(' ')[0].EndsWith('?') && !declared.Contains(" const ", StringComparison.Ordinal) && !declared.Contains(" = ", StringComparison.Ordinal);

    private static string Clean(string declared) => declared.Split(' ')[0].TrimEnd('?');
}
