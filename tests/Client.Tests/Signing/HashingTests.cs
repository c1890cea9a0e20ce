using System.Security.Cryptography;
using RoomTypes.Signing;

namespace RoomTypes.Tests.Signing;

public class HashingTests
{
    /// <summary>By OpenSSL's algorithm that is fetched once, where it is, and by the runtime's own: on several threads, with a context each.</summary>
    [Fact]
    public void Sha256_OfTextsOfAnyLength_IsTheRuntimes() => Parallel.For(0, 300, length =>
    {
        var text = new byte[length];
        new Random(length).NextBytes(text);
        Span<byte> hash = stackalloc byte[32];
        Hashing.Sha256(text, hash);
        Assert.Equal(SHA256.HashData(text), hash.ToArray());
        Hashing.Portable(text, hash);
        Assert.Equal(SHA256.HashData(text), hash.ToArray());
        Assert.True(!OpenSslSha256.IsThere || OpenSslSha256.TryHash(text, hash));
    });

    [Fact]
    public void Hmac_OfTextsOfAnyLength_IsTheRuntimes() => Parallel.For(0, 300, length =>
    {
        var text = new byte[Hmac.Block + length];
        new Random(length).NextBytes(text);
        var expected = HMACSHA256.HashData("a key"u8, text.AsSpan(Hmac.Block));
        Span<byte> hash = stackalloc byte[32];
        new Hmac("a key"u8).Hash(text, hash);
        Assert.Equal(expected, hash.ToArray());
    });
}
