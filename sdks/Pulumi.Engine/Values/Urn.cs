namespace Pulumi.Engine.Values;

/// <summary>Names of resources as the engine assigns them: <c>urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME</c>.</summary>
public static class Urn
{
    /// <summary>The type of the root of every stack; children of the root do not carry it in their URN.</summary>
    public const string RootStackType = "pulumi:pulumi:Stack";

    private const string Prefix = "urn:pulumi:";
    private const string Delimiter = "::";
    private const char TypeDelimiter = '$';

    /// <summary>Makes the URN of a resource; <paramref name="parentUrn"/> is empty for one without a parent.</summary>
    public static string Create(string stack, string project, string parentUrn, string type, string name)
    {
        var parentType = string.IsNullOrEmpty(parentUrn) ? "" : QualifiedType(parentUrn);
        var qualified = parentType is "" or RootStackType ? type : $"{parentType}{TypeDelimiter}{type}";
        return $"{Prefix}{stack}{Delimiter}{project}{Delimiter}{qualified}{Delimiter}{name}";
    }

    /// <summary>Whether the text has the prefix and the four parts of a URN.</summary>
    public static bool IsValid(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Prefix, StringComparison.Ordinal) && text.Split(Delimiter).Length >= 4;
    }

    /// <summary>The type with its parents', joined by <c>$</c>.</summary>
    public static string QualifiedType(string urn) => Part(urn, 2);

    /// <summary>The resource's own type.</summary>
    public static string Type(string urn) => QualifiedType(urn)[(QualifiedType(urn).LastIndexOf(TypeDelimiter) + 1)..];

    /// <summary>The resource's name, which may itself hold the delimiter.</summary>
    public static string Name(string urn) => Part(urn, 3);

    private static string Part(string urn, int index)
    {
        ArgumentNullException.ThrowIfNull(urn);
        if (!IsValid(urn))
            throw new ArgumentException($"'{urn}' is no URN: expected {Prefix}STACK::PROJECT::TYPE::NAME.", nameof(urn));
        return urn[Prefix.Length..].Split(Delimiter, 4)[index];
    }
}
