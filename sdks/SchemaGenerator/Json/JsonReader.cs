using System.Globalization;
using System.Text;

namespace Pulumi.SchemaGenerator.Json;

/// <summary>
/// Reads JSON (RFC 8259) into dictionaries, lists, strings, doubles, booleans and null. A generator cannot bring a JSON
/// library along: the compiler loads it without its dependencies.
/// </summary>
internal sealed class JsonReader
{
    private readonly string _text;
    private int _position;

    private JsonReader(string text) => _text = text;

    /// <exception cref="FormatException">The text is no JSON; the message tells where.</exception>
    public static object? Read(string text)
    {
        var reader = new JsonReader(text);
        var value = reader.ReadValue();
        reader.SkipSpace();
        return reader._position == text.Length ? value : throw reader.Unexpected();
    }

    private object? ReadValue()
    {
        SkipSpace();
        return Peek() switch
        {
            '{' => ReadObject(),
            '[' => ReadArray(),
            '"' => ReadString(),
            't' => ReadWord("true", true),
            'f' => ReadWord("false", false),
            'n' => ReadWord("null", null),
            _ => ReadNumber(),
        };
    }

    private JsonObject ReadObject()
    {
        var members = new JsonObject();
        ReadItems('{', '}', () =>
        {
            SkipSpace();
            var name = ReadString();
            SkipSpace();
            Expect(':');
            members.Add(name, ReadValue());
        });
        return members;
    }

    private List<object?> ReadArray()
    {
        var elements = new List<object?>();
        ReadItems('[', ']', () => elements.Add(ReadValue()));
        return elements;
    }

    private void ReadItems(char open, char close, Action readItem)
    {
        Expect(open);
        SkipSpace();
        if (Peek() == close)
        {
            _position++;
            return;
        }

        while (true)
        {
            readItem();
            SkipSpace();
            if (Peek() == close)
            {
                _position++;
                return;
            }

            Expect(',');
        }
    }

    private string ReadString()
    {
        Expect('"');
        var start = _position;
        var end = _text.IndexOf('"', start);
        if (end >= 0 && _text.IndexOf('\\', start, end - start) < 0)
        {
            _position = end + 1;
            return _text.Substring(start, end - start);
        }

        var text = new StringBuilder();
        for (var next = Next(); next != '"'; next = Next())
            text.Append(next == '\\' ? ReadEscape() : next);
        return text.ToString();
    }

    private char ReadEscape()
    {
        var escape = Next();
        return escape switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\b',
            'f' => '\f',
            'u' => (char)int.Parse($"{Next()}{Next()}{Next()}{Next()}", NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            _ => escape,
        };
    }

    private object? ReadWord(string word, object? value)
    {
        if (string.CompareOrdinal(_text, _position, word, 0, word.Length) != 0)
            throw Unexpected();
        _position += word.Length;
        return value;
    }

    private double ReadNumber()
    {
        var start = _position;
        while (_position < _text.Length && "+-.eE0123456789".IndexOf(_text[_position]) >= 0)
            _position++;
        return double.TryParse(_text.Substring(start, _position - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Unexpected();
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\n' or '\r' or '\t')
            _position++;
    }

    private char Peek() => _position < _text.Length ? _text[_position] : throw Unexpected();

    private char Next()
    {
        var next = Peek();
        _position++;
        return next;
    }

    private void Expect(char expected)
    {
        if (Next() != expected)
            throw Unexpected();
    }

    private FormatException Unexpected()
        => new($"The JSON text cannot be read at character {_position.ToString(CultureInfo.InvariantCulture)}.");
}
