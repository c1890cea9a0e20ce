namespace RoomTypes.Decoding.Formats;

/// <summary>JPEG through libturbojpeg, scaled while it is decoded (docs/decisions/0002-jpeg-scaling.md).</summary>
internal sealed unsafe class JpegCodec : IImageCodec
{
    public bool Recognizes(ReadOnlySpan<byte> image) => image.StartsWith(JpegHeader.Signature);

    public StoredImage ReadHeader(ReadOnlySpan<byte> image)
    {
        var jpeg = JpegHeader.Read(image);
        return new StoredImage(
            new ImageHeader(ImageFormat.Jpeg, jpeg.Width, jpeg.Height, jpeg.Orientation),
            jpeg.IsBuffered ? "progressive JPEG" : "JPEG",
            jpeg.Components == 4 ? 4 : 3,
            jpeg.IsBuffered ? jpeg.CoefficientBytes : 0);
    }

    public Pixels Decode(ReadOnlySpan<byte> image, in StoredImage stored, int minWidth, int minHeight, NativeBuffer pixels)
    {
        int denominator = Denominator(stored.Header, minWidth, minHeight);
        int width = Scaled(stored.Header.Width, denominator), height = Scaled(stored.Header.Height, denominator);
        byte* data = pixels.Reserve((nuint)width * (nuint)height * (nuint)stored.Channels);
        bool isCmyk = stored.Channels == 4;
        Decompress(image, data, width, height, isCmyk ? TurboJpeg.FormatCmyk : TurboJpeg.FormatRgb);
        if (isCmyk) ChannelConversion.CmykToRgb(data, (long)width * height, JpegHeader.Read(image).IsAdobe);
        return new Pixels(data, width, height);
    }

    /// <summary>8, 4, 2 or 1: the largest that leaves the picture not under the wanted size.</summary>
    private static int Denominator(in ImageHeader header, int minWidth, int minHeight)
    {
        int denominator = 8;
        while (denominator > 1 && (Scaled(header.Width, denominator) < minWidth || Scaled(header.Height, denominator) < minHeight))
            denominator /= 2;
        return denominator;
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
                    RejectUnlessHarmless(image, handle);
        }
        finally
        {
            TurboJpeg.Destroy(handle);
        }
    }

    private static void RejectUnlessHarmless(ReadOnlySpan<byte> image, nint handle)
    {
        string message = TurboJpeg.ErrorMessage(handle);
        bool isWarning = TurboJpeg.GetErrorCode(handle) == TurboJpeg.WarningCode;
        if (!isWarning || IsDamage(message)) throw ImageRejectedException.Broken(ImageFormat.Jpeg, message);
        // The library keeps the first warning only: a harmless one can hide that the picture was cut off.
        if (image[JpegHeader.Read(image).ScanOffset..].IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) < 0)
            throw ImageRejectedException.Broken(ImageFormat.Jpeg, "Premature end of JPEG file");
    }

    // Cameras do write stray bytes between segments; other warnings, such as an unknown JFIF revision, leave the pixels alone.
    private static bool IsDamage(string warning) =>
        warning.StartsWith("Premature end", StringComparison.Ordinal)
        || (warning.StartsWith("Corrupt JPEG data", StringComparison.Ordinal)
            && !warning.Contains("extraneous bytes before marker", StringComparison.Ordinal));
}
