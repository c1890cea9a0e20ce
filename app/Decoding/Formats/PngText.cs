using System.IO.Compression;

namespace RoomTypes.Decoding.Formats;

/// <summary>XMP in a PNG: an iTXt chunk of that keyword (XMP specification, part 3; W3C PNG, section 11.3.3.4).</summary>
internal static class PngText
{
    private const int LongestXmp = 64 * 1024;

    private static ReadOnlySpan<byte> Keyword => "XML:com.adobe.xmp\0"u8;

    /// <summary>What the chunk's XMP says of the orientation, 0 if nothing; of a compressed one, the first 64 KiB are looked at.</summary>
    public static int OrientationOfXmp(ReadOnlySpan<byte> data)
    {
        if (!data.StartsWith(Keyword) || data.Length < Keyword.Length + 2) return 0;
        bool isCompressed = data[Keyword.Length] != 0;
        var text = data[(Keyword.Length + 2)..];
        // The language and the translated keyword come before the text.
        for (int i = 0; i < 2; i++)
        {
            int end = text.IndexOf((byte)0);
            if (end < 0) return 0;
            text = text[(end + 1)..];
        }

        return isCompressed ? OfCompressed(text) : Orientation.OfXmp(text);
    }

    private static int OfCompressed(ReadOnlySpan<byte> text)
    {
        var xmp = new byte[LongestXmp];
        try
        {
            using var inflater = new ZLibStream(new MemoryStream(text[..Math.Min(text.Length, LongestXmp)].ToArray()), CompressionMode.Decompress);
            return Orientation.OfXmp(xmp.AsSpan(0, inflater.ReadAtLeast(xmp, xmp.Length, throwOnEndOfStream: false)));
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return 0;
        }
    }
}
