namespace Pulumi.SchemaGenerator.Json;

/// <summary>The members of a JSON object in the order of the text.</summary>
internal sealed class JsonObject
{
    private readonly Dictionary<string, object?> _values = [];

    public List<string> Names { get; } = [];

    public void Add(string name, object? value)
    {
        _values.Add(name, value);
        Names.Add(name);
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public string Text(string name) => Get(name) as string ?? throw Missing(name, "a string");

    public bool Flag(string name) => Get(name) is true;

    /// <summary>The object under <paramref name="name"/>; empty if there is none.</summary>
    public JsonObject Object(string name) => Get(name) as JsonObject ?? new();

    /// <summary>The strings under <paramref name="name"/>; empty if there is no array.</summary>
    public IReadOnlyList<string> Texts(string name) => Get(name) is List<object?> list ? [.. list.OfType<string>()] : [];

    /// <summary>Each member as an object, read by <paramref name="read"/>.</summary>
    public List<T> Select<T>(Func<string, JsonObject, T> read) => [.. Names.Select(name => read(name, Object(name)))];

    public object? Get(string name) => _values.TryGetValue(name, out var value) ? value : null;

    private static FormatException Missing(string name, string what) => new($"The schema has no '{name}' that is {what}.");
}
