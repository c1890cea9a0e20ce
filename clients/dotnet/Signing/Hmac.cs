using System.Security.Cryptography;

namespace RoomTypes.Signing;

/// <summary>
/// HMAC-SHA256 (RFC 2104) with a key that is prepared once. The runtime's own looks the algorithm up for each text, which takes longer than
/// all else of a signature.
/// </summary>
internal sealed class Hmac
{
    /// <summary>How many bytes a text is written behind: there the key goes.</summary>
    public const int Block = 64;

    private readonly byte[] _inner = new byte[Block];
    private readonly byte[] _outer = new byte[Block];

    /// <summary>Prepares a key of at most 64 bytes.</summary>
    public Hmac(scoped ReadOnlySpan<byte> key)
    {
        key.CopyTo(_inner);
        key.CopyTo(_outer);
        for (var i = 0; i < Block; i++)
        {
            _inner[i] ^= 0x36;
            _outer[i] ^= 0x5c;
        }
    }

    /// <summary>Writes 32 bytes.</summary>
    /// <param name="text">Behind <see cref="Block"/> bytes, which are overwritten: one text is hashed sooner than two parts of it.</param>
    /// <param name="hash">Where to.</param>
    public void Hash(scoped Span<byte> text, scoped Span<byte> hash)
    {
        Span<byte> outer = stackalloc byte[Block + SHA256.HashSizeInBytes];
        _inner.CopyTo(text);
        _outer.CopyTo(outer);
        Hashing.Sha256(text, outer[Block..]);
        text[..Block].Clear();
        Hashing.Sha256(outer, hash);
    }
}
