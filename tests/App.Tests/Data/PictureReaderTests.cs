using RoomTypes.Data;
using RoomTypes.Data.Pictures;
using RoomTypes.Decoding;
using RoomTypes.Evaluate;
using RoomTypes.Tests.Evaluate;

namespace RoomTypes.Tests.Data;

public sealed class PictureReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_TheSamples_NoTwoAreAlike()
    {
        var hashes = AlteredPicture.Samples.Select(name => PerceptualHash.Parse(Read(Samples.Picture(name)).Hash)).ToList();

        Assert.Empty(Alike.Find(hashes));
        for (var i = 0; i < hashes.Count; i++) Assert.All(hashes[..i], other => Assert.InRange(PerceptualHash.Distance(hashes[i], other), 24, 64));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(0.12)]
    public void Read_ASmallerAndDarkerCopy_IsAlike(double light)
    {
        foreach (var name in AlteredPicture.Samples)
        {
            var original = Read(Samples.Picture(name));
            var copy = Read(Copy(Samples.Picture(name), 160, 120, value => (byte)(value * light)));

            Assert.InRange(PerceptualHash.Distance(PerceptualHash.Parse(original.Hash), PerceptualHash.Parse(copy.Hash)), 0, Alike.Bits);
            Assert.Equal(original.Brightness * light, copy.Brightness, 0.02);
        }
    }

    [Fact]
    public void Read_APictureOfOneColour_HasNoSharpness()
    {
        var grey = Read(Copy(Samples.Kitchen, 64, 48, _ => 128));
        var white = Read(Copy(Samples.Kitchen, 64, 48, _ => 255));

        Assert.Equal((64, 48, 0.502, 0, 0), (grey.Width, grey.Height, grey.Brightness, grey.Clipped, grey.Sharpness));
        Assert.Equal((1, 1), (white.Brightness, white.Clipped));
    }

    private Traits Read(byte[] picture)
    {
        var path = Path.Combine(_folder.Path, "picture");
        File.WriteAllBytes(path, picture);
        return new PictureReader().Read(path).Traits;
    }

    private static byte[] Copy(byte[] picture, int width, int height, Func<byte, byte> change)
    {
        var rgb = new byte[width * height * 3];
        new ImageDecoder(new DecodingOptions()).Decode(picture, width, height, rgb);
        return Png.Encode(Array.ConvertAll(rgb, value => change(value)), width, height);
    }
}
