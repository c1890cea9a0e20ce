using System.Security.Cryptography;

namespace RoomTypes.Signing;

/// <summary>SHA-256 with a context that each thread keeps: a new one for each hash takes longer than the hash of a small request.</summary>
internal static class Hashing
{
    [ThreadStatic]
    private static IncrementalHash? _context;

    private static IncrementalHash Context => _context ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Writes the hash of one text, or of two as one.</summary>
    public static void Sha256(scoped ReadOnlySpan<byte> first, scoped ReadOnlySpan<byte> second, scoped Span<byte> hash)
    {
        var context = Context;
        context.AppendData(first);
        context.AppendData(second);
        context.GetHashAndReset(hash);
    }
}

/// <summary>
/// HMAC-SHA256 (RFC 2104) with a key that is prepared once. The runtime's own looks the algorithm up for each text, which takes longer than
/// all else of a signature.
/// </summary>
internal sealed class Hmac
{
    private const int Block = 64;

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
    public void Hash(scoped ReadOnlySpan<byte> text, scoped Span<byte> hash)
    {
        Span<byte> inner = stackalloc byte[SHA256.HashSizeInBytes];
        Hashing.Sha256(_inner, text, inner);
        Hashing.Sha256(_outer, inner, hash);
    }
}
