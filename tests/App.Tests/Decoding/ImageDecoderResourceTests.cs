using RoomTypes.Decoding;

namespace RoomTypes.Tests.Decoding;

public sealed unsafe class ImageDecoderResourceTests
{
    private const int Side = 224;

    private readonly ImageDecoder _decoder = new(new DecodingOptions());

    [Theory]
    [InlineData("jpeg-progressive.jpg")]
    [InlineData("jpeg-orientation-6.jpg")]
    [InlineData("png-rgba16.png")]
    [InlineData("webp-lossy-alpha.webp")]
    public void Decode_Repeated_AllocatesNothing(string name) => AssertAllocatesNothing(Fixture.Image(name));

    [Fact]
    public void Decode_PhotoRepeated_AllocatesNothing() => AssertAllocatesNothing(Fixture.Sample("kitchen_1.jpg"));

    [Fact]
    public void Decode_FromManyThreads_GivesTheSamePictures()
    {
        byte[][] images = [.. Fixture.Samples.Select(Fixture.Sample),
            .. Fixture.Images.Where(name => name != "webp-animated.webp").Select(Fixture.Image)];
        byte[][] expected = [.. images.Select(Decode)];

        Parallel.For(0, images.Length * 10, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            Assert.Equal(expected[i % images.Length], Decode(images[i % images.Length])));
    }

    [Fact]
    public void ScratchPool_AfterHugePicture_KeepsNoHugeBuffer()
    {
        var pool = new DecodeScratchPool();
        var scratch = pool.Rent();
        scratch.Pixels.Reserve(DecodeScratchPool.KeptBytes + 1);
        pool.Return(scratch);

        Assert.Same(scratch, pool.Rent());
        Assert.True(scratch.Pixels.IsEmpty);
    }

    [Fact]
    public void ScratchPool_ManyReturned_KeepsOneAProcessor()
    {
        var pool = new DecodeScratchPool();
        var lent = Enumerable.Range(0, Environment.ProcessorCount + 3).Select(_ => pool.Rent()).ToHashSet();
        foreach (var scratch in lent) pool.Return(scratch);

        var kept = Enumerable.Range(0, lent.Count).Select(_ => pool.Rent()).Where(lent.Contains);
        Assert.Equal(Environment.ProcessorCount, kept.Count());
    }

    private void AssertAllocatesNothing(byte[] image)
    {
        var rgb = new byte[Side * Side * 3];
        for (int i = 0; i < 50; i++) _decoder.Decode(image, Side, Side, rgb);

        // The pool of buffers is trimmed when memory is scarce, for instance by what other tests hold; what each decoding allocates shows every time.
        var bytes = Enumerable.Range(0, 20).Select(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            _decoder.Decode(image, Side, Side, rgb);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal(0, bytes.Min());
    }

    private byte[] Decode(byte[] image)
    {
        var rgb = new byte[Side * Side * 3];
        _decoder.Decode(image, Side, Side, rgb);
        return rgb;
    }
}
