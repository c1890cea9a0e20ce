namespace RoomTypes.Decoding.Formats;

/// <summary>One picture format. Implementations are stateless.</summary>
internal interface IImageCodec
{
    /// <summary>Whether the picture begins with this format's signature.</summary>
    bool Recognizes(ReadOnlySpan<byte> image);

    /// <summary>Reads what a recognized picture's header says; allocates nothing by its claims.</summary>
    StoredImage ReadHeader(ReadOnlySpan<byte> image);

    /// <summary>
    /// Decodes into <paramref name="pixels"/>, at a reduced size if the format can do that cheaply, but not under
    /// <paramref name="minWidth"/> x <paramref name="minHeight"/> unless the picture itself is smaller. Orientation is left as stored.
    /// </summary>
    Pixels Decode(ReadOnlySpan<byte> image, in StoredImage stored, int minWidth, int minHeight, NativeBuffer pixels);
}

/// <summary>A header, and what decoding needs to know besides.</summary>
/// <param name="Header">The header as told to callers.</param>
/// <param name="Kind">The variant of the format, for messages.</param>
/// <param name="Channels">Samples a pixel that the codec's library gives: 3 (RGB) or 4 (RGB and alpha, or CMYK).</param>
/// <param name="DecodeBytes">Memory of picture size that decoding takes.</param>
/// <param name="Cost">What decoding costs, as <see cref="ImageCost"/> counts.</param>
/// <param name="Scans">Times that decoding goes over the whole picture.</param>
internal readonly record struct StoredImage(ImageHeader Header, string Kind, int Channels, long DecodeBytes, long Cost, int Scans = 1);

/// <summary>8-bit RGB, rows from the top without padding.</summary>
internal readonly unsafe struct Pixels(byte* data, int width, int height)
{
    public byte* Data { get; } = data;

    public int Width { get; } = width;

    public int Height { get; } = height;
}
