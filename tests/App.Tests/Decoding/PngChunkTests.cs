using System.Text;
using RoomTypes.Decoding;

namespace RoomTypes.Tests.Decoding;

[Collection(nameof(Alone))]
public sealed class PngChunkTests
{
    private const string Rotated = """<x:xmpmeta><rdf:Description tiff:Orientation="6"/></x:xmpmeta>""";
    private readonly ImageDecoder _decoder = new(new DecodingOptions());

    [Theory]
    [InlineData("zTXt")]
    [InlineData("iTXt")]
    [InlineData("iCCP")]
    public void Decode_CompressedTextBeforeThePicture_IsNotInflated(string type)
    {
        byte[] bomb = [.. "a\0\0"u8, .. Png.Deflate(new byte[8 << 20])];
        byte[][] chunks = [.. Enumerable.Repeat(Png.Chunk(type, bomb), 100)];
        var before = Environment.WorkingSet;

        Assert.Equal(Decode(Fixture.Image("png-rgb8.png")), Decode(Png.With(Fixture.Image("png-rgb8.png"), chunks)));
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 100 << 20);
    }

    [Fact]
    public void Decode_DataBehindTheLastPixel_IsRefusedWithoutInflatingIt()
    {
        var bomb = Png.Of(1, 1, 8, 2, new byte[16 << 20]);

        var rejection = Assert.Throws<ImageRejectedException>(() => Decode(bomb));
        Assert.Equal("image_corrupt", rejection.Code);
        Assert.Contains("more data than 1 x 1 pixels take", rejection.Message);
    }

    [Fact]
    public void Decode_ALittleDataBehindTheLastPixel_IsIgnored() => Decode(Png.Of(2, 1, 8, 0, [0, 10, 20, .. new byte[50_000]]));

    [Fact]
    public void Decode_DataThatNeedsADictionary_IsRefused()
    {
        var image = Png.Of(1, 1, 8, 2, 0, NeedsADictionary(Png.Deflate(new byte[1 << 20])));

        Assert.Equal("image_corrupt", Assert.Throws<ImageRejectedException>(() => Decode(image)).Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Decode_GreyWithATransparentLevel_ShowsThatLevelWhite(byte bits)
    {
        // Two pixels: level 0, which is transparent, and level 1.
        byte row = (byte)(1 << (8 - 2 * bits < 0 ? 0 : 8 - 2 * bits));
        byte[] pixels = bits == 8 ? [0, 0, 1] : [0, row];
        var image = Png.Of(2, 1, bits, 0, pixels, Png.Chunk("tRNS", [0, 0]));
        var rgb = new byte[6];
        _decoder.Decode(image, 2, 1, rgb);

        byte second = (byte)(255 / ((1 << bits) - 1));
        Assert.Equal([255, 255, 255, second, second, second], rgb);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadHeader_XmpOrientation_IsTaken(bool compressed)
    {
        var xmp = Encoding.UTF8.GetBytes(Rotated);
        byte[] text = [.. "XML:com.adobe.xmp\0"u8, (byte)(compressed ? 1 : 0), 0, 0, 0, .. compressed ? Png.Deflate(xmp) : xmp];

        Assert.Equal(6, _decoder.ReadHeader(Png.With(Fixture.Image("png-rgb8.png"), Png.Chunk("iTXt", text))).Orientation);
    }

    [Fact]
    public void ReadHeader_XmpBomb_IsReadToItsLimit()
    {
        byte[] text = [.. "XML:com.adobe.xmp\0"u8, 1, 0, 0, 0, .. Png.Deflate(new byte[64 << 20])];

        Assert.Equal(1, _decoder.ReadHeader(Png.With(Fixture.Image("png-rgb8.png"), Png.Chunk("iTXt", text))).Orientation);
    }

    [Fact]
    public void ReadHeader_XmpThatNeedsADictionary_IsIgnored()
    {
        byte[] text = [.. "XML:com.adobe.xmp\0"u8, 1, 0, 0, 0, .. NeedsADictionary(Png.Deflate(Encoding.UTF8.GetBytes(Rotated)))];

        Assert.Equal(1, _decoder.ReadHeader(Png.With(Fixture.Image("png-rgb8.png"), Png.Chunk("iTXt", text))).Orientation);
    }

    [Theory]
    [InlineData(45_455)]
    [InlineData(100_000)]
    [InlineData(1)]
    public void Decode_GammaChunk_IsIgnored(int gamma) =>
        Assert.Equal(Decode(Fixture.Image("png-rgb8.png")), Decode(Png.With(Fixture.Image("png-rgb8.png"), Png.Chunk("gAMA", Png.Word(gamma)))));

    // A header that names a preset dictionary (RFC 1950, FDICT): .NET tells it as an I/O error, and other broken data not.
    private static byte[] NeedsADictionary(byte[] zlib) => [0x78, 0xBB, .. zlib[2..]];

    private byte[] Decode(byte[] image)
    {
        var rgb = new byte[16 * 16 * 3];
        _decoder.Decode(image, 16, 16, rgb);
        return rgb;
    }
}
