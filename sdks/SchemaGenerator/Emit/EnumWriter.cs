using Pulumi.SchemaGenerator.Schema;

namespace Pulumi.SchemaGenerator.Emit;

/// <summary>Writes enums: structs around a string, or C# enums where the values are integers.</summary>
internal static class EnumWriter
{
    public static void Write(SourceWriter writer, EnumSchema @enum)
    {
        if (@enum.IsInteger)
            WriteIntegers(writer, @enum);
        else
            WriteStrings(writer, @enum);
    }

    private static void WriteIntegers(SourceWriter writer, EnumSchema @enum)
    {
        writer.Open($"public enum {@enum.Name}");
        foreach (var (name, value, isDeprecated) in @enum.Members)
        {
            WriteObsolete(writer, isDeprecated);
            writer.Line($"{name} = {Literals.Of(value)},");
        }

        writer.Close();
    }

    private static void WriteStrings(SourceWriter writer, EnumSchema @enum)
    {
        var type = @enum.Name;
        writer.Line("[global::Pulumi.EnumType]");
        writer.Open($"public readonly struct {type} : global::System.IEquatable<{type}>");
        writer.Line("private readonly string _value;");
        writer.Line($"private {type}(string value) => _value = value ?? throw new global::System.ArgumentNullException(nameof(value));");
        foreach (var (name, value, isDeprecated) in @enum.Members)
        {
            WriteObsolete(writer, isDeprecated);
            writer.Line($"public static {type} {name} {{ get; }} = new {type}({Literals.Of(value)});");
        }

        writer.Line($"public static bool operator ==({type} left, {type} right) => left.Equals(right);");
        writer.Line($"public static bool operator !=({type} left, {type} right) => !left.Equals(right);");
        writer.Line($"public static explicit operator string({type} value) => value._value;");
        writer.Line($"public override bool Equals(object? obj) => obj is {type} other && Equals(other);");
        writer.Line($"public bool Equals({type} other) => string.Equals(_value, other._value, global::System.StringComparison.Ordinal);");
        writer.Line("public override int GetHashCode() => _value?.GetHashCode(global::System.StringComparison.Ordinal) ?? 0;");
        writer.Line("public override string ToString() => _value;");
        writer.Close();
    }

    private static void WriteObsolete(SourceWriter writer, bool isDeprecated)
    {
        if (isDeprecated)
            writer.Line("[global::System.Obsolete(\"Deprecated by the provider.\")]");
    }
}
