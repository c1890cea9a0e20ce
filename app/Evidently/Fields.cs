using System.Text.Json;
using System.Text.Json.Nodes;
using RoomTypes.Events;
using RoomTypes.Json;

namespace RoomTypes.Evidently;

/// <summary>
/// Reads the members of a request's JSON object within the limits of the API's published model; what is wrong is a ValidationException.
/// </summary>
/// <param name="json">The object.</param>
/// <param name="path">What goes before names in messages, for example "steps[0].".</param>
internal sealed class Fields(JsonObject json, string path = "")
{
    private const int LongestName = 127;
    private const int LongestDescription = 160;

    /// <summary>Reads a body; an empty one is an object without members.</summary>
    /// <remarks>Texts that are no Unicode are refused where they are asked for, so that one event does not fail the others.</remarks>
    public static Fields Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return new Fields(body.IsEmpty ? [] : JsonNode.Parse(StrictJson.WithoutBom(body)) as JsonObject ?? throw EvidentlyException.Refused("The body is no JSON object.", "cannotParse"));
        }
        catch (JsonException exception)
        {
            throw EvidentlyException.Refused($"The body is no JSON: {StrictJson.Reason(exception)}", "cannotParse");
        }
    }

    /// <summary>Whether the member is there and not null.</summary>
    public bool Has(string name) => Member(name) is not null;

    public string? Text(string name, int shortest, int longest)
    {
        if (Member(name) is not { } node) return null;
        var text = TextOf(name, node, "a text");
        return text.Length >= shortest && text.Length <= longest ? text : throw Wrong(name, node, $"{shortest} to {longest} characters");
    }

    public string RequiredText(string name, int shortest, int longest) => Text(name, shortest, longest) ?? throw Missing(name);

    public string? Name(string name) =>
        Text(name, 1, LongestName) is not { } text ? null : Names.IsName(text, LongestName) ? text : throw Wrong(name, Member(name), "of A-Z a-z 0-9 . _ -");

    public string RequiredName(string name) => Name(name) ?? throw Missing(name);

    public string? Description(string name = "description") => Text(name, 0, LongestDescription);

    public string? OneOf(string name, params ReadOnlySpan<string> allowed)
    {
        if (Text(name, 0, int.MaxValue) is not { } text) return null;
        return allowed.Contains(text) ? text : throw Wrong(name, Member(name), string.Join(", ", allowed!));
    }

    public long? Number(string name, long least, long most)
    {
        if (Member(name) is not { } node) return null;
        return node is JsonValue value && value.TryGetValue<double>(out var number) && number == Math.Floor(number) && number >= least && number <= most
            ? (long)number
            : throw Wrong(name, node, $"a whole number from {least} to {most}");
    }

    public bool Flag(string name) => Member(name) is not { } node ? false : node is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : throw Wrong(name, node, "true or false");

    /// <summary>A time in seconds since 1970, with or without a fraction.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Member(name) is not { } node) return null;
        if (node is JsonValue value && value.TryGetValue<double>(out var seconds) && Math.Abs(seconds) < 2e11) return EventTime.OfSeconds(seconds);
        throw Wrong(name, node, "a time in seconds since 1970");
    }

    public DateTimeOffset RequiredTime(string name) => Time(name) ?? throw Missing(name);

    public Fields? Object(string name) => Member(name) switch
    {
        null => null,
        JsonObject node => new Fields(node, $"{path}{name}."),
        var node => throw Wrong(name, node, "an object"),
    };

    public Fields RequiredObject(string name) => Object(name) ?? throw Missing(name);

    public IReadOnlyList<Fields>? Objects(string name, int fewest, int most) =>
        Items(name, fewest, most)?.Select((node, i) => node as JsonObject is { } item ? new Fields(item, $"{path}{name}[{i}].") : throw Wrong(name, node, "a list of objects")).ToList();

    public IReadOnlyList<Fields> RequiredObjects(string name, int fewest, int most) => Objects(name, fewest, most) ?? throw Missing(name);

    public IReadOnlyList<string>? Texts(string name, int fewest, int most) =>
        Items(name, fewest, most)?.Select(node => TextOf(name, node, "a list of texts")).ToList();

    /// <summary>A map of texts.</summary>
    public IReadOnlyDictionary<string, string>? TextMap(string name, int most) =>
        Map(name, most)?.ToDictionary(pair => pair.Key, pair => TextOf($"{name}.{pair.Key}", pair.Value, "a text"));

    /// <summary>A map of weights, in thousandths of a per cent.</summary>
    public IReadOnlyDictionary<string, long>? Weights(string name) =>
        Map(name, 5)?.ToDictionary(pair => pair.Key, pair => new Fields((JsonObject)Member(name)!, $"{path}{name}.").Number(pair.Key, 0, 100_000) ?? throw Missing($"{name}.{pair.Key}"));

    /// <summary>The member as it is, for messages and for what is kept unread.</summary>
    public JsonNode? Raw(string name) => Member(name)?.DeepClone();

    /// <summary>What is wrong with a member.</summary>
    public EvidentlyException Wrong(string name, JsonNode? value, string allowed) => EvidentlyException.Invalid(path + name, Shown(value), allowed);

    /// <summary>A member that must be there is not.</summary>
    public EvidentlyException Missing(string name) => EvidentlyException.Invalid(path + name, "", "a value: it is required");

    private List<JsonNode?>? Items(string name, int fewest, int most)
    {
        if (Member(name) is not { } node) return null;
        if (node is not JsonArray array) throw Wrong(name, node, "a list");
        return array.Count >= fewest && array.Count <= most ? [.. array] : throw EvidentlyException.Invalid(path + name, $"{array.Count} items", $"{fewest} to {most} items");
    }

    private JsonObject? Map(string name, int most)
    {
        if (Member(name) is not { } node) return null;
        if (node is not JsonObject map) throw Wrong(name, node, "a map");
        Verify(map, path + name);
        return map.Count <= most ? map : throw EvidentlyException.Invalid(path + name, $"{map.Count} entries", $"at most {most} entries");
    }

    private JsonNode? Member(string name)
    {
        Verify(json, path);
        return json[name];
    }

    private string TextOf(string name, JsonNode? node, string allowed)
    {
        try
        {
            if (node is not JsonValue value || !value.TryGetValue<string>(out var text)) throw Wrong(name, node, allowed);
            return text.Contains('\0') ? throw EvidentlyException.Invalid(path + name, "text with the character U+0000", "text without it") : text;
        }
        catch (InvalidOperationException)
        {
            throw EvidentlyException.Invalid(path + name, "no Unicode", "text in UTF-8, without halves of surrogate pairs");
        }
    }

    /// <summary>Names are read when the first of them is asked for, and may be no Unicode, or be there twice.</summary>
    private static void Verify(JsonObject json, string path)
    {
        try
        {
            _ = json.Count;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw EvidentlyException.Refused($"The names of '{path}' cannot be read: {exception.Message}", "cannotParse");
        }
    }

    private static string Shown(JsonNode? value)
    {
        try
        {
            return value?.ToJsonString() ?? "null";
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            return "no Unicode";
        }
    }
}
