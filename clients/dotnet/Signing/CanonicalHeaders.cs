using System.Buffers;
using System.Text;

namespace RoomTypes.Signing;

/// <summary>Headers by name in lower case, with values trimmed.</summary>
internal static class CanonicalHeaders
{
    private static readonly SearchValues<char> Blank = SearchValues.Create(" \t\r\n");

    /// <summary>Writes a line for each name, an empty line, and the names.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="headers">In any order.</param>
    /// <param name="names">Where the names begin in what is written; they end it.</param>
    /// <exception cref="ArgumentException">There are too many.</exception>
    public static void Write(ref Utf8Writer writer, scoped ReadOnlySpan<SigV4Header> headers, out int names)
    {
        if (headers.Length > SigV4Request.MostHeaders) throw new ArgumentException($"There are {headers.Length} headers to sign; allowed are at most {SigV4Request.MostHeaders}.", nameof(headers));
        Span<byte> order = stackalloc byte[headers.Length];
        Sort(headers, order);
        for (var i = 0; i < order.Length; i++)
        {
            var isMore = i > 0 && Compare(headers[order[i - 1]].Name, headers[order[i]].Name) == 0;
            if (i > 0) writer.Add(isMore ? (byte)',' : (byte)'\n');
            if (!isMore)
            {
                Lower(ref writer, headers[order[i]].Name);
                writer.Add((byte)':');
            }

            Trimmed(ref writer, headers[order[i]].Value);
        }

        writer.Add("\n\n"u8);
        names = writer.Length;
        for (var i = 0; i < order.Length; i++)
        {
            if (i > 0 && Compare(headers[order[i - 1]].Name, headers[order[i]].Name) == 0) continue;
            if (i > 0) writer.Add((byte)';');
            Lower(ref writer, headers[order[i]].Name);
        }
    }

    // Stable: values of one name stay in order.
    private static void Sort(scoped ReadOnlySpan<SigV4Header> headers, scoped Span<byte> order)
    {
        for (var i = 0; i < order.Length; i++)
        {
            var place = i;
            for (; place > 0 && Compare(headers[i].Name, headers[order[place - 1]].Name) < 0; place--) order[place] = order[place - 1];
            order[place] = (byte)i;
        }
    }

    // As bytes in lower case: a comparison in upper case would put _ behind the letters.
    private static int Compare(string left, string right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            if (left[i] == right[i]) continue;
            var difference = char.ToLowerInvariant(left[i]) - char.ToLowerInvariant(right[i]);
            if (difference != 0) return difference;
        }

        return left.Length - right.Length;
    }

    private static void Lower(ref Utf8Writer writer, string name)
    {
        var start = writer.Length;
        writer.Add(name);
        Ascii.ToLowerInPlace(writer.Bytes.AsSpan(start, writer.Length - start), out _);
    }

    // Blanks around it go, several within become one.
    private static void Trimmed(ref Utf8Writer writer, string value)
    {
        var rest = value.AsSpan();
        var isFirst = true;
        while (true)
        {
            var start = rest.IndexOfAnyExcept(Blank);
            if (start < 0) return;
            rest = rest[start..];
            var end = rest.IndexOfAny(Blank);
            if (!isFirst) writer.Add((byte)' ');
            isFirst = false;
            writer.Add(end < 0 ? rest : rest[..end]);
            if (end < 0) return;
            rest = rest[end..];
        }
    }
}
