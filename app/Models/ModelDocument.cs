using System.Text.Json;

namespace RoomTypes.Models;

/// <summary>
/// An object in one of the registry's JSON files. Members are asked for by name; one that is missing or of another type is named with its
/// path. Read by hand: the models wait for these files at start, and a serializer's preparation for their types takes longer than their reading.
/// </summary>
internal readonly struct ModelDocument
{
    private readonly JsonElement _json;
    private readonly string _path;

    private ModelDocument(JsonElement json, string path)
    {
        _json = json.ValueKind == JsonValueKind.Object ? json : throw Wrong(path, json, "an object");
        _path = path;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="read">Makes of its object what it stands for.</param>
    /// <exception cref="ModelUnavailableException">It is no JSON, or a member is missing or of another type.</exception>
    public static T Read<T>(byte[] json, string name, Func<ModelDocument, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return read(new(document.RootElement, ""));
        }
        catch (JsonException exception)
        {
            throw new ModelUnavailableException($"{name} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>A text.</summary>
    public string Text(string member) => OptionalText(member) ?? throw Missing(member);

    /// <summary>A text, or null where there is none.</summary>
    public string? OptionalText(string member) => Member(member) is { } json ? AsText(json, Path(member)) : null;

    /// <summary>A time of ISO 8601.</summary>
    public DateTimeOffset Time(string member) => OptionalTime(member) ?? throw Missing(member);

    /// <summary>A time of ISO 8601, or null where there is none.</summary>
    public DateTimeOffset? OptionalTime(string member) => Member(member) is not { } json ? null
        : json.ValueKind == JsonValueKind.String && json.TryGetDateTimeOffset(out var time) ? time
        : throw Wrong(Path(member), json, "a time such as 2026-11-29T12:00:00Z");

    /// <summary>true, or false where there is none.</summary>
    public bool Flag(string member) => Member(member) is { } json
        && (json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : throw Wrong(Path(member), json, "true or false"));

    /// <summary>A whole number within <see cref="int"/>.</summary>
    public int Integer(string member) => AsInteger(Required(member), Path(member));

    /// <summary>A finite number.</summary>
    public double Number(string member) => Required(member) is var json && json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var value) && double.IsFinite(value)
        ? value
        : throw Wrong(Path(member), json, "a number");

    /// <summary>An object.</summary>
    public ModelDocument Object(string member) => new(Required(member), Path(member));

    /// <summary>An object, or null where there is none.</summary>
    public ModelDocument? OptionalObject(string member) => Member(member) is { } json ? new(json, Path(member)) : null;

    /// <summary>The objects of an array.</summary>
    public IReadOnlyList<T> Objects<T>(string member, Func<ModelDocument, T> read) => Array(member, (json, path) => read(new(json, path)));

    /// <summary>The same, none where there is no such member.</summary>
    public IReadOnlyList<T> OptionalObjects<T>(string member, Func<ModelDocument, T> read) => Member(member) is null ? [] : Objects(member, read);

    /// <summary>The texts of an array.</summary>
    public IReadOnlyList<string> Texts(string member) => Array(member, AsText);

    /// <summary>The whole numbers of an array.</summary>
    public IReadOnlyList<int> Integers(string member) => Array(member, AsInteger);

    /// <summary>Numbers by name, by name: the members of each of the object's members.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Tables(string member)
    {
        var tables = new Dictionary<string, IReadOnlyDictionary<string, double>>();
        foreach (var table in Object(member)._json.EnumerateObject())
        {
            var path = $"{Path(member)}.{table.Name}";
            var numbers = new Dictionary<string, double>();
            foreach (var number in new ModelDocument(table.Value, path)._json.EnumerateObject())
            {
                numbers[number.Name] = number.Value.ValueKind == JsonValueKind.Number
                    ? number.Value.GetDouble()
                    : throw Wrong($"{path}.{number.Name}", number.Value, "a number");
            }

            tables[table.Name] = numbers;
        }

        return tables;
    }

    /// <summary>Objects by name; none where there is no such member.</summary>
    public IReadOnlyDictionary<string, T> OptionalMembers<T>(string member, Func<ModelDocument, T> read)
    {
        var members = new Dictionary<string, T>();
        if (OptionalObject(member) is not { } document) return members;
        foreach (var item in document._json.EnumerateObject()) members[item.Name] = read(document.Object(item.Name));
        return members;
    }

    /// <summary>Texts by name, or null where there are none.</summary>
    public IReadOnlyDictionary<string, string>? OptionalTexts(string member)
    {
        if (OptionalObject(member) is not { } document) return null;
        var texts = new Dictionary<string, string>();
        foreach (var text in document._json.EnumerateObject()) texts[text.Name] = AsText(text.Value, document.Path(text.Name));
        return texts;
    }

    /// <summary>Texts by name, by name; none where there is no such member.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> OptionalTextTables(string member)
    {
        var tables = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        if (OptionalObject(member) is not { } document) return tables;
        foreach (var table in document._json.EnumerateObject()) tables[table.Name] = document.OptionalTexts(table.Name) ?? new Dictionary<string, string>();
        return tables;
    }

    private List<T> Array<T>(string member, Func<JsonElement, string, T> read)
    {
        var json = Required(member);
        if (json.ValueKind != JsonValueKind.Array) throw Wrong(Path(member), json, "an array");
        var items = new List<T>(json.GetArrayLength());
        foreach (var item in json.EnumerateArray()) items.Add(read(item, $"{Path(member)}[{items.Count}]"));
        return items;
    }

    private JsonElement Required(string member) => Member(member) ?? throw Missing(member);

    private JsonElement? Member(string name) =>
        _json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string Path(string member) => _path.Length == 0 ? member : $"{_path}.{member}";

    private JsonException Missing(string member) => new($"{Path(member)} is missing.");

    private static string AsText(JsonElement json, string path) =>
        json.ValueKind == JsonValueKind.String ? json.GetString()! : throw Wrong(path, json, "a text");

    private static int AsInteger(JsonElement json, string path) => json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var value)
        ? value
        : throw Wrong(path, json, $"a whole number from {int.MinValue} to {int.MaxValue}");

    private static JsonException Wrong(string path, JsonElement json, string allowed) =>
        new($"{(path.Length == 0 ? "The document" : path)} is {json.GetRawText()}; allowed is {allowed}.");
}

/// <summary>Documents of a source.</summary>
internal static class ModelSourceDocuments
{
    /// <summary>Reads one.</summary>
    /// <exception cref="ModelUnavailableException">It is missing, cannot be had, or is not such a document.</exception>
    public static async Task<T> ReadAsync<T>(this IModelSource source, string path, Func<ModelDocument, T> read, CancellationToken cancellationToken) =>
        ModelDocument.Read(await source.ReadAsync(path, cancellationToken), $"{path} in {source.Location}", read);
}
