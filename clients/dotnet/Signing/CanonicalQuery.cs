namespace RoomTypes.Signing;

/// <summary>The parameters of a query, escaped one way and sorted.</summary>
internal static class CanonicalQuery
{
    private const int MostOnStack = 32;

    /// <summary>Writes them; the signature that a presigned query ends with is none of them.</summary>
    public static void Write(ref Utf8Writer writer, scoped ReadOnlySpan<char> query)
    {
        if (query.IsEmpty) return;
        var most = query.Count('&') + 1;
        var pairs = most <= MostOnStack ? stackalloc Pair[MostOnStack] : new Pair[most];
        var escaped = new Utf8Writer(query.Length * 3);
        try
        {
            pairs = pairs[..Escape(ref escaped, query, pairs)];
            Sort(pairs, escaped.Bytes);
            for (var i = 0; i < pairs.Length; i++)
            {
                if (i > 0) writer.Add((byte)'&');
                writer.Add(pairs[i].Name(escaped.Bytes));
                writer.Add((byte)'=');
                writer.Add(pairs[i].Value(escaped.Bytes));
            }
        }
        finally
        {
            escaped.Dispose();
        }
    }

    private static int Escape(ref Utf8Writer escaped, scoped ReadOnlySpan<char> query, scoped Span<Pair> pairs)
    {
        var count = 0;
        foreach (var range in query.Split('&'))
        {
            var text = query[range];
            if (text.IsEmpty) continue;
            var end = text.IndexOf('=');
            var start = escaped.Length;
            Escaping.EscapeAnew(ref escaped, end < 0 ? text : text[..end]);
            var name = escaped.Length - start;
            if (escaped.Written[start..].SequenceEqual("X-Amz-Signature"u8)) continue;
            if (end >= 0) Escaping.EscapeAnew(ref escaped, text[(end + 1)..]);
            pairs[count++] = new(start, name, escaped.Length - start - name);
        }

        return count;
    }

    private static void Sort(scoped Span<Pair> pairs, byte[] bytes)
    {
        if (pairs.Length > MostOnStack) SortMany(pairs, bytes);
        else SortFew(pairs, bytes);
    }

    private static void SortMany(scoped Span<Pair> pairs, byte[] bytes) => pairs.Sort((left, right) => left.CompareTo(right, bytes));

    // Sorting with a comparer allocates.
    private static void SortFew(scoped Span<Pair> pairs, byte[] bytes)
    {
        for (var i = 1; i < pairs.Length; i++)
        {
            var pair = pairs[i];
            var place = i;
            for (; place > 0 && pair.CompareTo(pairs[place - 1], bytes) < 0; place--) pairs[place] = pairs[place - 1];
            pairs[place] = pair;
        }
    }

    private readonly record struct Pair(int Start, int NameLength, int ValueLength)
    {
        public ReadOnlySpan<byte> Name(byte[] bytes) => bytes.AsSpan(Start, NameLength);

        public ReadOnlySpan<byte> Value(byte[] bytes) => bytes.AsSpan(Start + NameLength, ValueLength);

        public int CompareTo(Pair other, byte[] bytes)
        {
            var names = Name(bytes).SequenceCompareTo(other.Name(bytes));
            return names != 0 ? names : Value(bytes).SequenceCompareTo(other.Value(bytes));
        }
    }
}
