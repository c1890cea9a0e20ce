using System.Globalization;
using System.Text.Json;
using RoomTypes.Json;

namespace RoomTypes.Http.Parsing;

/// <summary>Walks a JSON body field by field in the mapping of Protocol Buffers; what is wrong is told with its place.</summary>
internal ref struct JsonWalker
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };
    private readonly Memory<byte> _body;
    private Utf8JsonReader _json;

    /// <param name="body">UTF-8, with or without a byte order mark; <see cref="Content"/> overwrites its text.</param>
    public JsonWalker(Memory<byte> body)
    {
        _body = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
        _json = new Utf8JsonReader(_body.Span, Options);
    }

    public readonly bool IsArray => _json.TokenType == JsonTokenType.StartArray;

    public readonly bool IsNull => _json.TokenType == JsonTokenType.Null;

    /// <summary>Walks a whole body.</summary>
    /// <exception cref="ServiceException">It is no JSON, or holds text that is no Unicode, or what the walk refuses.</exception>
    public static void Walk<T>(Memory<byte> body, T target, JsonWalk<T> walk)
    {
        try
        {
            var walker = new JsonWalker(body);
            walker.Read();
            walk(ref walker, target);
            if (walker._json.Read()) throw walker.Wrong("the document", "nothing after the object");
        }
        catch (JsonException) when (IsUtf16(body.Span))
        {
            throw new ServiceException(ErrorKind.Malformed, "json_malformed", "The body is not JSON in UTF-8, but looks like UTF-16. Send it in UTF-8.");
        }
        catch (JsonException exception)
        {
            throw new ServiceException(ErrorKind.Malformed, "json_malformed", $"The body is not JSON: {StrictJson.Reason(exception)}");
        }
        catch (InvalidOperationException exception)
        {
            // Strings that are not valid UTF-8 or hold a lone surrogate.
            throw new ServiceException(ErrorKind.Malformed, "json_malformed", $"The body holds a string that cannot be read: {exception.Message}");
        }
    }

    /// <summary>Moves to the next value.</summary>
    public void Read() => _json.Read();

    /// <summary>Moves into an object.</summary>
    public readonly void OpenObject() => Expect(JsonTokenType.StartObject, "an object");

    /// <summary>Moves into an object that is a field's value; false for null, which stands for none.</summary>
    public bool OpenFieldObject()
    {
        _json.Read();
        if (IsNull) return false;
        OpenObject();
        return true;
    }

    /// <summary>The object's next field; null at its end.</summary>
    public string? NextField()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.EndObject ? null : _json.GetString();
    }

    /// <summary>Moves into an array; false for null, which stands for an empty one.</summary>
    public bool OpenArray(string field)
    {
        _json.Read();
        if (IsNull) return false;
        return _json.TokenType == JsonTokenType.StartArray ? true : throw Wrong(field, "an array");
    }

    /// <summary>Moves to the array's next element.</summary>
    public bool NextElement()
    {
        _json.Read();
        return _json.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>A field's text; null stands for an empty one.</summary>
    public string Text(string field)
    {
        _json.Read();
        return IsNull ? "" : CurrentText(field);
    }

    public readonly string CurrentText(string field) =>
        _json.TokenType == JsonTokenType.String ? _json.GetString()! : throw Wrong(field, "a string");

    /// <summary>Moves past a field's value, whatever it is.</summary>
    public void Skip()
    {
        _json.Read();
        _json.Skip();
    }

    /// <summary>True or false; null stands for false.</summary>
    public bool Flag(string field)
    {
        _json.Read();
        return _json.TokenType is JsonTokenType.True || (_json.TokenType is JsonTokenType.False or JsonTokenType.Null ? false : throw Wrong(field, "true or false"));
    }

    /// <summary>A whole number; the mapping also allows it as a string or with a fraction of zero.</summary>
    public uint UInt32(string field)
    {
        _json.Read();
        return CurrentUInt32(field);
    }

    public readonly uint CurrentUInt32(string field)
    {
        if (IsNull) return 0;
        return TryNumber(out var number) && number is >= 0 and <= uint.MaxValue && number == Math.Floor(number)
            ? (uint)number
            : throw Wrong(field, "a whole number from 0 to 4294967295");
    }

    /// <summary>A number; the mapping also allows it as a string, NaN, Infinity and -Infinity only so.</summary>
    public double Double(string field)
    {
        _json.Read();
        if (IsNull) return 0;
        return TryNumber(out var number) ? number : throw Wrong(field, "a number of at most 1.8e308");
    }

    /// <summary>The value of a name or number; -1 for a name that is not among them.</summary>
    /// <param name="field">Named in errors.</param>
    /// <param name="valueOf">The value of a name; negative for none.</param>
    public int CurrentEnum(string field, Func<string, int> valueOf)
    {
        if (_json.TokenType == JsonTokenType.String) return valueOf(_json.GetString()!);
        return _json.TokenType == JsonTokenType.Number && TryNumber(out var number) && number == Math.Floor(number) && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : throw Wrong(field, "the name or number of a value");
    }

    /// <summary>The bytes of a base64 text, decoded where it stands in the body; any escape, line breaks and both alphabets are allowed.</summary>
    public readonly ReadOnlyMemory<byte> Content(string field)
    {
        Expect(JsonTokenType.String, "a base64 string");
        // The token starts at its quotation mark; unescaping and decoding only ever shorten the text.
        var raw = _body.Slice((int)_json.TokenStartIndex + 1, _json.ValueSpan.Length);
        var text = raw.Span;
        if (_json.ValueIsEscaped && !Base64Content.TryUnescapeInPlace(ref text)) throw Wrong(field, "base64");
        return Base64Content.TryDecodeInPlace(text, out var length) ? raw[..length] : throw Wrong(field, "base64");
    }

    public readonly ServiceException Wrong(string field, string expected) => new(
        ErrorKind.Malformed, "json_malformed", $"At byte {_json.TokenStartIndex}, {field} must be {expected}; found {_json.TokenType}.");

    public readonly ServiceException Unknown(string field, string known) => new(
        ErrorKind.Malformed, "json_field_unknown", $"At byte {_json.TokenStartIndex}, the field '{field}' is not known; known are {known}.")
    {
        Value = field,
        Limit = known,
    };

    /// <summary>By a byte order mark, or since JSON begins with two characters of ASCII.</summary>
    private static bool IsUtf16(ReadOnlySpan<byte> body) => body is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, not 0, ..] or [not 0, 0, ..];

    private readonly bool TryNumber(out double number)
    {
        number = 0;
        if (_json.TokenType == JsonTokenType.Number) return _json.TryGetDouble(out number) && double.IsFinite(number);
        if (_json.TokenType != JsonTokenType.String) return false;
        var text = _json.GetString()!;
        number = text switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => 0 };
        return number != 0 || (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number) && double.IsFinite(number));
    }

    private readonly void Expect(JsonTokenType type, string expected)
    {
        if (_json.TokenType != type) throw Wrong("the value", expected);
    }
}

/// <summary>Reads a message from its first token on.</summary>
internal delegate void JsonWalk<in T>(ref JsonWalker json, T target);
