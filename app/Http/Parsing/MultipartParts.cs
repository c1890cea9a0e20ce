using System.Text;

namespace RoomTypes.Http.Parsing;

/// <summary>
/// Cuts a multipart body (RFC 2046, section 5.1) into its parts where they stand: nothing is copied, and each byte is looked at once.
/// Lines may end with a line feed alone.
/// </summary>
/// <param name="body">The body.</param>
/// <param name="boundary">Without its two dashes.</param>
internal ref struct MultipartParts(Memory<byte> body, string boundary)
{
    private const int LongestHeaders = 16 * 1024;

    private readonly Memory<byte> _body = body;
    private readonly byte[] _delimiter = Encoding.UTF8.GetBytes("--" + boundary);
    private int _next = -1;

    /// <summary>The part's content.</summary>
    public Memory<byte> Content { get; private set; }

    private ReadOnlyMemory<byte> Headers { get; set; }

    /// <summary>Moves to the next part; false behind the last.</summary>
    /// <exception cref="ServiceException">There is no first boundary, or a part does not end.</exception>
    public bool Next()
    {
        if (_next < 0 && !TryFindDelimiter(0, out _, out _next)) throw Malformed($"the boundary '{boundary}' of the content type is not in it");
        if (_next == _body.Length) return false;
        var start = _next;
        if (!TryFindDelimiter(start, out var end, out _next)) throw Malformed("it ends within a part");
        Cut(start, end);
        return true;
    }

    /// <summary>The value of a header of the part; null if it has none.</summary>
    public readonly string? Header(string name)
    {
        string? value = null;
        foreach (var line in Headers.Span.Split((byte)'\n'))
        {
            var text = Headers.Span[line];
            // Programs of mail fold long ones: they go on where a line begins with a space (RFC 5322, section 2.2.3).
            var goesOn = text is [(byte)' ' or (byte)'\t', ..];
            if (value is not null && !goesOn) return value;
            var colon = text.IndexOf((byte)':');
            if (value is not null) value = $"{value} {Text(text).Trim()}";
            else if (colon >= 0 && Ascii.EqualsIgnoreCase(text[..colon].Trim((byte)' '), name)) value = Text(text[(colon + 1)..]).Trim();
        }

        return value;
    }

    /// <summary>What is wrong with a multipart body.</summary>
    public static ServiceException Malformed(string what) =>
        new(ErrorKind.Malformed, "multipart_malformed", $"The body is not multipart/form-data: {what}.");

    // Names of files and fields are UTF-8 from browsers, and Latin-1 from old programs.
    private static string Text(ReadOnlySpan<byte> value) =>
        System.Text.Unicode.Utf8.IsValid(value) ? Encoding.UTF8.GetString(value) : Encoding.Latin1.GetString(value);

    /// <summary>Headers end at an empty line, which may be the first, or where the part does.</summary>
    private void Cut(int start, int end)
    {
        var content = start;
        for (var isEmpty = false; !isEmpty && content < end;)
        {
            var rest = _body.Span[content..end];
            var line = rest.IndexOf((byte)'\n');
            isEmpty = line >= 0 && rest[..line].Trim((byte)'\r').IsEmpty;
            content = line < 0 ? end : content + line + 1;
            if (content - start > LongestHeaders) throw Malformed($"the headers of a part do not end within {LongestHeaders} bytes");
        }

        Headers = _body[start..content];
        Content = _body[content..end];
    }

    /// <summary>Finds a line that is the delimiter.</summary>
    /// <param name="from">Where to begin: the start of a line.</param>
    /// <param name="end">Where what goes before it ends, without its line break.</param>
    /// <param name="next">Where the next line begins; the body's end behind the closing delimiter.</param>
    private readonly bool TryFindDelimiter(int from, out int end, out int next)
    {
        var span = _body.Span;
        for (var at = from; ; at++)
        {
            (end, next) = (0, 0);
            var found = span[at..].IndexOf(_delimiter);
            if (found < 0) return false;
            at += found;
            if (at > from && span[at - 1] != '\n') continue;
            if (!TryEndLine(at + _delimiter.Length, out next)) continue;
            end = at == from ? at : at - 1;
            if (end > from && span[end - 1] == '\r') end--;
            return true;
        }
    }

    private readonly bool TryEndLine(int at, out int next)
    {
        var rest = _body.Span[at..];
        next = _body.Length;
        if (rest.StartsWith("--"u8)) return true;
        var line = rest.IndexOf((byte)'\n');
        if (line < 0 || !rest[..line].Trim(" \t\r"u8).IsEmpty) return false;
        next = at + line + 1;
        return true;
    }
}
