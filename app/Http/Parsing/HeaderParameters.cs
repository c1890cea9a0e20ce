using System.Text;

namespace RoomTypes.Http.Parsing;

/// <summary>
/// The parameters behind a header's value, as clients write them and not only as RFC 9110 has them: unquoted values with any
/// characters, empty parameters, a quotation mark that is not closed, names and values in UTF-8 or percent-encoded (RFC 5987).
/// </summary>
internal static class HeaderParameters
{
    /// <summary>The parameter of that name; null if there is none. Its extended form, with an asterisk, goes before the plain one.</summary>
    public static string? Find(string header, string name) => FindPlain(header, name + "*") is { } extended ? Extended(extended) : FindPlain(header, name);

    private static string? FindPlain(string header, string name)
    {
        for (var at = NextSemicolon(header, 0); at < header.Length; at = NextSemicolon(header, at))
        {
            at++;
            var end = NextSemicolon(header, at);
            var parameter = header.AsSpan(at, end - at);
            var equals = parameter.IndexOf('=');
            if (equals >= 0 && parameter[..equals].Trim().Equals(name, StringComparison.OrdinalIgnoreCase)) return Unquoted(parameter[(equals + 1)..].Trim());
        }

        return null;
    }

    /// <summary>The next semicolon that is not within quotation marks; the header's end if there is none.</summary>
    private static int NextSemicolon(string header, int from)
    {
        var quoted = false;
        for (var i = from; i < header.Length; i++)
        {
            if (header[i] == '\\' && quoted) i++;
            else if (header[i] == '"') quoted = !quoted;
            else if (header[i] == ';' && !quoted) return i;
        }

        return header.Length;
    }

    private static string Unquoted(ReadOnlySpan<char> value)
    {
        if (!value.StartsWith('"')) return value.ToString();
        var text = new StringBuilder(value.Length);
        for (var i = 1; i < value.Length && value[i] != '"'; i++)
        {
            // Only quotation marks and backslashes are escaped so: some browsers send a path's backslashes as they are.
            if (value[i] == '\\' && i + 1 < value.Length && value[i + 1] is '"' or '\\') i++;
            text.Append(value[i]);
        }

        return text.ToString();
    }

    /// <summary>charset'language'percent-encoded</summary>
    private static string Extended(string value)
    {
        var parts = value.Split('\'', 3);
        if (parts.Length < 3) return Uri.UnescapeDataString(value);
        if (!parts[0].Equals("iso-8859-1", StringComparison.OrdinalIgnoreCase)) return Uri.UnescapeDataString(parts[2]);
        var text = new StringBuilder(parts[2].Length);
        for (var i = 0; i < parts[2].Length; i++)
        {
            if (Uri.IsHexEncoding(parts[2], i))
            {
                text.Append(Uri.HexUnescape(parts[2], ref i));
                i--;
            }
            else
            {
                text.Append(parts[2][i]);
            }
        }

        return text.ToString();
    }
}
