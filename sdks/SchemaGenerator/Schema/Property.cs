namespace Pulumi.SchemaGenerator.Schema;

/// <summary>
/// A property, written in schema.json as <c>type[?][ as Name][ secret][ deprecated][ const X][ env A B][ = X]</c>.
/// </summary>
internal sealed class Property
{
    private Property(string wireName, string text)
    {
        WireName = wireName;
        var (declaration, value) = Split(text, " = ");
        DefaultValue = value is null ? null : Json.JsonReader.Read(value);
        (declaration, var environment) = Split(declaration, " env ");
        Environment = environment?.Split(' ') ?? [];
        (declaration, Constant) = Split(declaration, " const ");
        var words = declaration.Split(' ');
        IsOptional = words[0].EndsWith("?", StringComparison.Ordinal);
        Type = SchemaType.Parse(words[0].TrimEnd('?'));
        IsSecret = words.Contains("secret");
        IsDeprecated = words.Contains("deprecated");
        var renamed = Array.IndexOf(words, "as") + 1;
        Name = renamed > 0 ? words[renamed] : char.ToUpperInvariant(wireName[0]) + wireName.Substring(1);
    }

    public string WireName { get; }

    /// <summary>The C# name.</summary>
    public string Name { get; }

    public SchemaType Type { get; }

    public bool IsOptional { get; private set; }

    public bool IsSecret { get; }

    public bool IsDeprecated { get; }

    /// <summary>The only value, which the resource's constructor sets.</summary>
    public string? Constant { get; }

    /// <summary>Environment variables whose first set one is the default.</summary>
    public IReadOnlyList<string> Environment { get; }

    /// <summary>The default after the environment: a string, double or bool.</summary>
    public object? DefaultValue { get; }

    public bool HasDefault => DefaultValue is not null || Environment.Count > 0;

    public static List<Property> ReadAll(Json.JsonObject properties)
        => [.. properties.Names.Select(name => new Property(name, properties.Text(name)))];

    /// <summary>The same property, not required, as in a resource's state.</summary>
    public Property AsOptional()
    {
        var copy = (Property)MemberwiseClone();
        copy.IsOptional = true;
        return copy;
    }

    private static (string Head, string? Tail) Split(string text, string separator)
    {
        var index = text.IndexOf(separator, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text.Substring(0, index), text.Substring(index + separator.Length));
    }
}
