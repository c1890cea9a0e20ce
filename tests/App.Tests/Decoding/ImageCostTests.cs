using RoomTypes.Decoding;

namespace RoomTypes.Tests.Decoding;

public sealed class ImageCostTests
{
    private readonly ImageDecoder _decoder = new(new DecodingOptions());

    [Theory]
    [InlineData("png-rgb8.png", 48 * 32 * 3)]
    [InlineData("png-rgba8.png", 48 * 32 * 4)]
    [InlineData("png-rgb16-interlaced.png", 48 * 32 * 3 * 2)]
    [InlineData("webp-lossless.webp", 48 * 32 * 3)]
    [InlineData("webp-lossy-alpha.webp", 48 * 32 * 4)]
    [InlineData("jpeg-420.jpg", 48 * 32 * 3 / 16 + 48 * 32 * 3 / 4)]
    [InlineData("jpeg-three-scans.jpg", 48 * 32 * 3 * 3 / 32)]
    public void CostOf_EachKind_IsWhatItsHeaderTells(string name, long samples) =>
        Assert.Equal(samples, _decoder.CostOf(Fixture.Image(name)).Samples);

    [Fact]
    public void CostOf_APhotoThatIsScaledWhileItIsRead_IsASmallPartOfItsSamples()
    {
        var photo = JpegFile.WithSize(Fixture.Image("jpeg-420.jpg"), 0xC0, 4_000, 3_000);

        Assert.Equal(36_000_000 / 16 + 36_000_000 / 256, _decoder.CostOf(photo).Samples);
    }

    [Fact]
    public void CostOf_WhatIsRejectedByItsHeader_IsNothing()
    {
        Assert.Equal(default, _decoder.CostOf([]));
        Assert.Equal(default, _decoder.CostOf("GIF89a"u8));
        Assert.Equal(default, _decoder.CostOf(JpegFile.WithSize(Fixture.Image("jpeg-420.jpg"), 0xC0, 60_000, 3_000)));
    }
}
