using System.Buffers.Binary;

namespace RoomTypes.Decoding;

/// <summary>Reads the orientation tag of EXIF metadata (CIPA DC-008, a TIFF 6.0 structure).</summary>
internal static class ExifOrientation
{
    /// <summary>Stored as it is seen.</summary>
    public const int Upright = 1;

    /// <summary>What precedes the TIFF structure in a JPEG's APP1 segment, and in some WebP files.</summary>
    public static ReadOnlySpan<byte> Prefix => "Exif\0\0"u8;

    private const ushort OrientationTag = 0x0112;
    private const ushort ShortType = 3;
    private const int EntryLength = 12;

    /// <summary>The orientation, 1 to 8, in EXIF data with or without its prefix; 1 if it has none or is malformed.</summary>
    public static int Read(ReadOnlySpan<byte> exif)
    {
        var tiff = exif.StartsWith(Prefix) ? exif[Prefix.Length..] : exif;
        if (tiff.Length < 8) return Upright;
        bool littleEndian = tiff.StartsWith("II"u8);
        if (!littleEndian && !tiff.StartsWith("MM"u8)) return Upright;
        if (UInt16(tiff[2..], littleEndian) != 42) return Upright;
        uint directory = UInt32(tiff[4..], littleEndian);
        if (directory > tiff.Length - 2) return Upright;

        var entries = tiff[(int)directory..];
        int count = UInt16(entries, littleEndian);
        entries = entries[2..];
        for (; count > 0 && entries.Length >= EntryLength; count--, entries = entries[EntryLength..])
            if (UInt16(entries, littleEndian) == OrientationTag)
                return Value(entries, littleEndian);
        return Upright;
    }

    private static int Value(ReadOnlySpan<byte> entry, bool littleEndian)
    {
        bool oneShort = UInt16(entry[2..], littleEndian) == ShortType && UInt32(entry[4..], littleEndian) == 1;
        int value = UInt16(entry[8..], littleEndian);
        return oneShort && value is >= 1 and <= 8 ? value : Upright;
    }

    private static ushort UInt16(ReadOnlySpan<byte> data, bool littleEndian) => littleEndian
        ? BinaryPrimitives.ReadUInt16LittleEndian(data)
        : BinaryPrimitives.ReadUInt16BigEndian(data);

    private static uint UInt32(ReadOnlySpan<byte> data, bool littleEndian) => littleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(data)
        : BinaryPrimitives.ReadUInt32BigEndian(data);
}
