using System.Buffers.Binary;

namespace RoomTypes.Decoding;

/// <summary>
/// Which edges of the upright picture the stored rows begin at, 1 to 8, as EXIF (CIPA DC-008, a TIFF 6.0 structure) or else XMP
/// (ISO 16684-1, tiff:Orientation) tell it. Each reader gives 0 where its metadata do not say, or are malformed.
/// </summary>
internal static class Orientation
{
    /// <summary>Stored as it is seen.</summary>
    public const int Upright = 1;

    /// <summary>What precedes the TIFF structure in a JPEG's APP1 segment, and in some WebP files.</summary>
    public static ReadOnlySpan<byte> ExifPrefix => "Exif\0\0"u8;

    /// <summary>What precedes XMP in a JPEG's APP1 segment.</summary>
    public static ReadOnlySpan<byte> XmpPrefix => "http://ns.adobe.com/xap/1.0/\0"u8;

    private static ReadOnlySpan<byte> Space => " \t\r\n"u8;

    private const ushort Tag = 0x0112;
    private const int EntryLength = 12;

    /// <summary>What counts: EXIF goes before XMP, and what neither says is upright.</summary>
    public static int Of(int exif, int xmp) => exif > 0 ? exif : xmp > 0 ? xmp : Upright;

    /// <summary>As EXIF tells it, with or without its prefix.</summary>
    public static int OfExif(ReadOnlySpan<byte> exif)
    {
        var tiff = exif.StartsWith(ExifPrefix) ? exif[ExifPrefix.Length..] : exif;
        if (tiff.Length < 8) return 0;
        bool littleEndian = tiff.StartsWith("II"u8);
        if (!littleEndian && !tiff.StartsWith("MM"u8)) return 0;
        if (UInt16(tiff[2..], littleEndian) != 42) return 0;
        uint directory = UInt32(tiff[4..], littleEndian);
        if (directory > tiff.Length - 2) return 0;

        var entries = tiff[(int)directory..];
        int count = UInt16(entries, littleEndian);
        entries = entries[2..];
        for (; count > 0 && entries.Length >= EntryLength; count--, entries = entries[EntryLength..])
            if (UInt16(entries, littleEndian) == Tag)
                return OneToEight(Value(entries, littleEndian));
        return 0;
    }

    /// <summary>As XMP tells it, in an attribute or an element; the rest of the packet is not read.</summary>
    public static int OfXmp(ReadOnlySpan<byte> xmp)
    {
        var name = "tiff:Orientation"u8;
        int at = xmp.IndexOf(name);
        if (at < 0) return 0;
        var rest = xmp[(at + name.Length)..].TrimStart(Space);
        if (rest.StartsWith("="u8)) rest = rest[1..].TrimStart(Space);
        return rest.Length >= 2 && rest[0] is (byte)'"' or (byte)'\'' or (byte)'>' ? OneToEight((uint)(rest[1] - '0')) : 0;
    }

    /// <summary>Writers use any of TIFF's whole numbers for this SHORT, and readers take them.</summary>
    private static uint Value(ReadOnlySpan<byte> entry, bool littleEndian)
    {
        if (UInt32(entry[4..], littleEndian) != 1) return 0;
        return UInt16(entry[2..], littleEndian) switch
        {
            1 or 6 => entry[8],
            3 or 8 => UInt16(entry[8..], littleEndian),
            4 or 9 => UInt32(entry[8..], littleEndian),
            _ => 0,
        };
    }

    private static int OneToEight(uint value) => value is >= 1 and <= 8 ? (int)value : 0;

    private static ushort UInt16(ReadOnlySpan<byte> data, bool littleEndian) => littleEndian
        ? BinaryPrimitives.ReadUInt16LittleEndian(data)
        : BinaryPrimitives.ReadUInt16BigEndian(data);

    private static uint UInt32(ReadOnlySpan<byte> data, bool littleEndian) => littleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(data)
        : BinaryPrimitives.ReadUInt32BigEndian(data);
}
