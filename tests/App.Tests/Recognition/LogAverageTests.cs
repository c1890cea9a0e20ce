using FsCheck;
using FsCheck.Fluent;
using RoomTypes.Recognition;

namespace RoomTypes.Tests.Recognition;

public class LogAverageTests
{
    [Fact]
    public void Of_TwoPictures_IsTheNormalisedGeometricMean()
    {
        // sqrt(0.9 * 0.4) = 0.6, sqrt(0.1 * 0.6) = 0.24495; normalised by hand.
        var mean = LogAverage.Of([[0.9f, 0.1f], [0.4f, 0.6f]]);
        Assert.Equal(0.71010, mean[0], 4);
        Assert.Equal(0.28990, mean[1], 4);
    }

    [Fact]
    public void Of_AZero_DoesNotRuleALabelOut() => Assert.All(LogAverage.Of([[1f, 0f], [0.5f, 0.5f]]), value => Assert.InRange(value, 1e-9f, 1));

    [Fact]
    public void Of_AnyPictures_AddsUpToOneAndIgnoresTheirOrder() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNegativeInt>().Generator.Select(number => number.Get).ArrayOf(6).NonEmptyListOf().ToArbitrary(),
        pictures =>
        {
            var probabilities = pictures.Select(Normalise).ToList();
            var mean = LogAverage.Of(probabilities);
            var reversed = LogAverage.Of(Enumerable.Reverse(probabilities).ToList());
            return Math.Abs(mean.Sum() - 1) < 1e-4 && mean.Zip(reversed).All(pair => Math.Abs(pair.First - pair.Second) < 1e-5);
        }).QuickCheckThrowOnFailure();

    private static float[] Normalise(int[] weights)
    {
        var total = weights.Sum(weight => weight + 1.0);
        return Array.ConvertAll(weights, weight => (float)((weight + 1) / total));
    }
}
