using Pulumi.SchemaGenerator.Schema;

namespace Pulumi.SchemaGenerator.Emit;

/// <summary>Writes classes of outputs: results of functions and nested types of outputs.</summary>
internal sealed class OutputTypeWriter(TypeNames names, bool isKubernetes)
{
    public void Write(SourceWriter writer, string name, IReadOnlyList<Property> properties, TypeRole role)
    {
        writer.Line("[global::Pulumi.OutputType]");
        writer.Open($"public sealed class {name}");
        foreach (var property in properties)
            writer.Line($"public readonly {TypeOf(property, role)} {property.Name};");

        var parameters = properties.Select(property => $"{TypeOf(property, role)} {Literals.Identifier(property.WireName)}");
        writer.Line("[global::Pulumi.OutputConstructor]");
        writer.Open($"private {name}({string.Join(", ", parameters)})");
        foreach (var property in properties)
            writer.Line($"this.{property.Name} = {Literals.Identifier(property.WireName)};");
        writer.Close();
        writer.Close();
    }

    /// <summary>The type of an output: lists are never null, and nothing is in Kubernetes' shapes.</summary>
    public string TypeOf(Property property, TypeRole role)
        => names.Output(property.Type, role) + (property.IsOptional && !isKubernetes && property.Type is not ListType ? "?" : "");
}
