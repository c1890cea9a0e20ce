using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace RoomTypes.Caching;

/// <summary>
/// A kept answer as bytes: version (1), labels (2), milliseconds (4), end (8), energy (4), a float32 a label, and an XXH64 over the key and all of
/// these; little-endian. What was cut, mixed up or written by others, or lies under another key, does not pass.
/// </summary>
internal static class AnswerBytes
{
    private const byte Version = 2;
    private const int Head = 19;
    private const int Checksum = 8;

    /// <summary>Writes it.</summary>
    public static byte[] Write(AnswerKey key, KeptAnswer answer)
    {
        var labels = answer.Probabilities.Length;
        var bytes = new byte[Head + (labels * sizeof(float)) + Checksum];
        bytes[0] = Version;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(1), (ushort)labels);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(3), answer.Milliseconds);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(7), answer.Expires);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(15), answer.Energy);
        for (var i = 0; i < labels; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(Head + (i * sizeof(float))), answer.Probabilities[i]);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(bytes.Length - Checksum), Sum(key, bytes.AsSpan(..^Checksum)));
        return bytes;
    }

    /// <summary>Reads it; null if it is none, or one of another key or number of labels.</summary>
    public static KeptAnswer? Read(AnswerKey key, int labels, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Head + (labels * sizeof(float)) + Checksum || bytes[0] != Version || BinaryPrimitives.ReadUInt16LittleEndian(bytes[1..]) != labels) return null;
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes[^Checksum..]) != Sum(key, bytes[..^Checksum])) return null;
        var probabilities = new float[labels];
        for (var i = 0; i < labels; i++) probabilities[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(Head + (i * sizeof(float)))..]);
        return new(probabilities, BinaryPrimitives.ReadSingleLittleEndian(bytes[15..]), BinaryPrimitives.ReadSingleLittleEndian(bytes[3..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[7..]));
    }

    private static ulong Sum(AnswerKey key, ReadOnlySpan<byte> bytes) =>
        XxHash64.Compute(bytes, XxHash64.Compute(MemoryMarshal.AsBytes([key.A, key.B, key.C, key.D]), 0));
}
