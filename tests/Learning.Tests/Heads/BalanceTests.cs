using RoomTypes.Learning.Embeddings;
using RoomTypes.Learning.Heads;

namespace RoomTypes.Learning.Tests.Heads;

public class BalanceTests
{
    [Fact]
    public void Weights_OfARareLabel_AreBound()
    {
        var weights = Balance.Of([.. Enumerable.Repeat(Make(0, Origin.Feedback), 100), Make(1, Origin.Feedback)]);
        Assert.Equal(101.0 / 200, weights[0], 1e-9);
        Assert.Equal(10, weights[^1]);
    }

    [Fact]
    public void Weights_OfWhatIsKept_AreTogetherThoseOfWhatIsNew()
    {
        Example[] examples = [.. Enumerable.Repeat(Make(0, Origin.Feedback), 30), .. Enumerable.Repeat(Make(1, Origin.Pictures), 10), .. Enumerable.Repeat(Make(0, Origin.Kept), 8), Make(1, Origin.Kept), Make(1, Origin.Kept)];
        var weights = Balance.Of(examples);
        Assert.Equal([12.5, 12.5, 12.5, 12.5], new[] { weights[..30], weights[30..40], weights[40..48], weights[48..] }.Select(part => part.Sum()), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    private static Example Make(int label, Origin origin) => new([], label, "", origin);
}
