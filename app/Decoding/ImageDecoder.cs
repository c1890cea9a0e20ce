using RoomTypes.Decoding.Formats;

namespace RoomTypes.Decoding;

/// <summary>Turns encoded pictures into a model's input. Safe to use from several threads at once; keeps no state between pictures.</summary>
public sealed class ImageDecoder
{
    private static IImageCodec[] Codecs { get; } = [new JpegCodec(), new PngCodec(), new WebPCodec()];

    /// <summary>Scans that a picture of the most pixels may have; a smaller one may have more. Usual progressive JPEGs have ten.</summary>
    private const int ScansAtMostPixels = 10;

    private readonly DecodingOptions _options;
    private readonly DecodeScratchPool _scratch = new();

    /// <summary>Makes a decoder with these limits.</summary>
    /// <exception cref="DllNotFoundException">A codec's library is not installed; the message names its package.</exception>
    public ImageDecoder(DecodingOptions options)
    {
        _options = options;
        NativeLibraries.Require();
    }

    /// <summary>Reads a picture's header and checks it against every limit; decodes no pixel.</summary>
    /// <exception cref="ImageRejectedException">The picture is empty, unknown, too large or its header is broken.</exception>
    public ImageHeader ReadHeader(ReadOnlySpan<byte> image) => Inspect(image, out _).Header;

    /// <summary>What decoding a picture will cost, told by its header; nothing for one that will be rejected by it.</summary>
    public ImageCost CostOf(ReadOnlySpan<byte> image)
    {
        try
        {
            return new(Inspect(image, out _).Cost);
        }
        catch (ImageRejectedException)
        {
            return default;
        }
    }

    /// <summary>
    /// Decodes a picture into <paramref name="rgb"/>: upright, the whole picture squashed to width x height with an antialiased
    /// bilinear filter, alpha over white, 8-bit RGB, rows from the top without padding.
    /// </summary>
    /// <exception cref="ImageRejectedException">As <see cref="ReadHeader"/>, or the pixels are broken or truncated.</exception>
    public void Decode(ReadOnlySpan<byte> image, int width, int height, Span<byte> rgb)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(rgb.Length, checked(width * height * 3), nameof(rgb));

        var stored = Inspect(image, out var codec);
        var placement = new Placement(stored.Header.Orientation, width, height);
        var scratch = _scratch.Rent();
        try
        {
            var pixels = codec.Decode(image, stored, placement.StoredWidth, placement.StoredHeight, scratch.Pixels);
            scratch.Resampler.Resize(pixels, placement, rgb);
        }
        finally
        {
            _scratch.Return(scratch);
        }
    }

    private StoredImage Inspect(ReadOnlySpan<byte> image, out IImageCodec codec)
    {
        if (image.IsEmpty) throw ImageRejectedException.NoBytes();
        Limit("size", image.Length, _options.MaxImageBytes, "bytes");
        codec = Recognize(image);
        var stored = codec.ReadHeader(image);
        var header = stored.Header;
        Limit("width", header.Width, _options.MaxWidth, "pixels");
        Limit("height", header.Height, _options.MaxHeight, "pixels");
        long pixels = (long)header.Width * header.Height;
        Limit("area", pixels, _options.MaxPixels, "pixels");
        Limit("area times its scans", pixels * stored.Scans, _options.MaxPixels * ScansAtMostPixels, "pixels");
        if (stored.DecodeBytes > _options.MaxDecodeBytes)
            throw ImageRejectedException.OverLimit(
                $"memory while a {stored.Kind} is decoded", stored.DecodeBytes, _options.MaxDecodeBytes, "bytes");
        return stored;
    }

    private static IImageCodec Recognize(ReadOnlySpan<byte> image)
    {
        foreach (var codec in Codecs)
            if (codec.Recognizes(image))
                return codec;
        throw ImageRejectedException.Unknown(image);
    }

    private static void Limit(string what, long value, long limit, string unit)
    {
        if (value > limit) throw ImageRejectedException.OverLimit(what, value, limit, unit);
    }
}
