namespace Pulumi.SchemaGenerator.Schema;

/// <summary>
/// A property's type, written in schema.json as <c>string</c>, <c>int</c>, <c>number</c>, <c>bool</c>, <c>any</c>, <c>json</c>,
/// <c>archive</c>, <c>asset</c>, <c>T[]</c>, <c>{T}</c> (a map), <c>#module:Type</c>, <c>@module:Enum</c> or <c>A|B</c>.
/// </summary>
internal abstract class SchemaType
{
    /// <exception cref="FormatException">The text is no type.</exception>
    public static SchemaType Parse(string text)
    {
        if (text.EndsWith("[]", StringComparison.Ordinal) && SplitUnion(text).Count == 1)
            return new ListType(Parse(Unwrap(text.Substring(0, text.Length - 2))));

        var members = SplitUnion(text);
        if (members.Count > 1)
            return new UnionType([.. members.Select(Parse)]);

        return text[0] switch
        {
            '{' => new MapType(Parse(text.Substring(1, text.Length - 2))),
            '#' => new ReferenceType(text.Substring(1), isEnum: false),
            '@' => new ReferenceType(text.Substring(1), isEnum: true),
            _ => PrimitiveType.Parse(text),
        };
    }

    /// <summary>This type and all types in it.</summary>
    public virtual IEnumerable<SchemaType> Closure() => [this];

    private static string Unwrap(string text) => text[0] == '(' ? text.Substring(1, text.Length - 2) : text;

    private static List<string> SplitUnion(string text)
    {
        var members = new List<string>();
        var (depth, start) = (0, 0);
        for (var index = 0; index < text.Length; index++)
        {
            depth += text[index] is '{' or '(' ? 1 : text[index] is '}' or ')' ? -1 : 0;
            if (text[index] != '|' || depth > 0)
                continue;
            members.Add(text.Substring(start, index - start));
            start = index + 1;
        }

        members.Add(text.Substring(start));
        return members;
    }
}

/// <summary>A type with a C# type of its own.</summary>
internal sealed class PrimitiveType : SchemaType
{
    private static Dictionary<string, PrimitiveType> All { get; } = new()
    {
        ["string"] = new("string", isValue: false),
        ["int"] = new("int", isValue: true),
        ["number"] = new("double", isValue: true),
        ["bool"] = new("bool", isValue: true),
        ["any"] = new("object", isValue: false),
        ["archive"] = new("global::Pulumi.Archive", isValue: false),
        ["asset"] = new("global::Pulumi.AssetOrArchive", isValue: false),
        ["json"] = new("global::System.Text.Json.JsonElement", isValue: true),
    };

    private PrimitiveType(string name, bool isValue) => (Name, IsValue) = (name, isValue);

    public string Name { get; }

    public bool IsValue { get; }

    public bool IsString => this == All["string"];

    public bool IsJson => this == All["json"];

    public static new PrimitiveType Parse(string text) => All.TryGetValue(text, out var type)
        ? type
        : throw new FormatException($"The schema has an unknown type '{text}'; known are {string.Join(", ", All.Keys)}.");
}

internal sealed class ListType(SchemaType element) : SchemaType
{
    public SchemaType Element { get; } = element;

    public override IEnumerable<SchemaType> Closure() => Element.Closure().Prepend(this);
}

internal sealed class MapType(SchemaType element) : SchemaType
{
    public SchemaType Element { get; } = element;

    public override IEnumerable<SchemaType> Closure() => Element.Closure().Prepend(this);
}

internal sealed class UnionType(IReadOnlyList<SchemaType> members) : SchemaType
{
    public IReadOnlyList<SchemaType> Members { get; } = members;

    public override IEnumerable<SchemaType> Closure() => Members.SelectMany(member => member.Closure()).Prepend(this);
}

/// <summary>A nested type or an enum of the package, by key <c>module:Name</c>.</summary>
internal sealed class ReferenceType(string key, bool isEnum) : SchemaType
{
    public string Key { get; } = key;

    public bool IsEnum { get; } = isEnum;
}
