using RoomTypes.Decoding.Resampling;

namespace RoomTypes.Decoding.Formats;

/// <summary>JPEG through libturbojpeg, scaled while it is decoded (docs/decisions/0002-jpeg-scaling.md).</summary>
internal sealed unsafe class JpegCodec : IImageCodec
{
    /// <summary>The width and height of usual models' input, for what a picture will cost.</summary>
    private const int UsualInput = 224;

    public bool Recognizes(ReadOnlySpan<byte> image) => image.StartsWith(JpegHeader.Signature);

    public StoredImage ReadHeader(ReadOnlySpan<byte> image)
    {
        var jpeg = JpegHeader.Read(image);
        int scans = jpeg.IsBuffered ? jpeg.WalkScans(image).Scans : 1;
        return new StoredImage(
            new ImageHeader(ImageFormat.Jpeg, jpeg.Width, jpeg.Height, jpeg.Orientation),
            jpeg.IsBuffered ? "progressive JPEG" : "JPEG",
            jpeg.Components == 4 ? 4 : 3,
            jpeg.IsBuffered ? jpeg.CoefficientBytes : 0,
            Cost(jpeg, scans),
            scans);
    }

    public Pixels Decode(ReadOnlySpan<byte> image, in StoredImage stored, int minWidth, int minHeight, NativeBuffer pixels)
    {
        var header = stored.Header;
        int denominator = Denominator(header.Width, header.Height, minWidth, minHeight);
        int width = Scaled(header.Width, denominator), height = Scaled(header.Height, denominator);
        byte* data = pixels.Reserve((nuint)width * (nuint)height * (nuint)stored.Channels + WeightedSum.Slack);
        bool isCmyk = stored.Channels == 4;
        Decompress(image, data, width, height, isCmyk ? TurboJpeg.FormatCmyk : TurboJpeg.FormatRgb);
        if (isCmyk) ChannelConversion.CmykToRgb(data, (long)width * height, JpegHeader.Read(image).IsAdobe);
        return new Pixels(data, width, height);
    }

    /// <summary>8, 4, 2 or 1: the largest that leaves the picture not under the wanted size.</summary>
    private static int Denominator(int width, int height, int minWidth, int minHeight)
    {
        int denominator = 8;
        while (denominator > 1 && (Scaled(width, denominator) < minWidth || Scaled(height, denominator) < minHeight))
            denominator /= 2;
        return denominator;
    }

    /// <summary>Of coefficients that are kept, each scan is a pass over all; else they are read once and turned into as few samples as are wanted.</summary>
    private static long Cost(in JpegHeader jpeg, int scans)
    {
        long samples = (long)jpeg.Width * jpeg.Height * jpeg.Components;
        if (jpeg.IsBuffered) return samples * scans / 32;
        int denominator = Denominator(jpeg.Width, jpeg.Height, UsualInput, UsualInput);
        return samples / 16 + samples / (4 * denominator * denominator);
    }

    private static int Scaled(int length, int denominator) => (length + denominator - 1) / denominator;

    private static void Decompress(ReadOnlySpan<byte> image, byte* target, int width, int height, int format)
    {
        // A fresh handle costs 1 microsecond. A used one would lend its last picture's tables to a picture that lacks its own.
        nint handle = TurboJpeg.InitDecompress();
        if (handle == 0) throw new InsufficientMemoryException("libturbojpeg cannot allocate a decompressor.");
        try
        {
            fixed (byte* jpeg = image)
                if (TurboJpeg.Decompress(handle, jpeg, new((uint)image.Length), target, width, 0, height, format, TurboJpeg.LimitScans) != 0)
                    RejectUnlessHarmless(image, TurboJpeg.ErrorMessage(handle));
        }
        finally
        {
            TurboJpeg.Destroy(handle);
        }
    }

    // The library keeps the message of the first warning, or of the error that ended it. Its error code tells them apart no
    // better than this: an error after a warning counts as a warning.
    private static void RejectUnlessHarmless(ReadOnlySpan<byte> image, string message)
    {
        if (!IsHarmless(message)) throw ImageRejectedException.Broken("JPEG", message);
        // A harmless first warning can hide the later one that the picture was cut off.
        if (!JpegHeader.Read(image).WalkScans(image).IsEnded)
            throw ImageRejectedException.Broken("JPEG", "Premature end of JPEG file");
    }

    // Cameras write stray bytes between segments, and unusual Adobe and JFIF segments: the pixels are whole all the same.
    private static bool IsHarmless(string message) =>
        message.Contains("extraneous bytes before marker", StringComparison.Ordinal)
        || message.StartsWith("Unknown Adobe color transform code", StringComparison.Ordinal)
        || message.StartsWith("Warning: unknown JFIF revision number", StringComparison.Ordinal);
}
