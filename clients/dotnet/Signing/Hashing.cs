using System.Security.Cryptography;

namespace RoomTypes.Signing;

/// <summary>SHA-256 with a context that each thread keeps: a new one for each hash takes longer than the hash of a small request.</summary>
internal static class Hashing
{
    [ThreadStatic]
    private static IncrementalHash? _context;

    /// <summary>Writes the hash of a text.</summary>
    public static void Sha256(scoped ReadOnlySpan<byte> text, scoped Span<byte> hash)
    {
        if (!OpenSslSha256.IsThere || !OpenSslSha256.TryHash(text, hash)) Portable(text, hash);
    }

    /// <summary>The same by the runtime's own.</summary>
    internal static void Portable(scoped ReadOnlySpan<byte> text, scoped Span<byte> hash)
    {
        var context = _context ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        context.AppendData(text);
        context.GetHashAndReset(hash);
    }
}
