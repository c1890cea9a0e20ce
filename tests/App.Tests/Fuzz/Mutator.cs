namespace RoomTypes.Tests.Fuzz;

/// <summary>Changes bodies at random, but the same way for the same seed.</summary>
internal sealed class Mutator(int seed, IReadOnlyList<byte[]> corpus)
{
    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "\"", "\\", "\\ud800", "{", "}", "[", "]", "null", "1e999", "-0", "\r\n", "\r\n\r\n", "--", ";", "=", "*", "%", "(", ")", "::", "$or", "\uFEFF", "\0",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0xFF], [0xFF, 0xD9], [0xFF, 0xDA], [0xFF, 0xFF, 0xFF, 0xFF], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], [0x7F, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], [0xED, 0xA0, 0x80],
    ];

    private readonly Random _random = new(seed);

    /// <summary>A body of the corpus with one to eight changes.</summary>
    public byte[] Next()
    {
        var body = new List<byte>(Pick(corpus));
        for (var changes = 1 << _random.Next(4); changes > 0; changes--) Change(body);
        return [.. body];
    }

    private void Change(List<byte> body)
    {
        var at = _random.Next(body.Count + 1);
        var length = Math.Min(_random.Next(1, 64), body.Count - at);
        switch (_random.Next(8))
        {
            case 0 when at < body.Count:
                body[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < body.Count:
                body[at] = (byte)_random.Next(256);
                break;
            case 2:
                body.RemoveRange(at, length);
                break;
            case 3:
                body.InsertRange(at, body.GetRange(at, length));
                break;
            case 4:
                body.InsertRange(at, Pick(Tokens));
                break;
            case 5:
                foreach (var octet in Pick(Tokens))
                {
                    if (at < body.Count) body[at++] = octet;
                }

                break;
            case 6:
                var other = Pick(corpus);
                var from = _random.Next(other.Length + 1);
                body.InsertRange(at, other.AsSpan(from, Math.Min(_random.Next(256), other.Length - from)).ToArray());
                break;
            case 7 when _random.Next(4) == 0:
                body.RemoveRange(at, body.Count - at);
                break;
        }
    }

    private byte[] Pick(IReadOnlyList<byte[]> bodies) => bodies[_random.Next(bodies.Count)];
}
