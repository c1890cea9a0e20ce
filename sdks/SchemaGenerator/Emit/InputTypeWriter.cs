using Pulumi.SchemaGenerator.Schema;

namespace Pulumi.SchemaGenerator.Emit;

/// <summary>Writes classes of inputs: arguments and states of resources, arguments of functions, and their nested types.</summary>
internal sealed class InputTypeWriter(TypeNames names, bool isSealed)
{
    public void Write(
        SourceWriter writer, string name, string baseClass, IReadOnlyList<Property> properties, TypeRole role, bool isProvider = false)
    {
        writer.Open($"public {(isSealed || isProvider ? "sealed " : "")}class {name} : global::Pulumi.{baseClass}");
        foreach (var property in properties)
            WriteProperty(writer, property, role, isProvider);
        writer.Line($"public {name}()");
        writer.Line("{");
        foreach (var property in properties.Where(property => property.HasDefault && role != TypeRole.PlainInput))
            writer.Line($"    {property.Name} = {DefaultOf(property)};");
        writer.Line("}");
        writer.Line($"public static new {name} Empty => new {name}();");
        writer.Close();
    }

    private void WriteProperty(SourceWriter writer, Property property, TypeRole role, bool isProvider)
    {
        var type = names.Input(property.Type, role);
        var attribute = $"[global::Pulumi.Input({Literals.Quote(property.WireName)}"
            + (property.IsOptional ? "" : ", required: true")
            + (isProvider && property.Type is not PrimitiveType { IsString: true } ? ", json: true" : "") + ")]";
        var isCollection = property.Type is ListType or MapType;
        if (isCollection || property.IsSecret)
        {
            WriteBackedProperty(writer, property, attribute, type, isCollection, role);
            return;
        }

        var nullable = property.IsOptional ? "?" : "";
        var initializer = property.IsOptional || IsPlainValue(property.Type, role) ? "" : " = null!;";
        writer.Line($"{attribute} public {type}{nullable} {property.Name} {{ get; set; }}{initializer}");
    }

    /// <summary>A collection is made when first read, so that unset ones stay off the wire; a secret is marked when set.</summary>
    private static void WriteBackedProperty(
        SourceWriter writer, Property property, string attribute, string type, bool isCollection, TypeRole role)
    {
        var field = "_" + property.WireName;
        writer.Line($"{attribute} private {type}? {field};");
        if (property.IsDeprecated)
            writer.Line("[global::System.Obsolete(\"Deprecated by the provider.\")]");
        var getter = isCollection ? $"{field} ??= new()" : field;
        var value = property.IsSecret && role != TypeRole.PlainInput ? $"value is null ? null : ({type})Utilities.Secret(value)" : "value";
        writer.Line($"public {type}{(isCollection ? "" : "?")} {property.Name} {{ get => {getter}; set => {field} = {value}; }}");
    }

    private static bool IsPlainValue(SchemaType type, TypeRole role)
        => role == TypeRole.PlainInput && type is PrimitiveType { IsValue: true } or ReferenceType { IsEnum: true };

    private string DefaultOf(Property property)
    {
        var value = property.DefaultValue is null ? null : LiteralOf(property.Type, property.DefaultValue);
        if (property.Environment.Count == 0)
            return value!;

        var variables = string.Join(", ", property.Environment.Select(Literals.Quote));
        var environment = $"Utilities.{ReaderOf(property.Type)}({variables})";
        return value is null ? environment : $"{environment} ?? {value}";
    }

    private static string ReaderOf(SchemaType type) => (type as PrimitiveType)?.Name switch
    {
        "bool" => "GetEnvBoolean",
        "int" => "GetEnvInt32",
        "double" => "GetEnvDouble",
        _ => "GetEnv",
    };

    private string LiteralOf(SchemaType type, object value)
        => type is ReferenceType { IsEnum: true } @enum ? names.EnumMember(@enum.Key, value) : Literals.Of(value);
}
