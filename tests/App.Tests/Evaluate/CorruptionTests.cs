using RoomTypes.Decoding;
using RoomTypes.Evaluate;

namespace RoomTypes.Tests.Evaluate;

public class CorruptionTests
{
    private static readonly ImageDecoder Decoder = new(TestOptions.Read().Decoding);

    public static TheoryData<string> Names => [.. Corruption.All.Select(corruption => corruption.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Apply_TwiceWithASeed_GivesTheSamePictureAndAnotherThanBefore(string name)
    {
        var corruption = Corruption.Find(name)!;
        var altered = corruption.Apply(Decoder, Samples.Kitchen, seed: 7);
        Assert.Equal(altered, corruption.Apply(Decoder, Samples.Kitchen, seed: 7));
        Assert.NotEqual(Decode(Samples.Kitchen), Decode(altered));
    }

    [Fact]
    public void Apply_Dark_LeavesAQuarterOfTheLight() =>
        Assert.Equal(Decode(Samples.Kitchen).Average(value => value) / 4, Decode(Apply("dark")).Average(value => value), 0.5);

    [Fact]
    public void Apply_Noise_KeepsTheMeanAndDiffersBySeed()
    {
        Assert.Equal(Decode(Samples.Kitchen).Average(value => value), Decode(Apply("noise")).Average(value => value), 5.0);
        Assert.NotEqual(Apply("noise"), Corruption.Find("noise")!.Apply(Decoder, Samples.Kitchen, seed: 8));
    }

    [Fact]
    public void Apply_Blur_TakesTheEdgesAway() => Assert.True(Edges(Decode(Apply("blur"))) < Edges(Decode(Samples.Kitchen)));

    [Fact]
    public void Apply_Crop_ShowsTheMiddleHalf()
    {
        var (whole, cropped) = (Decode(Samples.Kitchen, 448), Decode(Apply("crop"), 224));
        for (var row = 0; row < 224; row += 37) Assert.Equal(whole[((((112 + row) * 448) + 112) * 3)..((((112 + row) * 448) + 336) * 3)], cropped[(row * 224 * 3)..((row + 1) * 224 * 3)]);
    }

    [Fact]
    public void Apply_Rotation_TurnsAboutTheMiddle()
    {
        // A point a quarter to the right of the middle comes to lie where an angle of 12 degrees against the clock puts it.
        var rgb = new byte[Corruption.Side * Corruption.Side * 3];
        Mark(rgb, x: 336, y: 224);
        var turned = Decode(Corruption.Find("rotation")!.Apply(Decoder, Png.Encode(rgb, Corruption.Side, Corruption.Side), 0), Corruption.Side);
        var brightest = Enumerable.Range(0, turned.Length / 3).MaxBy(pixel => (int)turned[pixel * 3]);
        var (x, y) = (brightest % Corruption.Side, brightest / Corruption.Side);
        Assert.InRange(Math.Sqrt(((x - 223.5) * (x - 223.5)) + ((y - 223.5) * (y - 223.5))), 110, 115);
        Assert.InRange(Math.Abs(Math.Atan2(y - 223.5, x - 223.5)) * 180 / Math.PI, 11, 13);
    }

    private static void Mark(byte[] rgb, int x, int y)
    {
        for (var row = y - 2; row <= y + 2; row++) rgb.AsSpan(((row * Corruption.Side) + x - 2) * 3, 15).Fill(255);
    }

    private static byte[] Apply(string name) => Corruption.Find(name)!.Apply(Decoder, Samples.Kitchen, seed: 7);

    private static byte[] Decode(byte[] picture, int side = 224)
    {
        var rgb = new byte[side * side * 3];
        Decoder.Decode(picture, side, side, rgb);
        return rgb;
    }

    private static double Edges(byte[] rgb) => Enumerable.Range(3, rgb.Length - 3).Average(i => Math.Abs(rgb[i] - rgb[i - 3]));
}
