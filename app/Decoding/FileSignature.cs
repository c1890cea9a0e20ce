namespace RoomTypes.Decoding;

/// <summary>Tells what a file is that is no picture which can be read: people send what their phone or program made, under any name.</summary>
internal static class FileSignature
{
    private const int BrandOffset = 8;
    private const int LongestBrands = 64;

    /// <summary>The format's name, such as HEIC; null for what is not known.</summary>
    public static string? NameOf(ReadOnlySpan<byte> file)
    {
        if (file.Length >= BrandOffset + 4 && file[4..].StartsWith("ftyp"u8)) return OfBrands(file[BrandOffset..Math.Min(file.Length, LongestBrands)]);
        foreach (var (start, name) in Known)
        {
            if (file.StartsWith(start)) return name;
        }

        return OfText(file.TrimStart(" \t\r\n\uFEFF"u8));
    }

    private static readonly (byte[] Start, string Name)[] Known =
    [
        ("GIF8"u8.ToArray(), "GIF"),
        ([(byte)'I', (byte)'I', 42, 0], "TIFF"),
        ([(byte)'M', (byte)'M', 0, 42], "TIFF"),
        ([0xFF, 0x0A], "JPEG XL"),
        ([0, 0, 0, 12, .. "JXL "u8], "JPEG XL"),
        ([0, 0, 0, 12, .. "jP  "u8], "JPEG 2000"),
        ([0xFF, 0x4F, 0xFF, 0x51], "JPEG 2000"),
        ("8BPS"u8.ToArray(), "PSD"),
        ("BM"u8.ToArray(), "BMP"),
        ([0, 0, 1, 0], "ICO"),
        ("%PDF"u8.ToArray(), "PDF"),
        ([(byte)'P', (byte)'K', 3, 4], "ZIP"),
        ([0x1F, 0x8B], "gzip"),
    ];

    /// <summary>Major and compatible brands of the ISO base media file format (ISO/IEC 14496-12; HEIF: 23008-12; AVIF: aomedia.org).</summary>
    private static string OfBrands(ReadOnlySpan<byte> brands)
    {
        if (brands.IndexOf("avif"u8) >= 0 || brands.StartsWith("avis"u8)) return "AVIF";
        if (brands.StartsWith("hei"u8) || brands.StartsWith("hev"u8) || brands.StartsWith("mif1"u8) || brands.StartsWith("msf1"u8)) return "HEIC";
        return "MP4 or QuickTime";
    }

    // The first letters of JPEG, PNG and WebP in base64.
    private static string? OfText(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("data:"u8) || text.StartsWith("/9j/"u8) || text.StartsWith("iVBORw0KGgo"u8) || text.StartsWith("UklGR"u8)) return "base64 text";
        if (text.StartsWith("<svg"u8)) return "SVG";
        if (text.StartsWith("<!DOCTYPE html"u8) || text.StartsWith("<html"u8)) return "HTML";
        return text.StartsWith("<?xml"u8) ? text.IndexOf("<svg"u8) >= 0 ? "SVG" : "XML" : null;
    }
}
