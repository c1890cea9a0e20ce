using System.Globalization;

namespace Pulumi.SchemaGenerator.Emit;

/// <summary>C# literals and identifiers.</summary>
internal static class Literals
{
    private static HashSet<string> Keywords { get; } = new(
        ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else " +
        "enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long " +
        "namespace new null object operator out override params private protected public readonly ref return sbyte sealed short " +
        "sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual " +
        "void volatile while").Split(' '));

    public static string Quote(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";

    /// <summary>The literal of a JSON string, number or boolean.</summary>
    public static string Of(object value) => value switch
    {
        string text => Quote(text),
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => throw new FormatException($"The schema has a default of an unexpected kind: '{value}'."),
    };

    public static string Identifier(string name) => Keywords.Contains(name) ? "@" + name : name;
}
