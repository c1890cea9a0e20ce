using FsCheck;
using FsCheck.Fluent;
using RoomTypes.Decoding;

namespace RoomTypes.Tests.Decoding;

/// <summary>Whatever the bytes: a picture or an <see cref="ImageRejectedException"/>, and the next picture is none the worse.</summary>
public sealed class BrokenImageTests
{
    private const int Side = 8, MostCuts = 1_000;

    private readonly ImageDecoder _decoder = new(new DecodingOptions { MaxPixels = 1_000_000 });

    public static TheoryData<string> Images => [.. Fixture.Images];

    public static TheoryData<string> Samples => [.. Fixture.Samples];

    [Theory]
    [MemberData(nameof(Images))]
    public void Decode_CutAnywhere_IsRejectedOrWhole(string name)
    {
        var image = Fixture.Image(name);
        var whole = TryDecode(image);
        int step = Math.Max(1, image.Length / MostCuts);
        for (int length = 0; length < image.Length; length += step)
            if (TryDecode(image.AsSpan(0, length)) is { } picture)
                Assert.Equal(whole, picture);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Decode_PhotoCutAnywhere_IsRejected(string name)
    {
        var image = Fixture.Sample(name);
        for (int length = image.Length - 1; length > 0; length -= 499)
            Assert.Null(TryDecode(image.AsSpan(0, length)));
    }

    [Fact]
    public void Decode_BytesChanged_IsDeterministicAndNeverFailsOtherwise()
    {
        byte[][] images = [.. Fixture.Images.Select(Fixture.Image), Fixture.Sample("kitchen_1.jpg")];
        var changed = from image in Gen.Elements(images)
                      from changes in Gen.Choose(1, 8)
                      from places in Gen.Choose(0, image.Length - 1).ArrayOf(changes)
                      from values in Gen.Choose(0, 255).ArrayOf(changes)
                      select Change(image, places, values);

        Prop.ForAll(changed.ToArbitrary(), image =>
        {
            var first = TryDecode(image);
            TryDecode(images[^1]);
            Assert.Equal(first, TryDecode(image));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithQuietOnSuccess(true));
    }

    private static byte[] Change(byte[] image, int[] places, int[] values)
    {
        byte[] changed = [.. image];
        foreach (var (place, value) in places.Zip(values)) changed[place] = (byte)value;
        return changed;
    }

    private byte[]? TryDecode(ReadOnlySpan<byte> image)
    {
        var rgb = new byte[Side * Side * 3];
        try
        {
            _decoder.Decode(image, Side, Side, rgb);
            return rgb;
        }
        catch (ImageRejectedException)
        {
            return null;
        }
    }
}
