using System.Buffers.Binary;
using RoomTypes.Decoding.Resampling;

namespace RoomTypes.Decoding.Formats;

/// <summary>PNG through libpng, at full size: the format has no cheaper one.</summary>
internal sealed unsafe class PngCodec : IImageCodec
{
    private const int ChunkOverhead = 12;
    private const int HeaderLength = 13;
    private const int AlphaColorType = 4;
    private const int BitDepthOffset = 24;
    private const int InterlaceOffset = 28;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    public bool Recognizes(ReadOnlySpan<byte> image) => image.StartsWith(Signature);

    public StoredImage ReadHeader(ReadOnlySpan<byte> image)
    {
        var chunks = image[Signature.Length..];
        if (!NextChunk(ref chunks, out var type, out var header) || !type.SequenceEqual("IHDR"u8) || header.Length != HeaderLength)
            throw Broken("it has no IHDR chunk");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(header), height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw Broken($"its header says {width} x {height} pixels");

        bool hasAlpha = (header[9] & AlphaColorType) != 0;
        int orientation = ExifOrientation.Upright;
        while (NextChunk(ref chunks, out type, out var data))
        {
            if (type.SequenceEqual("tRNS"u8)) hasAlpha = true;
            else if (type.SequenceEqual("eXIf"u8)) orientation = ExifOrientation.Read(data);
        }
        int channels = hasAlpha ? 4 : 3;
        int sampleBytes = IsInterlaced16(image) ? sizeof(ushort) : sizeof(byte);
        return new StoredImage(
            new ImageHeader(ImageFormat.Png, (int)width, (int)height, orientation), "PNG", channels, (long)width * height * channels * sampleBytes);
    }

    public Pixels Decode(ReadOnlySpan<byte> image, in StoredImage stored, int minWidth, int minHeight, NativeBuffer pixels)
    {
        int width = stored.Header.Width, height = stored.Header.Height;
        bool hasAlpha = stored.Channels == 4;
        byte* data = pixels.Reserve((nuint)stored.DecodeBytes + WeightedSum.Slack);
        bool isLinear = IsInterlaced16(image);
        Read(image, data, (hasAlpha ? LibPng.FormatRgba : LibPng.FormatRgb) | (isLinear ? LibPng.FormatLinear : 0));
        if (isLinear) ChannelConversion.LinearToSrgb(data, (long)width * height, stored.Channels);
        if (hasAlpha) ChannelConversion.OverWhite(data, (long)width * height);
        return new Pixels(data, width, height);
    }

    // libpng (1.6.39) mixes the rows of these up when it makes 8-bit samples of them; its linear ones are right.
    private static bool IsInterlaced16(ReadOnlySpan<byte> image) => image[BitDepthOffset] == 16 && image[InterlaceOffset] != 0;

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

    private static bool NextChunk(ref ReadOnlySpan<byte> chunks, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> data)
    {
        type = data = default;
        uint length = chunks.Length < ChunkOverhead ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(chunks);
        if (length > chunks.Length - ChunkOverhead) return false;
        type = chunks.Slice(4, 4);
        data = chunks.Slice(8, (int)length);
        chunks = chunks[(ChunkOverhead + (int)length)..];
        return true;
    }

    private static ImageRejectedException Broken(string reason) => ImageRejectedException.Broken("PNG", reason);
}
