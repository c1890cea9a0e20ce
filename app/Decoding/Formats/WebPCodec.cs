using System.Buffers.Binary;
using RoomTypes.Decoding.Resampling;

namespace RoomTypes.Decoding.Formats;

/// <summary>WebP through libwebp, at full size: its own scaling saves no time.</summary>
internal sealed unsafe class WebPCodec : IImageCodec
{
    private const int RiffHeaderLength = 12;
    private const int ChunkHeaderLength = 8;
    private const int LosslessEncoding = 2;

    public bool Recognizes(ReadOnlySpan<byte> image) =>
        image.Length >= RiffHeaderLength && image.StartsWith("RIFF"u8) && image[8..].StartsWith("WEBP"u8);

    public StoredImage ReadHeader(ReadOnlySpan<byte> image)
    {
        LibWebP.Features features;
        fixed (byte* data = image)
        {
            int status = LibWebP.GetFeatures(data, (nuint)image.Length, out features);
            if (status != LibWebP.Ok) throw Broken(LibWebP.Describe(status));
        }
        if (features.HasAnimation != 0)
            throw ImageRejectedException.Unsupported("an animated WebP", "Send a still picture.");
        bool isLossless = features.Encoding == LosslessEncoding;
        int channels = features.HasAlpha != 0 ? 4 : 3;
        long pixels = (long)features.Width * features.Height;
        return new StoredImage(
            new ImageHeader(ImageFormat.WebP, features.Width, features.Height, OrientationOf(image)),
            isLossless ? "lossless WebP" : "lossy WebP",
            channels,
            pixels * (channels + InternalBytes(isLossless, channels == 4)),
            pixels * channels);
    }

    public Pixels Decode(ReadOnlySpan<byte> image, in StoredImage stored, int minWidth, int minHeight, NativeBuffer pixels)
    {
        int width = stored.Header.Width, height = stored.Header.Height, channels = stored.Channels;
        nuint size = (nuint)width * (nuint)height * (nuint)channels;
        byte* target = pixels.Reserve(size + WeightedSum.Slack);
        LibWebP.Config config;
        if (LibWebP.InitConfig(&config) == 0) throw new DllNotFoundException("libwebp has another ABI than 2.x.");
        config.Output.ColorSpace = channels == 4 ? LibWebP.ModeRgba : LibWebP.ModeRgb;
        config.Output.IsExternal = 1;
        config.Output.Data = target;
        config.Output.Stride = width * channels;
        config.Output.Size = size;
        fixed (byte* data = image)
        {
            int status = LibWebP.Decode(data, (nuint)image.Length, &config);
            if (status != LibWebP.Ok) throw Broken(LibWebP.Describe(status));
        }
        if (channels == 4) ChannelConversion.OverWhite(target, (long)width * height);
        return new Pixels(target, width, height);
    }

    /// <summary>Bytes a pixel that libwebp holds besides its output: a lossless picture's ARGB, a lossy one's alpha plane.</summary>
    private static int InternalBytes(bool isLossless, bool hasAlpha) => isLossless ? 4 : hasAlpha ? 1 : 0;

    /// <summary>From the EXIF and XMP chunks of the RIFF container (RFC 9649, section 2.7.1.5).</summary>
    private static int OrientationOf(ReadOnlySpan<byte> image)
    {
        var (exif, xmp) = (0, 0);
        var chunks = image[RiffHeaderLength..];
        while (chunks.Length >= ChunkHeaderLength)
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(chunks[4..]);
            var type = chunks[..4];
            chunks = chunks[ChunkHeaderLength..];
            if (length > chunks.Length) break;
            if (type.SequenceEqual("EXIF"u8) && exif == 0) exif = Orientation.OfExif(chunks[..(int)length]);
            else if (type.SequenceEqual("XMP "u8) && xmp == 0) xmp = Orientation.OfXmp(chunks[..(int)length]);
            chunks = chunks[Math.Min((int)length + (int)(length & 1), chunks.Length)..];
        }
        return Orientation.Of(exif, xmp);
    }

    private static ImageRejectedException Broken(string reason) => ImageRejectedException.Broken("WebP", reason);
}
