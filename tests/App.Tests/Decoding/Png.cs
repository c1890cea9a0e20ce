using System.Buffers.Binary;
using System.IO.Compression;

namespace RoomTypes.Tests.Decoding;

/// <summary>Makes PNG files chunk by chunk.</summary>
internal static class Png
{
    /// <summary>A picture of these raw rows (each with its filter's byte) and further chunks behind IHDR.</summary>
    public static byte[] Of(int width, int height, byte bitDepth, byte colorType, byte[] rows, params byte[][] chunks) =>
        Of(width, height, bitDepth, colorType, interlace: 0, Deflate(rows), chunks);

    public static byte[] Of(int width, int height, byte bitDepth, byte colorType, byte interlace, byte[] data, params byte[][] chunks)
    {
        byte[] header = [.. Word(width), .. Word(height), bitDepth, colorType, 0, 0, interlace];
        return [0x89, .. "PNG\r\n\x1A\n"u8, .. Chunk("IHDR", header), .. chunks.SelectMany(chunk => chunk), .. Chunk("IDAT", data), .. Chunk("IEND", [])];
    }

    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] checkedPart = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data];
        return [.. Word(data.Length), .. checkedPart, .. Word((int)Crc32(checkedPart))];
    }

    /// <summary>Chunks behind IHDR of a whole file.</summary>
    public static byte[] With(byte[] png, params byte[][] chunks)
    {
        const int BehindHeader = 33;
        return [.. png[..BehindHeader], .. chunks.SelectMany(chunk => chunk), .. png[BehindHeader..]];
    }

    public static byte[] Deflate(byte[] data)
    {
        using var stream = new MemoryStream();
        using (var deflater = new ZLibStream(stream, CompressionLevel.SmallestSize)) deflater.Write(data);
        return stream.ToArray();
    }

    public static byte[] Word(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static uint Crc32(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var octet in data)
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }
}
