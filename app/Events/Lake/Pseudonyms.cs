using System.Security.Cryptography;
using System.Text;

namespace RoomTypes.Events.Lake;

/// <summary>Names of entities by a keyed hash, HMAC-SHA-256 (RFC 2104), of which 128 bits are kept: the same entity has the same one, and only who has the key can tell which.</summary>
/// <param name="key">The key's text.</param>
public sealed class Pseudonyms(string key)
{
    private const int Bytes = 16;
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);

    /// <summary>The entity's pseudonym, 32 hexadecimal digits; empty for none.</summary>
    public string Of(string entity) =>
        entity.Length == 0 ? "" : Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(entity)).AsSpan(0, Bytes));
}
