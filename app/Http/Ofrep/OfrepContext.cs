using System.Text.Json;
using RoomTypes.Json;
using RoomTypes.Recognition;

namespace RoomTypes.Http.Ofrep;

/// <summary>Who asks: the evaluation context of a request of OFREP.</summary>
/// <param name="TargetingKey">The entity; empty if the context names none.</param>
/// <param name="Attributes">The other facts, as texts, as recognition requests carry them; a nested name is joined by dots.</param>
internal sealed record OfrepContext(string TargetingKey, IReadOnlyDictionary<string, string> Attributes)
{
    private const string Key = "targetingKey";

    /// <summary>Reads a body.</summary>
    /// <exception cref="OfrepException">It is no JSON, or the context is none.</exception>
    public static OfrepContext Read(ReadOnlyMemory<byte> body)
    {
        using var document = Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw OfrepException.Unreadable("The body is no JSON object.");
        if (!document.RootElement.TryGetProperty("context", out var context) || context.ValueKind == JsonValueKind.Null) return new("", new Dictionary<string, string>());
        if (context.ValueKind != JsonValueKind.Object) throw OfrepException.Context($"The context is {Quote.Of(context.GetRawText())}; allowed is an object.");
        var attributes = new Dictionary<string, string>();
        Add(context, "", attributes);
        return new(TargetingKeyOf(context), attributes);
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return StrictJson.Parse(body);
        }
        catch (JsonException exception)
        {
            throw OfrepException.Unreadable($"The body is no JSON: {StrictJson.Reason(exception)}");
        }
    }

    private static string TargetingKeyOf(JsonElement context)
    {
        if (!context.TryGetProperty(Key, out var key) || key.ValueKind == JsonValueKind.Null) return "";
        if (key.ValueKind == JsonValueKind.String && key.GetString() is { Length: <= RequestRules.LongestId } text) return text;
        throw OfrepException.Context($"{Key} is {Quote.Of(key.GetRawText())}; allowed is a text of at most {RequestRules.LongestId} characters.");
    }

    private static void Add(JsonElement facts, string prefix, Dictionary<string, string> attributes)
    {
        foreach (var fact in facts.EnumerateObject())
        {
            var name = prefix + fact.Name;
            switch (fact.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    Add(fact.Value, name + ".", attributes);
                    break;
                case JsonValueKind.String when name != Key:
                    attributes[name] = fact.Value.GetString()!;
                    break;
                case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when name != Key:
                    attributes[name] = fact.Value.GetRawText();
                    break;
                case JsonValueKind.Array:
                    throw OfrepException.Context($"{Quote.Of(name)} is a list; allowed are texts, numbers, true, false, null and objects of those.");
            }

            if (name.Length is 0 or > RequestRules.LongestAttributeKey)
                throw OfrepException.Context($"A fact's name is {Quote.Of(name)}; allowed are 1 to {RequestRules.LongestAttributeKey} characters, those of the objects around it included.");
            if (attributes.TryGetValue(name, out var value) && value.Length > RequestRules.LongestAttributeValue)
                throw OfrepException.Context($"{Quote.Of(name)} has {value.Length} characters; allowed are at most {RequestRules.LongestAttributeValue}.");
            if (attributes.Count > RequestRules.MostAttributes) throw OfrepException.Context($"The context has more than {RequestRules.MostAttributes} facts besides {Key}; allowed are at most {RequestRules.MostAttributes}.");
        }
    }
}
