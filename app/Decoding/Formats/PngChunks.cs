using System.Buffers.Binary;

namespace RoomTypes.Decoding.Formats;

/// <summary>The chunks of a PNG file (W3C PNG, section 5.3), from behind its signature; ends at the first that is not whole.</summary>
internal ref struct PngChunks(ReadOnlySpan<byte> image, int start)
{
    /// <summary>Bytes of a chunk beside its data: length, type and checksum.</summary>
    public const int Overhead = 12;

    private const byte AncillaryBit = 0x20;

    private readonly ReadOnlySpan<byte> _image = image;
    private int _next = start;

    public PngChunks(ReadOnlySpan<byte> image)
        : this(image, Signature.Length)
    {
    }

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>Four letters.</summary>
    public ReadOnlySpan<byte> Type { get; private set; }

    public ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>The chunk with its length, type and checksum.</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    /// <summary>
    /// Whether decoding needs it. Of the chunks that may be left out, transparency alone changes the samples; the rest is text,
    /// profiles and dates, compressed at will, which libpng would inflate before it reads a pixel, or the gamma that
    /// docs/decisions/0009-png-gamma.md leaves out.
    /// </summary>
    public readonly bool IsNeeded => (Type[0] & AncillaryBit) == 0 || Type.SequenceEqual("tRNS"u8);

    public bool Next()
    {
        var rest = _image[_next..];
        uint length = rest.Length < Overhead ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - Overhead) return false;
        Whole = rest[..(Overhead + (int)length)];
        Type = Whole.Slice(4, 4);
        Data = Whole.Slice(8, (int)length);
        _next += Whole.Length;
        return true;
    }
}
