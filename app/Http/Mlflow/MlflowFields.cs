using System.Globalization;
using System.Text.Json;
using RoomTypes.Json;

namespace RoomTypes.Http.Mlflow;

/// <summary>What a request says: a query, or the members of a JSON object.</summary>
internal sealed class MlflowFields
{
    private readonly Dictionary<string, List<string>> _texts = [];
    private readonly Dictionary<string, string> _tags = [];

    private MlflowFields()
    {
    }

    /// <summary>The tags of a body.</summary>
    public IReadOnlyDictionary<string, string> Tags => _tags;

    /// <summary>Reads a query.</summary>
    public static MlflowFields Read(IQueryCollection query)
    {
        var fields = new MlflowFields();
        foreach (var (name, values) in query) fields._texts[name] = [.. values.OfType<string>()];
        return fields;
    }

    /// <summary>Reads a body. What is not known here is passed over: clients of other versions send more.</summary>
    /// <exception cref="MlflowException">It is no JSON object, or a member is no text, number, flag or list of those.</exception>
    public static MlflowFields Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = StrictJson.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw MlflowException.Refused($"The body is {Quote.Of(json.RootElement.GetRawText())}; allowed is a JSON object.");
            var fields = new MlflowFields();
            foreach (var member in json.RootElement.EnumerateObject()) fields.Add(member.Name, member.Value);
            return fields;
        }
        catch (JsonException exception)
        {
            throw MlflowException.Refused($"The body cannot be read: {StrictJson.Reason(exception)}");
        }
    }

    /// <summary>A text that must be there.</summary>
    /// <exception cref="MlflowException">It is missing.</exception>
    public string Text(string name) => Optional(name) ?? throw MlflowException.Refused($"Missing value for required parameter '{name}'.");

    /// <summary>A text; null where there is none, or an empty one.</summary>
    public string? Optional(string name) => _texts.GetValueOrDefault(name) is [{ Length: > 0 } text, ..] ? text : null;

    /// <summary>All texts of a name.</summary>
    public IReadOnlyList<string> Texts(string name) => _texts.GetValueOrDefault(name) ?? [];

    /// <summary>A whole number from 1.</summary>
    /// <exception cref="MlflowException">It is another.</exception>
    public int Count(string name, int @default, int most)
    {
        if (Optional(name) is not { } text) return @default;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most
            ? count
            : throw MlflowException.Refused($"Invalid value {Quote.Of(text)} for parameter '{name}'; allowed is a whole number from 1 to {most:N0}.");
    }

    private void Add(string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                break;
            case JsonValueKind.Array when name == "tags":
                foreach (var tag in value.EnumerateArray()) AddTag(tag);
                break;
            case JsonValueKind.Array:
                _texts[name] = [.. value.EnumerateArray().Select(item => TextOf(name, item))];
                break;
            case JsonValueKind.Object:
                // Of another version of the protocol.
                break;
            default:
                _texts[name] = [TextOf(name, value)];
                break;
        }
    }

    private void AddTag(JsonElement tag)
    {
        if (tag.ValueKind != JsonValueKind.Object || !tag.TryGetProperty("key", out var key)) throw MlflowException.Refused($"A tag is {Quote.Of(tag.GetRawText())}; allowed is an object with key and value.");
        _tags[TextOf("tags.key", key)] = tag.TryGetProperty("value", out var value) ? TextOf("tags.value", value) : "";
    }

    // Versions are texts that look like numbers, and scripts send them as either.
    private static string TextOf(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw MlflowException.Refused($"{name} is {Quote.Of(value.GetRawText())}; allowed is a text."),
    };
}
