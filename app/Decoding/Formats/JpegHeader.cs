using System.Buffers.Binary;

namespace RoomTypes.Decoding.Formats;

/// <summary>The markers of a JPEG file (ITU-T T.81, annex B) up to its first scan.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Components">1 (grey), 3 (YCbCr or RGB) or 4 (CMYK or YCCK).</param>
/// <param name="IsBuffered">Whether a pixel's coefficients come in several scans, so that a decoder has to keep them all.</param>
/// <param name="CoefficientBytes">What keeping them takes: two bytes for each sample of each component.</param>
/// <param name="IsAdobe">Whether Adobe's APP14 segment is there: 4-component pictures then store inverted inks.</param>
/// <param name="Orientation">As EXIF numbers it, 1 to 8.</param>
/// <param name="ScanOffset">Where the first scan's header begins.</param>
internal readonly record struct JpegHeader(
    int Width, int Height, int Components, bool IsBuffered, long CoefficientBytes, bool IsAdobe, int Orientation, int ScanOffset)
{
    private const byte StartOfScan = 0xDA, EndOfImage = 0xD9, App1 = 0xE1, App14 = 0xEE;
    private const byte Progressive = 0xC2, ProgressiveArithmetic = 0xCA;

    public static ReadOnlySpan<byte> Signature => [0xFF, 0xD8, 0xFF];

    public static JpegHeader Read(ReadOnlySpan<byte> image)
    {
        var header = default(JpegHeader);
        var (exif, xmp) = (0, 0);
        for (int position = 2; ;)
        {
            byte marker = NextMarker(image, ref position);
            if (marker is EndOfImage) throw Broken("it ends before a scan begins");
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8)) continue;
            var segment = Segment(image, position);
            position += segment.Length + 2;

            if (IsFrame(marker)) header = header.WithFrame(marker, segment);
            else if (marker == StartOfScan) return header.WithScan(segment, position) with { Orientation = Decoding.Orientation.Of(exif, xmp) };
            else if (marker == App14 && segment.StartsWith("Adobe"u8)) header = header with { IsAdobe = true };
            else if (marker == App1 && exif == 0 && segment.StartsWith(Decoding.Orientation.ExifPrefix)) exif = Decoding.Orientation.OfExif(segment);
            else if (marker == App1 && xmp == 0 && segment.StartsWith(Decoding.Orientation.XmpPrefix)) xmp = Decoding.Orientation.OfXmp(segment);
        }
    }

    /// <summary>
    /// How many scans follow the header, each of which is a pass over all coefficients, however few bytes it takes; and whether an end
    /// marker follows them. Segments between scans are passed over by their lengths, as the library does: what looks like a marker
    /// within one is none.
    /// </summary>
    public (int Scans, bool IsEnded) WalkScans(ReadOnlySpan<byte> image)
    {
        int scans = 1;
        for (var rest = image[ScanOffset..]; ;)
        {
            // In coded data a 0 or a restart marker follows every 0xFF.
            int prefix = rest.IndexOf((byte)0xFF);
            if (prefix < 0 || prefix + 1 == rest.Length) return (scans, false);
            byte marker = rest[prefix + 1];
            rest = rest[(prefix + 1)..];
            if (marker is EndOfImage) return (scans, true);
            if (marker is 0xFF or < 0xC0 or (>= 0xD0 and <= 0xD8)) continue;
            if (marker is StartOfScan) scans++;
            if (rest.Length < 3) return (scans, false);
            // The length counts itself; a shorter one is taken for that.
            int length = Math.Max(2, (int)BinaryPrimitives.ReadUInt16BigEndian(rest[1..]));
            rest = rest[Math.Min(1 + length, rest.Length)..];
        }
    }

    private static byte NextMarker(ReadOnlySpan<byte> image, ref int position)
    {
        while (true)
        {
            int prefix = image[position..].IndexOf((byte)0xFF);
            int code = prefix < 0 ? -1 : image[(position + prefix)..].IndexOfAnyExcept((byte)0xFF);
            if (code < 0) throw Broken("its header is incomplete");
            position += prefix + code + 1;
            if (image[position - 1] != 0) return image[position - 1];
        }
    }

    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> image, int position)
    {
        var rest = image[position..];
        int length = rest.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(rest);
        return length >= 2 && length <= rest.Length ? rest[2..length] : throw Broken("its header is incomplete");
    }

    // SOF0 to SOF15, without DHT, JPG and DAC, which share their range.
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private JpegHeader WithFrame(byte marker, ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 6 || segment.Length < 6 + 3 * segment[5]) throw Broken("its frame header is incomplete");
        if (marker is not (0xC0 or 0xC1 or Progressive or 0xC9 or ProgressiveArithmetic))
            throw Unsupported($"a JPEG of the lossless or hierarchical kind (marker 0xFF{marker:X2})");
        if (segment[0] != 8) throw Unsupported($"a JPEG of {segment[0]} bits a sample");
        int components = segment[5];
        if (components is not (1 or 3 or 4)) throw Unsupported($"a JPEG of {components} components");
        int height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        if (width == 0 || height == 0) throw Unsupported($"a JPEG whose header says {width} x {height} pixels");
        return this with
        {
            Width = width,
            Height = height,
            Components = components,
            IsBuffered = marker is Progressive or ProgressiveArithmetic,
            CoefficientBytes = 2 * SampleCount(width, height, segment.Slice(6, 3 * components)),
        };
    }

    private static long SampleCount(int width, int height, ReadOnlySpan<byte> components)
    {
        int sum = 0, mostAcross = 1, mostDown = 1;
        for (int i = 1; i < components.Length; i += 3)
        {
            int across = components[i] >> 4, down = components[i] & 15;
            mostAcross = Math.Max(mostAcross, across);
            mostDown = Math.Max(mostDown, down);
            sum += across * down;
        }
        return (long)width * height * sum / (mostAcross * mostDown);
    }

    private JpegHeader WithScan(ReadOnlySpan<byte> segment, int end)
    {
        if (Components == 0) throw Broken("a scan comes before the frame header");
        if (segment.IsEmpty) throw Broken("its scan header is incomplete");
        return this with { IsBuffered = IsBuffered || segment[0] < Components, ScanOffset = end };
    }

    private static ImageRejectedException Broken(string reason) => ImageRejectedException.Broken("JPEG", reason);

    private static ImageRejectedException Unsupported(string found) =>
        ImageRejectedException.Unsupported(found, "Send a baseline or progressive JPEG of 8 bits a sample.");
}
