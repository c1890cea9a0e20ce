using FsCheck;
using FsCheck.Fluent;
using RoomTypes.Decoding.Resampling;

namespace RoomTypes.Tests.Decoding.Resampling;

public sealed unsafe class WeightedSumTests
{
    private const int Channels = 3;

    [Fact]
    public void OfRows_Vectors_EqualPlainCode() => Prop.ForAll(ResamplerTests.Sizes, size =>
    {
        int length = size.Width * Channels;
        byte[] rows = ResamplerTests.Noise(length * size.Height, size.Seed);
        byte[] vectors = new byte[length], plain = new byte[length];
        var filter = new TriangleFilter();
        filter.Prepare(size.Height, size.ToHeight);

        for (int i = 0; i < size.ToHeight; i++)
        {
            var weights = filter.Weights(i, out int first);
            fixed (byte* from = rows, toVectors = vectors, toPlain = plain)
            {
                WeightedSum.OfRows(from + first * length, length, weights, toVectors, length);
                WeightedSum.OfRowsScalar(from + first * length, length, weights, toPlain, length);
            }
            Assert.Equal(plain, vectors);
        }
        GC.KeepAlive(filter);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void OfPixels_Vectors_EqualPlainCode() => Prop.ForAll(ResamplerTests.Sizes, size =>
    {
        int stride = size.Width * Channels;
        byte[] pixels = ResamplerTests.Noise(stride * WeightedSum.Rows + WeightedSum.Slack, size.Seed);
        const int Stride = Channels + WeightedSum.Slack;
        byte[] vectors = new byte[WeightedSum.Rows * Stride], plain = new byte[Channels];
        var filter = new TriangleFilter();
        filter.Prepare(size.Width, size.ToWidth);

        for (int i = 0; i < size.ToWidth; i++)
        {
            var weights = filter.Weights(i, out int first);
            fixed (byte* from = pixels, toVectors = vectors, toPlain = plain)
            {
                WeightedSum.OfPixels(from + first * Channels, stride, weights, toVectors, Stride);
                for (int row = 0; row < WeightedSum.Rows; row++)
                {
                    // Neighbouring pixels, seen as rows of one pixel.
                    WeightedSum.OfRowsScalar(from + row * stride + first * Channels, Channels, weights, toPlain, Channels);
                    Assert.Equal(plain, vectors[(row * Stride)..(row * Stride + Channels)]);
                }
            }
        }
        GC.KeepAlive(filter);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void OfRows_AllWhite_NeverExceedsAByte()
    {
        var filter = new TriangleFilter();
        filter.Prepare(65_535, 1);
        var white = new byte[65_535 * 2];
        white.AsSpan().Fill(255);
        var target = new byte[2];

        fixed (byte* rows = white, to = target)
            WeightedSum.OfRows(rows, 2, filter.Weights(0, out _), to, 2);
        GC.KeepAlive(filter);

        Assert.Equal([255, 255], target);
    }
}
