namespace RoomTypes.Signing;

/// <summary>The path, escaped once more than it is sent.</summary>
internal static class CanonicalPath
{
    /// <summary>Writes it, without dots and empty segments unless they are kept (RFC 3986, section 5.2.4).</summary>
    public static void Write(ref Utf8Writer writer, scoped ReadOnlySpan<char> path, bool keeps)
    {
        var start = writer.Length;
        var isFolder = true;
        foreach (var range in path.TrimStartOne('/').Split('/'))
        {
            var segment = path.TrimStartOne('/')[range];
            isFolder = !keeps && segment is "" or "." or "..";
            if (!keeps && segment is "" or ".") continue;
            if (!keeps && segment is "..")
            {
                writer.Truncate(start + Math.Max(0, writer.Written[start..].LastIndexOf((byte)'/')));
                continue;
            }

            writer.Add((byte)'/');
            Escaping.Escape(ref writer, segment);
        }

        if (isFolder || writer.Length == start) writer.Add((byte)'/');
    }

    private static ReadOnlySpan<char> TrimStartOne(this ReadOnlySpan<char> text, char first) => text.Length > 0 && text[0] == first ? text[1..] : text;
}
