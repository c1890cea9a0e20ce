using FsCheck;
using FsCheck.Fluent;
using RoomTypes.Decoding;
using RoomTypes.Decoding.Formats;
using RoomTypes.Decoding.Resampling;

namespace RoomTypes.Tests.Decoding.Resampling;

public sealed unsafe class ResamplerTests
{
    private const int Channels = 3;

    /// <summary>Half a level of rounding in either pass, and what the fixed-point weights lack.</summary>
    private const double RoundingError = 1.01;

    public static Arbitrary<(int Width, int Height, int ToWidth, int ToHeight, int Seed)> Sizes { get; } =
        (from width in Gen.Choose(1, 90)
         from height in Gen.Choose(1, 90)
         from toWidth in Gen.Choose(1, 40)
         from toHeight in Gen.Choose(1, 40)
         from seed in Gen.Choose(0, int.MaxValue - 1)
         select (width, height, toWidth, toHeight, seed)).ToArbitrary();

    [Theory]
    [InlineData(61, 45)]
    [InlineData(17, 11)]
    [InlineData(7, 45)]
    [InlineData(61, 5)]
    [InlineData(1, 1)]
    [InlineData(100, 80)]
    [InlineData(33, 90)]
    public void Resize_Noise_EqualsPillow(int width, int height)
    {
        var decoder = new ImageDecoder(new DecodingOptions());
        byte[] expected = new byte[width * height * Channels], actual = new byte[width * height * Channels];

        decoder.Decode(Fixture.Image($"resize-{width}x{height}.png"), width, height, expected);
        decoder.Decode(Fixture.Image("resize-source.png"), width, height, actual);

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Resize_AnySizes_IsWithinOneOfExactArithmetic() => Prop.ForAll(Sizes, size =>
    {
        byte[] pixels = Noise(size.Width * size.Height * Channels, size.Seed);
        var across = ReferenceWeights(size.Width, size.ToWidth);
        var down = ReferenceWeights(size.Height, size.ToHeight);

        byte[] actual = Resize(pixels, size.Width, size.Height, new Placement(1, size.ToWidth, size.ToHeight));

        for (int i = 0; i < actual.Length; i++)
        {
            int channel = i % Channels, x = i / Channels % size.ToWidth, y = i / Channels / size.ToWidth;
            double exact = 0;
            for (int v = 0; v < size.Height; v++)
                for (int u = 0; u < size.Width; u++)
                    exact += down[y, v] * across[x, u] * pixels[(v * size.Width + u) * Channels + channel];
            Assert.Equal(exact, actual[i], RoundingError);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithQuietOnSuccess(true));

    [Fact]
    public void Resize_FlatColor_StaysExact() => Prop.ForAll(Sizes, size =>
    {
        byte value = (byte)size.Seed;
        var pixels = new byte[size.Width * size.Height * Channels];
        pixels.AsSpan().Fill(value);

        Assert.All(Resize(pixels, size.Width, size.Height, new Placement(1, size.ToWidth, size.ToHeight)), b => Assert.Equal(value, b));
    }).Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData(1, "abcdef")]
    [InlineData(2, "cbafed")]
    [InlineData(3, "fedcba")]
    [InlineData(4, "defabc")]
    [InlineData(5, "adbecf")]
    [InlineData(6, "daebfc")]
    [InlineData(7, "fcebda")]
    [InlineData(8, "cfbead")]
    public void Resize_Oriented_PlacesEachPixel(int orientation, string upright)
    {
        byte[] stored = [.. "abcdef"u8.ToArray().SelectMany(pixel => Enumerable.Repeat(pixel, Channels))]; // abc over def
        var (width, height) = orientation < 5 ? (3, 2) : (2, 3);

        byte[] rgb = Resize(stored, 3, 2, new Placement(orientation, width, height));

        Assert.Equal(upright, string.Concat(rgb.Chunk(Channels).Select(pixel => (char)pixel[1])));
    }

    private static byte[] Resize(byte[] pixels, int width, int height, Placement placement)
    {
        var rgb = new byte[placement.StoredWidth * placement.StoredHeight * Channels];
        byte[] padded = [.. pixels, .. new byte[WeightedSum.Slack]];
        fixed (byte* data = padded)
            new Resampler().Resize(new Pixels(data, width, height), placement, rgb);
        return rgb;
    }

    private static double[,] ReferenceWeights(int from, int to)
    {
        double scale = (double)from / to, radius = Math.Max(scale, 1);
        var weights = new double[to, from];
        for (int i = 0; i < to; i++)
        {
            double middle = (i + 0.5) * scale, sum = 0;
            for (int j = 0; j < from; j++) sum += weights[i, j] = Math.Max(0, radius - Math.Abs(j + 0.5 - middle));
            for (int j = 0; j < from; j++) weights[i, j] /= sum;
        }
        return weights;
    }

    internal static byte[] Noise(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
