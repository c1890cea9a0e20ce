using System.Security.Cryptography;
using RoomTypes.Caching;

namespace RoomTypes.Tests.Caching;

public sealed class AnswerKeysTests(SharedService shared) : IClassFixture<SharedService>
{
    [Fact]
    public void Of_AnotherPictureModelOrLimit_IsAnotherKey()
    {
        var models = shared.Service.Recognition.Catalog.Sessions;
        var keys = new AnswerKeys(TestOptions.Read().Decoding);
        AnswerKey[] all =
        [
            .. keys.Of(Samples.Kitchen, models), .. keys.Of(Samples.Bedroom, models), .. keys.Of(Samples.Kitchen.AsSpan()[1..], models), .. keys.Of([], models),
            .. new AnswerKeys(TestOptions.Read("Decoding:MaxPixels=1000000").Decoding).Of(Samples.Kitchen, models),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(keys.Of(Samples.Kitchen, models), new AnswerKeys(TestOptions.Read().Decoding).Of(Samples.Kitchen, models));
    }

    [Fact]
    public void Bytes_OfAKey_AreTheDigests()
    {
        var (digest, copy) = (SHA256.HashData([1, 2, 3]), new byte[AnswerKey.Size]);
        AnswerKey.Of(digest).CopyTo(copy);
        Assert.Equal(digest, copy);
    }

    /// <summary>Where the golden answers change, the pipeline did: its version goes up, so that what other hosts keep is not used.</summary>
    [Fact]
    public void Pipeline_IsTheOneOfTheGoldenAnswers() => Assert.Equal(
        (2, "0e71cc17e5063a28676cb49cc8d0304da5bcb731d3385534df88fd742a9424ed"), (AnswerKeys.Pipeline, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Samples.Folder, "golden.json"))))));
}
