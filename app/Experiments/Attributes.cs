using System.Globalization;
using System.Text.Json;

namespace RoomTypes.Experiments;

/// <summary>
/// Facts about an entity for segments: texts by name as recognition requests carry them, or a JSON object as Evidently's
/// evaluationContext is one.
/// </summary>
public readonly struct Attributes
{
    private readonly IReadOnlyDictionary<string, string>? _texts;
    private readonly JsonElement _document;

    /// <summary>Texts by name. Rules may take those that look like numbers, true or false as such; a nested name is joined by dots.</summary>
    public Attributes(IReadOnlyDictionary<string, string> texts) => _texts = texts;

    /// <summary>A JSON object, or anything else for none.</summary>
    public Attributes(JsonElement document) => _document = document;

    /// <summary>Texts by name, if these are such; null for a document or none.</summary>
    public IReadOnlyDictionary<string, string>? Texts => _texts;

    /// <summary>The JSON object, if it is one; null for texts.</summary>
    internal JsonElement? Document => _texts is null ? _document : null;

    /// <summary>The value of that name, which may not exist.</summary>
    public AttributeValue Get(string name)
    {
        if (_texts is not null) return _texts.TryGetValue(name, out var text) ? new AttributeValue(text) : default;
        return _document.ValueKind == JsonValueKind.Object && _document.TryGetProperty(name, out var value) ? new AttributeValue(value) : default;
    }
}

/// <summary>One fact; the default value is one that does not exist.</summary>
public readonly struct AttributeValue
{
    private readonly string? _text;
    private readonly JsonElement _element;
    private readonly string? _elementText;
    private readonly double? _elementNumber;

    internal AttributeValue(string text) => _text = text;

    /// <summary>Reads the element once, however many matchers ask for it.</summary>
    internal AttributeValue(JsonElement element)
    {
        _element = element;
        if (element.ValueKind == JsonValueKind.String) _elementText = element.GetString();
        else if (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number)) _elementNumber = number;
    }

    /// <summary>Whether there is such a fact.</summary>
    public bool Exists => _text is not null || _element.ValueKind != JsonValueKind.Undefined;

    /// <summary>Whether it is JSON's null.</summary>
    public bool IsNull => _text is null && _element.ValueKind == JsonValueKind.Null;

    /// <summary>Its text, if it is one.</summary>
    public bool TryGetText(out string text)
    {
        text = (_text ?? _elementText)!;
        return text is not null;
    }

    /// <summary>Its number, if it is one, or a text that looks like one.</summary>
    public bool TryGetNumber(out double number)
    {
        if (_text is not null) return double.TryParse(_text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
        number = _elementNumber ?? 0;
        return _elementNumber is not null;
    }

    /// <summary>Its truth, if it is true or false, or a text that says so.</summary>
    public bool TryGetBoolean(out bool value)
    {
        value = _text is not null ? _text == "true" : _element.ValueKind == JsonValueKind.True;
        return _text is "true" or "false" || _element.ValueKind is JsonValueKind.True or JsonValueKind.False;
    }
}
