using Pulumi.SchemaGenerator.Json;

namespace Pulumi.SchemaGenerator.Schema;

/// <summary>The content of a schema.json.</summary>
internal sealed class PackageSchema
{
    private PackageSchema(JsonObject root)
    {
        Package = root.Text("package");
        Version = root.Text("version");
        IsKubernetes = root.Text("compatibility") == "kubernetes20";
        NamesResults = root.Text("compatibility").Length > 0;
        HasState = root.Flag("state");
        Namespaces = root.Object("namespaces");
        var provider = root.Object("provider");
        Provider = new($"pulumi:providers:{Package}", provider, isProvider: true);
        Resources = root.Object("resources").Select((token, resource) => new Resource(token, resource, isProvider: false));
        Functions = root.Object("functions").Select((token, function) => new Function(token, function));
        Types = root.Object("types").Select((key, type) => new NestedType(key, Property.ReadAll(type)));
        Enums = root.Object("enums").Select((key, values) => new EnumSchema(key, values));
    }

    public string Package { get; }

    public string Version { get; }

    /// <summary>Whether the shapes are those of Pulumi.Kubernetes: arguments under Types, unsealed, constants set.</summary>
    public bool IsKubernetes { get; }

    /// <summary>Whether nested types of functions are named ...InputArgs and ...Result.</summary>
    public bool NamesResults { get; }

    /// <summary>Whether resources have a State type.</summary>
    public bool HasState { get; }

    /// <summary>C# namespaces by module.</summary>
    public JsonObject Namespaces { get; }

    public Resource Provider { get; }

    public IReadOnlyList<Resource> Resources { get; }

    public IReadOnlyList<Function> Functions { get; }

    public IReadOnlyList<NestedType> Types { get; }

    public IReadOnlyList<EnumSchema> Enums { get; }

    /// <exception cref="FormatException">The text is no schema.</exception>
    public static PackageSchema Parse(string text)
        => new(JsonReader.Read(text) as JsonObject ?? throw new FormatException("The schema is no JSON object."));
}

internal sealed class Resource(string token, JsonObject resource, bool isProvider)
{
    public string Token { get; } = token;

    public string Name { get; } = isProvider ? "Provider" : Tokens.NameOf(token);

    public bool IsProvider { get; } = isProvider;

    public bool IsComponent { get; } = resource.Flag("component");

    public IReadOnlyList<string> Aliases { get; } = resource.Texts("aliases");

    public IReadOnlyList<Property> Inputs { get; } = Property.ReadAll(resource.Object("inputs"));

    public IReadOnlyList<Property> Outputs { get; } = Property.ReadAll(resource.Object("outputs"));

    /// <summary>Every output as an optional input.</summary>
    public IEnumerable<Property> State
        => Outputs.Select(output => (Inputs.FirstOrDefault(input => input.WireName == output.WireName) ?? output).AsOptional());
}

internal sealed class Function(string token, JsonObject function)
{
    public string Token { get; } = token;

    public string Name { get; } = Tokens.NameOf(token);

    public IReadOnlyList<Property> Inputs { get; } = Property.ReadAll(function.Object("inputs"));

    public IReadOnlyList<Property> Outputs { get; } = Property.ReadAll(function.Object("outputs"));
}

internal sealed class NestedType(string key, IReadOnlyList<Property> properties)
{
    public string Key { get; } = key;

    public IReadOnlyList<Property> Properties { get; } = properties;
}

internal sealed class EnumSchema(string key, JsonObject values)
{
    public string Key { get; } = key;

    public string Name { get; } = Tokens.NameOf(key);

    public IReadOnlyList<(string Name, object Value, bool IsDeprecated)> Members { get; } = [.. values.Names.Select(name =>
        values.Get(name) is JsonObject member
            ? (name, member.Get("value")!, member.Flag("deprecated"))
            : (name, values.Get(name)!, false))];

    /// <summary>Integer enums are C# enums, all others are structs around a string.</summary>
    public bool IsInteger => Members[0].Value is double;
}
