using System.Buffers.Binary;
using RoomTypes.Decoding;

namespace RoomTypes.Tests.Decoding;

public sealed class ImageRejectionTests
{
    private readonly ImageDecoder _decoder = new(new DecodingOptions());

    [Fact]
    public void ReadHeader_NoBytes_IsEmpty() => AssertRejected("image_empty", [], "0 bytes");

    [Theory]
    [InlineData("89", "of its 1 bytes the first are 0x89")]
    [InlineData("3B4946383961010001000000", "0x3B4946383961")]
    [InlineData("FFD8", "0xFFD8")]
    [InlineData("89504E470D0A1A", "0x89504E470D0A1A")]
    public void ReadHeader_UnknownSignature_IsUnsupported(string hex, string reason) =>
        AssertRejected("image_format_unsupported", Convert.FromHexString(hex), reason);

    [Theory]
    [InlineData("00000018667479706865696300000000", "HEIC")]
    [InlineData("00000018667479706D696631000000006D69663168656963", "HEIC")]
    [InlineData("0000001C6674797061766966000000006D696631", "AVIF")]
    [InlineData("0000001C667479706D696631000000006D69663161766966", "AVIF")]
    [InlineData("00000014667479707174202000000000", "MP4 or QuickTime")]
    [InlineData("474946383961010001000000", "GIF")]
    [InlineData("49492A0008000000", "TIFF")]
    [InlineData("424D360000000000", "BMP")]
    [InlineData("FF0A", "JPEG XL")]
    [InlineData("255044462D", "PDF")]
    [InlineData("2F396A2F34414151", "base64 text")]
    [InlineData("646174613A696D6167652F706E673B626173653634", "base64 text")]
    [InlineData("3C73766720", "SVG")]
    public void ReadHeader_FileOfAnotherFormat_SaysWhatItIs(string hex, string name)
    {
        var rejection = Assert.Throws<ImageRejectedException>(() => _decoder.ReadHeader(Convert.FromHexString(hex)));

        Assert.Equal(("image_format_unsupported", name, "JPEG, PNG or WebP"), (rejection.Code, rejection.Value, rejection.Limit));
        Assert.Contains($"The file is {name}", rejection.Message);
    }

    [Fact]
    public void ReadHeader_AnimatedWebP_IsUnsupported() =>
        AssertRejected("image_format_unsupported", Fixture.Image("webp-animated.webp"), "animated WebP");

    [Theory]
    [InlineData(12, 0xC1, "12 bits a sample")]
    [InlineData(8, 0xC3, "0xFFC3")]
    [InlineData(8, 0xC7, "0xFFC7")]
    public void ReadHeader_OtherJpegProcess_IsUnsupported(byte precision, byte marker, string reason)
    {
        var image = Fixture.Image("jpeg-420.jpg");
        int frame = image.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        (image[frame + 1], image[frame + 4]) = (marker, precision);

        AssertRejected("image_format_unsupported", image, reason);
    }

    [Theory]
    [InlineData(60_000, 60_000, "width of 60,000 pixels is over the limit of 16,384")]
    [InlineData(100, 60_000, "height of 60,000 pixels is over the limit of 16,384")]
    [InlineData(10_001, 10_000, "area of 100,010,000 pixels is over the limit of 50,000,000")]
    [InlineData(7_000, 7_000, "memory while a PNG is decoded of 147,000,000 bytes is over the limit of 134,217,728")]
    public void ReadHeader_PngOverLimit_IsTooLarge(uint width, uint height, string reason) =>
        AssertRejected("image_too_large", PngHeader(width, height), reason);

    [Theory]
    [InlineData("jpeg-progressive.jpg", 0xC2)]
    [InlineData("jpeg-three-scans.jpg", 0xC0)]
    public void ReadHeader_JpegThatNeedsAllCoefficients_IsHeldToMemoryLimit(string name, byte marker)
    {
        var image = JpegFile.WithSize(Fixture.Image(name), marker, 6_900, 6_900);

        // 4:2:0: one and a half samples a pixel, two bytes each.
        AssertRejected("image_too_large", image, "memory while a progressive JPEG is decoded of 142,830,000 bytes");
    }

    [Theory]
    [InlineData("")]
    [InlineData("FFFE0004FFD9")] // an end marker in a comment
    [InlineData("FFED0006FFD9FFD9")]
    [InlineData("FFFE0000")] // a length that does not count itself
    [InlineData("FFFFFFFE0004FFD9")] // fill bytes
    [InlineData("FFD0FF01")] // markers without a length
    public void ReadHeader_LargeJpegOfManyScans_IsTooLarge(string between)
    {
        var image = JpegFile.WithSize(Fixture.Image("jpeg-progressive.jpg"), 0xC2, 5_000, 5_000);
        byte[] bomb = [.. image[..^2], .. Convert.FromHexString(between), .. Enumerable.Repeat(JpegFile.EmptyScan, 11).SelectMany(scan => scan)];

        AssertRejected("image_too_large", bomb, "area times its scans of 525,000,000 pixels is over the limit of 500,000,000");
    }

    [Fact]
    public void ReadHeader_LargeBaselineJpeg_IsAllowed()
    {
        var image = JpegFile.WithSize(Fixture.Image("jpeg-420.jpg"), 0xC0, 7_000, 7_000);

        Assert.Equal(new ImageHeader(ImageFormat.Jpeg, 7_000, 7_000, 1), _decoder.ReadHeader(image));
    }

    [Fact]
    public void ReadHeader_MoreBytesThanAllowed_IsTooLarge() =>
        AssertRejected("image_too_large", new byte[4_500_001], "size of 4,500,001 bytes is over the limit of 4,500,000");

    [Fact]
    public void Decode_PixelsOfClaimedSizeMissing_IsCorrupt() => AssertRejected("image_corrupt", PngHeader(4_000, 4_000), "The PNG image is broken or truncated");

    [Fact]
    public void Decode_PngChecksumWrong_IsCorrupt()
    {
        var image = Fixture.Image("png-rgb8.png");
        image[image.AsSpan().IndexOf("IDAT"u8) - 5] ^= 1; // last byte of IHDR's checksum

        AssertRejected("image_corrupt", image, "CRC error");
    }

    [Fact]
    public void Decode_JpegCutShort_IsCorruptWithTheLibrarysReason() =>
        AssertRejected("image_corrupt", Fixture.Sample("kitchen_1.jpg")[..20_000], "Premature end of JPEG file");

    [Fact]
    public void Decode_StrayBytesBetweenJpegSegments_AreIgnored()
    {
        var image = Fixture.Image("jpeg-420.jpg");
        var stray = WithStrayBytes(image);

        Assert.Equal(Decode(image), Decode(stray));
    }

    [Fact]
    public void Decode_StrayBytesAndCutShort_IsCorrupt() =>
        AssertRejected("image_corrupt", WithStrayBytes(Fixture.Image("jpeg-420.jpg"))[..^40], "Premature end of JPEG file");

    [Fact]
    public void Decode_JpegWithoutTables_DoesNotBorrowThoseOfThePictureBefore()
    {
        var image = Fixture.Image("jpeg-420.jpg");
        int tables = image.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDB]);
        image[tables + 1] = 0xFE; // a comment instead of the quantisation tables

        Decode(Fixture.Image("jpeg-420.jpg"));
        AssertRejected("image_corrupt", image, "Quantization table");
    }

    private void AssertRejected(string code, byte[] image, string reason)
    {
        var rejection = Assert.Throws<ImageRejectedException>(() => Decode(image));

        Assert.Equal(code, rejection.Code);
        Assert.Contains(reason, rejection.Message, StringComparison.Ordinal);
    }

    private byte[] Decode(byte[] image)
    {
        var rgb = new byte[8 * 8 * 3];
        _decoder.Decode(image, 8, 8, rgb);
        return rgb;
    }

    private static byte[] PngHeader(uint width, uint height)
    {
        byte[] image = [0x89, .. "PNG\r\n\x1A\n"u8, 0, 0, 0, 13, .. "IHDR"u8, .. new byte[8], 8, 2, 0, 0, 0, .. new byte[4]];
        BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(16), width);
        BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(20), height);
        return image;
    }

    private static byte[] WithStrayBytes(byte[] image)
    {
        int tables = image.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC4]);
        return [.. image[..tables], 1, 2, 3, .. image[tables..]];
    }
}
