using RoomTypes.Decoding;

namespace RoomTypes.Tests.Decoding;

public sealed class ImageDecoderTests
{
    private const int Width = 12, Height = 8;
    private const double Exact = 0.51, Lossy = 8, FourInks = 10;

    private readonly ImageDecoder _decoder = new(new DecodingOptions());

    [Theory]
    [InlineData("jpeg-420.jpg")]
    [InlineData("jpeg-1x1.jpg")]
    [InlineData("jpeg-2x1.jpg")]
    [InlineData("jpeg-1x2.jpg")]
    [InlineData("jpeg-4x1.jpg")]
    [InlineData("jpeg-progressive.jpg")]
    [InlineData("jpeg-arithmetic.jpg")]
    [InlineData("jpeg-restarts.jpg")]
    [InlineData("jpeg-rgb.jpg")]
    [InlineData("jpeg-three-scans.jpg")]
    [InlineData("webp-lossy.webp")]
    public void Decode_LossyColor_ShowsQuadrants(string image) => AssertShows(image, Quadrants.Colors, Lossy);

    [Theory]
    [InlineData("png-rgb8.png")]
    [InlineData("png-rgb16.png")]
    [InlineData("png-palette.png")]
    [InlineData("png-interlaced.png")]
    [InlineData("webp-lossless.webp")]
    public void Decode_LosslessColor_ShowsQuadrants(string image) => AssertShows(image, Quadrants.Colors, Exact);

    [Fact]
    public void Decode_Interlaced16Bit_ShowsQuadrants() => AssertShows("png-rgb16-interlaced.png", Quadrants.Colors, 1);

    [Theory]
    [InlineData("jpeg-grey.jpg", Lossy)]
    [InlineData("png-grey8.png", 1)]
    [InlineData("png-grey16.png", 1)]
    public void Decode_Grey_ShowsLuma(string image, double tolerance) =>
        AssertShows(image, [.. Quadrants.Colors.Select(Quadrants.Grey)], tolerance);

    [Theory]
    [InlineData("jpeg-cmyk.jpg")]
    [InlineData("jpeg-ycck.jpg")]
    [InlineData("jpeg-cmyk-plain.jpg")]
    public void Decode_FourInks_ShowsQuadrantsUnderBlackInk(string image) =>
        AssertShows(image, [.. Quadrants.Colors.Select(color => Quadrants.Darkened(color, 204.0 / 255))], FourInks);

    [Theory]
    [InlineData("png-rgba8.png", Exact)]
    [InlineData("png-rgba16.png", 1)]
    [InlineData("png-rgba16-interlaced.png", 1)]
    [InlineData("png-rgba-interlaced.png", Exact)]
    [InlineData("webp-lossless-alpha.webp", Exact)]
    [InlineData("webp-lossy-alpha.webp", Lossy)]
    public void Decode_HalfTransparentBottom_LiesOverWhite(string image, double tolerance) =>
        AssertShows(image, [.. Quadrants.Colors.Select((color, i) => i < 2 ? color : Quadrants.OverWhite(color, 128 / 255.0))], tolerance);

    [Fact]
    public void Decode_GreyHalfTransparentBottom_LiesOverWhite() =>
        AssertShows("png-grey-alpha8.png", [.. Quadrants.Colors.Select((color, i) => i < 2
            ? Quadrants.Grey(color)
            : Quadrants.OverWhite(Quadrants.Grey(color), 128 / 255.0))], 1);

    [Theory]
    [InlineData("png-palette-transparent.png")]
    [InlineData("png-rgb-transparent.png")]
    public void Decode_TransparentColor_BecomesWhite(string image) =>
        AssertShows(image, [(255, 255, 255), .. Quadrants.Colors[1..]], Exact);

    [Fact]
    public void Decode_OneBitGrey_ShowsBlackAndWhite()
    {
        var rgb = Decode(Fixture.Image("png-grey1.png"), 8, 8);

        for (int i = 0; i < 8 * 8 * 3; i++)
            Assert.Equal(i / 3 % 8 < 4 ? 255 : 0, rgb[i]);
    }

    [Theory]
    [MemberData(nameof(Orientations))]
    public void Decode_Oriented_IsUpright(string image, int orientation)
    {
        var header = _decoder.ReadHeader(Fixture.Image(image));

        Assert.Equal(orientation, header.Orientation);
        Assert.Equal(orientation < 5 ? (48, 32) : (32, 48), (header.Width, header.Height));
        AssertShows(image, Quadrants.Colors, image.StartsWith("jpeg", StringComparison.Ordinal) ? Lossy : Exact);
    }

    public static TheoryData<string, int> Orientations()
    {
        var data = new TheoryData<string, int>();
        foreach (string format in (string[])["jpeg-orientation-{0}.jpg", "png-orientation-{0}.png", "webp-orientation-{0}.webp"])
            for (int orientation = 1; orientation <= 8; orientation++)
                data.Add(string.Format(null, format, orientation), orientation);
        return data;
    }

    [Theory]
    [InlineData("jpeg-420.jpg", ImageFormat.Jpeg)]
    [InlineData("png-rgb16.png", ImageFormat.Png)]
    [InlineData("webp-lossy.webp", ImageFormat.WebP)]
    public void ReadHeader_Picture_TellsFormatAndSize(string image, ImageFormat format) =>
        Assert.Equal(new ImageHeader(format, 48, 32, 1), _decoder.ReadHeader(Fixture.Image(image)));

    [Fact]
    public void Decode_WrongBufferLength_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _decoder.Decode(Fixture.Image("png-rgb8.png"), 4, 4, new byte[47]));

    private void AssertShows(string image, (double, double, double)[] colors, double tolerance) =>
        Quadrants.AssertShows(colors, Decode(Fixture.Image(image), Width, Height), Width, Height, tolerance);

    private byte[] Decode(byte[] image, int width, int height)
    {
        var rgb = new byte[width * height * 3];
        _decoder.Decode(image, width, height, rgb);
        return rgb;
    }
}
