using System.Buffers.Binary;
using RoomTypes.Decoding.Resampling;

namespace RoomTypes.Decoding.Formats;

/// <summary>PNG through libpng, at full size: the format has no cheaper one.</summary>
internal sealed unsafe class PngCodec : IImageCodec
{
    private const int HeaderLength = 13;
    private const int AlphaColorType = 4;
    private const int BitDepthOffset = 24;
    private const int InterlaceOffset = 28;

    public bool Recognizes(ReadOnlySpan<byte> image) => image.StartsWith(PngChunks.Signature);

    public StoredImage ReadHeader(ReadOnlySpan<byte> image)
    {
        var chunks = new PngChunks(image);
        if (!chunks.Next() || !chunks.Type.SequenceEqual("IHDR"u8) || chunks.Data.Length != HeaderLength)
            throw Broken("it has no IHDR chunk");
        var header = chunks.Data;
        uint width = BinaryPrimitives.ReadUInt32BigEndian(header), height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw Broken($"its header says {width} x {height} pixels");

        bool hasAlpha = (header[9] & AlphaColorType) != 0;
        var (exif, xmp) = (0, 0);
        while (chunks.Next())
        {
            if (chunks.Type.SequenceEqual("tRNS"u8)) hasAlpha = true;
            else if (chunks.Type.SequenceEqual("eXIf"u8) && exif == 0) exif = Orientation.OfExif(chunks.Data);
            else if (chunks.Type.SequenceEqual("iTXt"u8) && xmp == 0) xmp = PngText.OrientationOfXmp(chunks.Data);
        }
        int channels = hasAlpha ? 4 : 3;
        int sampleBytes = IsInterlaced16(image) ? sizeof(ushort) : sizeof(byte);
        long bytes = (long)width * height * channels * sampleBytes;
        return new StoredImage(
            new ImageHeader(ImageFormat.Png, (int)width, (int)height, Orientation.Of(exif, xmp)), "PNG", channels, bytes, bytes);
    }

    public Pixels Decode(ReadOnlySpan<byte> image, in StoredImage stored, int minWidth, int minHeight, NativeBuffer pixels)
    {
        int width = stored.Header.Width, height = stored.Header.Height;
        bool hasAlpha = stored.Channels == 4;
        if (PngSurplus.IsOverLimit(image)) throw Broken($"it holds more data than {width} x {height} pixels take");
        // The file as libpng shall see it lies behind the pixels.
        nuint length = (nuint)stored.DecodeBytes + WeightedSum.Slack;
        byte* data = pixels.Reserve(length + (nuint)image.Length);
        var file = new Span<byte>(data + length, image.Length);
        bool isLinear = IsInterlaced16(image);
        Read(file[..CopyNeeded(image, file)], data, (hasAlpha ? LibPng.FormatRgba : LibPng.FormatRgb) | (isLinear ? LibPng.FormatLinear : 0));
        if (isLinear) ChannelConversion.LinearToSrgb(data, (long)width * height, stored.Channels);
        if (hasAlpha) ChannelConversion.OverWhite(data, (long)width * height);
        return new Pixels(data, width, height);
    }

    // libpng (1.6.39) mixes the rows of these up when it makes 8-bit samples of them; its linear ones are right.
    private static bool IsInterlaced16(ReadOnlySpan<byte> image) => image[BitDepthOffset] == 16 && image[InterlaceOffset] != 0;

    private static int CopyNeeded(ReadOnlySpan<byte> image, Span<byte> target)
    {
        int length = PngChunks.Signature.Length;
        PngChunks.Signature.CopyTo(target);
        for (var chunks = new PngChunks(image); chunks.Next();)
        {
            if (!chunks.IsNeeded) continue;
            chunks.Whole.CopyTo(target[length..]);
            length += chunks.Whole.Length;
        }

        return length;
    }

    private static void Read(ReadOnlySpan<byte> image, byte* target, uint format)
    {
        var png = LibPng.Image.Create();
        fixed (byte* memory = image)
            try
            {
                if (LibPng.BeginRead(&png, memory, (nuint)image.Length) == 0) throw Broken(png.Message());
                png.Format = format;
                png.Flags |= LibPng.Flag16BitSrgb;
                if (LibPng.FinishRead(&png, null, target, 0, null) == 0) throw Broken(png.Message());
            }
            finally
            {
                LibPng.Free(&png);
            }
    }

    private static ImageRejectedException Broken(string reason) => ImageRejectedException.Broken("PNG", reason);
}
