using Pulumi.SchemaGenerator.Schema;

namespace Pulumi.SchemaGenerator.Emit;

/// <summary>In which roles each nested type is used, directly or through other types: each role is a class.</summary>
internal sealed class Usage
{
    private readonly Dictionary<string, NestedType> _types;
    private readonly HashSet<(string Key, TypeRole Role)> _used = [];

    public Usage(PackageSchema schema)
    {
        _types = schema.Types.ToDictionary(type => type.Key);
        foreach (var resource in schema.Resources.Append(schema.Provider))
        {
            Reach(resource.Inputs, TypeRole.ResourceInput);
            Reach(resource.Outputs, TypeRole.ResourceOutput);
            if (!schema.HasState || resource.IsProvider)
                continue;
            Reach(resource.State, TypeRole.State);
            Reach(resource.State, TypeRole.ResourceInput);
        }

        foreach (var function in schema.Functions)
        {
            Reach(function.Inputs, TypeRole.PlainInput);
            Reach(function.Inputs, TypeRole.FunctionInput);
            Reach(function.Outputs, TypeRole.FunctionOutput);
        }
    }

    public bool IsUsed(NestedType type, TypeRole role) => _used.Contains((type.Key, role));

    private void Reach(IEnumerable<Property> properties, TypeRole role)
    {
        foreach (var reference in properties.SelectMany(property => property.Type.Closure()).OfType<ReferenceType>())
            if (!reference.IsEnum && _used.Add((reference.Key, role)))
                Reach(_types[reference.Key].Properties, role);
    }
}
