using RoomTypes.Decoding;
using RoomTypes.Tests.Evaluate;

namespace RoomTypes.Tests.Decoding;

public class PictureQualityTests
{
    private const int Side = 224;
    private readonly ImageDecoder _decoder = new(TestOptions.Read().Decoding);

    [Fact]
    public void Of_APlainPicture_HasItsBrightnessAndNoEdge()
    {
        var rgb = new byte[Side * Side * 3];
        Array.Fill(rgb, (byte)51);
        Assert.Equal(new PictureQuality(0.2, 0, 12), PictureQuality.Of(rgb, Side, new ImageHeader { Width = 4_000, Height = 3_000 }));
    }

    [Fact]
    public void Of_AlteredPictures_TellsWhatWasDone()
    {
        var plain = Of(picture => picture);
        Assert.InRange(Of(picture => picture.Darkened(0.25)).Brightness, plain.Brightness * 0.24, plain.Brightness * 0.26);
        Assert.InRange(Of(picture => picture.Blurred(2)).Sharpness, 0, plain.Sharpness / 2);
        Assert.InRange(Of(picture => picture.Noisy(25, 1)).Sharpness, plain.Sharpness * 2, double.MaxValue);
        Assert.Equal(Side * Side / 1e6, plain.Megapixels);
    }

    private PictureQuality Of(Func<AlteredPicture, AlteredPicture> change)
    {
        var (picture, rgb) = (change(AlteredPicture.Of("kitchen_1.jpg")).ToPng(), new byte[Side * Side * 3]);
        _decoder.Decode(picture, Side, Side, rgb);
        return PictureQuality.Of(rgb, Side, _decoder.ReadHeader(picture));
    }
}
