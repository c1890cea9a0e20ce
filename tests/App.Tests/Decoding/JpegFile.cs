using System.Buffers.Binary;

namespace RoomTypes.Tests.Decoding;

/// <summary>Changes JPEG files.</summary>
internal static class JpegFile
{
    /// <summary>An empty scan: ten bytes that cost a pass over all coefficients.</summary>
    public static byte[] EmptyScan { get; } = [0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0x10];

    /// <summary>The same picture with other claims in its frame header.</summary>
    public static byte[] WithSize(byte[] image, byte marker, ushort width, ushort height)
    {
        int frame = image.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, marker]);
        BinaryPrimitives.WriteUInt16BigEndian(image.AsSpan(frame + 5), height);
        BinaryPrimitives.WriteUInt16BigEndian(image.AsSpan(frame + 7), width);
        return image;
    }

    /// <summary>A segment of that marker and content.</summary>
    public static byte[] Segment(byte marker, params byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];
}
