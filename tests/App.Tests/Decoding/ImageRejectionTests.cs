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
    [InlineData("474946383961010001000000", "0x474946383961")]
    [InlineData("00000018667479706865696300000000", "HEIC")]
    [InlineData("FFD8", "0xFFD8")]
    [InlineData("89504E470D0A1A", "0x89504E470D0A1A")]
    public void ReadHeader_UnknownSignature_IsUnsupported(string hex, string reason) =>
        AssertRejected("image_format_unsupported", Convert.FromHexString(hex), reason);

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
        var image = WithJpegSize(Fixture.Image(name), marker, 6_900, 6_900);

        // 4:2:0: one and a half samples a pixel, two bytes each.
        AssertRejected("image_too_large", image, "memory while a progressive JPEG is decoded of 142,830,000 bytes");
    }

    [Fact]
    public void ReadHeader_LargeJpegOfManyScans_IsTooLarge()
    {
        // Empty scans cost the sender ten bytes each and the decoder a pass over all coefficients.
        var image = WithJpegSize(Fixture.Image("jpeg-progressive.jpg"), 0xC2, 5_000, 5_000);
        byte[] bomb = [.. image[..^2], .. Enumerable.Repeat<byte[]>([0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0x10], 11).SelectMany(scan => scan)];

        AssertRejected("image_too_large", bomb, "area times its scans of 525,000,000 pixels is over the limit of 500,000,000");
    }

    [Fact]
    public void ReadHeader_LargeBaselineJpeg_IsAllowed()
    {
        var image = WithJpegSize(Fixture.Image("jpeg-420.jpg"), 0xC0, 7_000, 7_000);

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

    private static byte[] WithJpegSize(byte[] image, byte marker, ushort width, ushort height)
    {
        int frame = image.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, marker]);
        BinaryPrimitives.WriteUInt16BigEndian(image.AsSpan(frame + 5), height);
        BinaryPrimitives.WriteUInt16BigEndian(image.AsSpan(frame + 7), width);
        return image;
    }

    private static byte[] WithStrayBytes(byte[] image)
    {
        int tables = image.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC4]);
        return [.. image[..tables], 1, 2, 3, .. image[tables..]];
    }
}
