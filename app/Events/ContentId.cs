using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RoomTypes.Events;

/// <summary>Ids made from content, so that the same content has the same id whoever delivers it: UUIDs of version 8 (RFC 9562) from SHA-256.</summary>
internal static class ContentId
{
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

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

    /// <summary>The same, led by a time as ids of version 7 are: rows that are ordered by their ids are then written beside each other.</summary>
    public static Guid Of(DateTimeOffset time, params ReadOnlySpan<string> texts)
    {
        Span<byte> bytes = stackalloc byte[16];
        Of(texts).TryWriteBytes(bytes, bigEndian: true, out _);
        return Led(bytes, time);
    }

    /// <summary>Makes an id of bytes, the first six of which become the time's.</summary>
    public static Guid Led(Span<byte> bytes, DateTimeOffset time)
    {
        Span<byte> lead = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(lead, time.ToUnixTimeMilliseconds() << 16);
        lead[..6].CopyTo(bytes);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>When an id of version 7 was made; null for other ids, and for times after the year 9999.</summary>
    public static DateTimeOffset? TimeOf(Guid id)
    {
        if (id.Version != 7) return null;
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
        return milliseconds <= Latest ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }
}
