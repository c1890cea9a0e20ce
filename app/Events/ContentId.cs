using System.Security.Cryptography;
using System.Text;

namespace RoomTypes.Events;

/// <summary>Ids made from content, so that the same content has the same id whoever delivers it: UUIDs of version 8 (RFC 9562) from SHA-256.</summary>
internal static class ContentId
{
    /// <summary>The id of these texts together.</summary>
    public static Guid Of(params ReadOnlySpan<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var text in texts)
        {
            // The length before each text keeps ("a", "bc") and ("ab", "c") apart.
            var encoded = Encoding.UTF8.GetBytes(text);
            BitConverter.TryWriteBytes(bytes, encoded.Length);
            hash.AppendData(bytes[..sizeof(int)]);
            hash.AppendData(encoded);
        }

        hash.GetHashAndReset(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes[..16], bigEndian: true);
    }

    /// <summary>When an id of version 7 was made; null for other ids.</summary>
    public static DateTimeOffset? TimeOf(Guid id)
    {
        if (id.Version != 7) return null;
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
    }
}
