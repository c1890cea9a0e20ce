using System.Globalization;
using System.Text.Json;
using RoomTypes.Recognition;

namespace RoomTypes.Http.Parsing;

/// <summary>Walks the document; a field name selects what is read.</summary>
internal ref struct JsonRequestFields(Memory<byte> body, Utf8JsonReader json)
{
    private Utf8JsonReader _json = json;

    public void ReadRequest(RecognitionRequest request)
    {
        _json.Read();
        Expect(JsonTokenType.StartObject, "an object");
        while (NextField() is { } field)
        {
            switch (field)
            {
                case "requestId" or "request_id":
                    request.RequestId = Text(field);
                    break;
                case "entityId" or "entity_id":
                    request.EntityId = Text(field);
                    break;
                case "missionId" or "mission_id":
                    request.MissionId = Text(field);
                    break;
                case "attributes":
                    ReadAttributes(request.Attributes);
                    break;
                case "rooms":
                    if (OpenArray(field)) while (NextElement()) request.Rooms.Add(ReadRoom());
                    break;
                case "models":
                    if (OpenArray(field)) while (NextElement()) request.Models.Add(CurrentText(field));
                    break;
                case "topK" or "top_k":
                    request.TopK = UInt32(field);
                    break;
                default:
                    throw Unknown(field, "requestId, entityId, missionId, attributes, rooms, models, topK");
            }
        }

        if (_json.Read()) throw Wrong("the document", "nothing after the object");
    }

    private RoomPictures ReadRoom()
    {
        Expect(JsonTokenType.StartObject, "an object");
        var room = new RoomPictures();
        while (NextField() is { } field)
        {
            switch (field)
            {
                case "roomId" or "room_id":
                    room.RoomId = Text(field);
                    break;
                case "images":
                    if (OpenArray(field)) while (NextElement()) room.Pictures.Add(ReadPicture());
                    break;
                default:
                    throw Unknown(field, "roomId, images");
            }
        }

        return room;
    }

    private Picture ReadPicture()
    {
        Expect(JsonTokenType.StartObject, "an object");
        Picture? picture = null;
        while (NextField() is { } field)
        {
            if (field is not ("content" or "uri")) throw Unknown(field, "content, uri");
            _json.Read();
            if (_json.TokenType == JsonTokenType.Null) continue;
            if (picture is not null) throw Wrong(field, "one of content and uri");
            picture = field == "content" ? new Picture(Content()) : new Picture(default, CurrentText(field));
        }

        return picture ?? default;
    }

    private ReadOnlyMemory<byte> Content()
    {
        Expect(JsonTokenType.String, "a base64 string");
        // The token starts at its quotation mark; unescaping and decoding only ever shorten the text.
        var raw = body.Slice((int)_json.TokenStartIndex + 1, _json.ValueSpan.Length);
        var text = raw.Span;
        if (_json.ValueIsEscaped) text = text[..Unescape(text)];
        return Base64Content.TryDecodeInPlace(text, out var length) ? raw[..length] : throw Wrong("content", "base64");
    }

    /// <summary>Takes the backslash out of \/, the one escape that encoders put into base64.</summary>
    private readonly int Unescape(Span<byte> text)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                if (text[i + 1] != '/') throw Wrong("content", "base64 without escapes other than \\/");
                i++;
            }

            text[length++] = text[i];
        }

        return length;
    }

    private void ReadAttributes(Dictionary<string, string> attributes)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.Null) return;
        Expect(JsonTokenType.StartObject, "an object");
        while (NextField() is { } key)
        {
            _json.Read();
            Expect(JsonTokenType.String, "a string");
            attributes[key] = _json.GetString()!;
        }
    }

    private string? NextField()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.EndObject ? null : _json.GetString();
    }

    /// <summary>Moves into an array; false for null, which stands for an empty one.</summary>
    private bool OpenArray(string field)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.Null) return false;
        return _json.TokenType == JsonTokenType.StartArray ? true : throw Wrong(field, "an array");
    }

    /// <summary>Moves to the array's next element.</summary>
    private bool NextElement()
    {
        _json.Read();
        return _json.TokenType != JsonTokenType.EndArray;
    }

    private string Text(string field)
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.Null ? "" : CurrentText(field);
    }

    private readonly string CurrentText(string field) =>
        _json.TokenType == JsonTokenType.String ? _json.GetString()! : throw Wrong(field, "a string");

    /// <summary>A number; the JSON mapping also allows it as a string or with a fraction of zero.</summary>
    private uint UInt32(string field)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.Null) return 0;
        var isNumber = _json.TokenType is JsonTokenType.Number or JsonTokenType.String;
        return isNumber && double.TryParse(_json.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number is >= 0 and <= uint.MaxValue && number == Math.Floor(number)
            ? (uint)number
            : throw Wrong(field, "a whole number from 0 to 4294967295");
    }

    private readonly void Expect(JsonTokenType type, string expected)
    {
        if (_json.TokenType != type) throw Wrong("the value", expected);
    }

    private readonly ServiceException Wrong(string field, string expected) => new(
        ErrorKind.Malformed, "json_malformed", $"At byte {_json.TokenStartIndex}, {field} must be {expected}; found {_json.TokenType}.");

    private readonly ServiceException Unknown(string field, string known) => new(
        ErrorKind.Malformed, "json_field_unknown", $"At byte {_json.TokenStartIndex}, the field '{field}' is not known; known are {known}.")
    {
        Value = field,
        Limit = known,
    };
}
