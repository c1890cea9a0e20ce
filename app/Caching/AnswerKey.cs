using System.Buffers.Binary;

namespace RoomTypes.Caching;

/// <summary>A SHA-256 that names what a model answers for a picture (see <see cref="AnswerKeys"/>).</summary>
internal readonly record struct AnswerKey(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Its bytes.</summary>
    public const int Size = 32;

    /// <summary>Takes a digest's 32 bytes.</summary>
    public static AnswerKey Of(ReadOnlySpan<byte> digest) => new(
        BinaryPrimitives.ReadUInt64BigEndian(digest), BinaryPrimitives.ReadUInt64BigEndian(digest[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(digest[16..]), BinaryPrimitives.ReadUInt64BigEndian(digest[24..]));

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> digest)
    {
        BinaryPrimitives.WriteUInt64BigEndian(digest, A);
        BinaryPrimitives.WriteUInt64BigEndian(digest[8..], B);
        BinaryPrimitives.WriteUInt64BigEndian(digest[16..], C);
        BinaryPrimitives.WriteUInt64BigEndian(digest[24..], D);
    }

    /// <summary>Any part of a digest is as good as a hash of it.</summary>
    public override int GetHashCode() => (int)A;
}
