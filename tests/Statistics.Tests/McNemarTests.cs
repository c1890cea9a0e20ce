using System.Numerics;
using Xunit.Abstractions;

namespace RoomTypes.Statistics.Tests;

public class McNemarTests(ITestOutputHelper output)
{
    private const double Alpha = 0.05;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(3, 9)]
    [InlineData(130, 70)]
    [InlineData(700, 640)]
    public void SequentialPValue_OfPairs_IsTheExactMixtures(int first, int second)
    {
        // B(a, b) = (a - 1)! (b - 1)! / (a + b - 1)!, in whole numbers.
        var factor = BigInteger.Pow(2, first + second) * Factorial(4 + first) * Factorial(4 + second) * Factorial(9);
        var below = Factorial(9 + first + second) * Factorial(4) * Factorial(4);
        var expected = Math.Min(1, Math.Exp(BigInteger.Log(below) - BigInteger.Log(factor)));
        Assert.Equal(1, McNemar.SequentialPValue(first, second) / expected, 1e-9);
        Assert.Equal(McNemar.SequentialPValue(first, second), McNemar.SequentialPValue(second, first), 1e-12);
    }

    [Theory]
    [InlineData(9, 3, 0.145996)]
    [InlineData(5, 5, 1)]
    [InlineData(0, 0, 1)]
    [InlineData(20, 4, 0.00154388)]
    public void FixedHorizonPValue_OfPairs_IsTheExactBinomialTests(int first, int second, double expected) =>
        Assert.Equal(expected, McNemar.FixedHorizonPValue(first, second), 1e-6);

    [Theory]
    [InlineData(0, 30)]
    [InlineData(12, 3)]
    [InlineData(60, 40)]
    [InlineData(130, 70)]
    public void Share_OfPairs_LeavesOneHalfOutExactlyIfThePValueIsSmall(int first, int second)
    {
        var interval = McNemar.Share(first, second, Alpha);
        Assert.InRange(first / (double)(first + second), interval.Lower, interval.Upper);
        Assert.Equal(McNemar.SequentialPValue(first, second) > Alpha, interval.Contains(0.5));
        Assert.True(double.IsNaN(McNemar.Share(0, 0, Alpha).Lower));
    }

    [Fact]
    public void SequentialPValue_OfEqualModelsLookedAtAfterEveryPair_ErrsAtMostAlphaWhereTheExactTestErrsOverAFifth()
    {
        const int Experiments = 2_000;
        var (sequential, once, outside) = (0, 0, 0);
        for (var experiment = 0; experiment < Experiments; experiment++)
        {
            var (random, first) = (new Random(experiment), 0);
            var (isSequential, isOnce, isOutside) = (false, false, false);
            for (var pairs = 1; pairs <= 500; pairs++)
            {
                first += random.Next(2);
                isSequential |= McNemar.SequentialPValue(first, pairs - first) <= Alpha;
                isOnce = isOnce || McNemar.FixedHorizonPValue(first, pairs - first) <= Alpha;
                isOutside = isOutside || (pairs % 50 == 0 && !McNemar.Share(first, pairs - first, Alpha).Contains(0.5));
            }

            (sequential, once, outside) = (sequential + (isSequential ? 1 : 0), once + (isOnce ? 1 : 0), outside + (isOutside ? 1 : 0));
        }

        output.WriteLine($"equal models, 500 looks: sequential {sequential}, exact {once}, interval outside {outside} of {Experiments}");
        Assert.InRange(sequential / (double)Experiments, 0, Alpha);
        Assert.InRange(outside / (double)Experiments, 0, Alpha);
        Assert.InRange(once / (double)Experiments, 0.2, 0.5);
    }

    [Fact]
    public void SequentialPValue_OfABetterModel_NeedsAFractionOfASplitsPredictions()
    {
        // 88% and 91% right; in 9% of the pictures exactly one of the two is: 6% and 3%.
        const int Experiments = 300;
        var needed = new List<int>();
        for (var experiment = 0; experiment < Experiments; experiment++)
        {
            var (random, first, second, predictions) = (new Random(experiment), 0, 0, 0);
            while (McNemar.SequentialPValue(first, second) > Alpha)
            {
                predictions++;
                var drawn = random.NextDouble();
                if (drawn < 0.06) first++;
                else if (drawn < 0.09) second++;
            }

            needed.Add(predictions);
        }

        needed.Sort();
        var paired = needed[Experiments * 8 / 10];
        var split = Power.UnitsNeeded(new AnytimeValid(Alpha), 2 * ((0.88 * 0.12) + (0.91 * 0.09)), 0.03, 0.8);
        output.WriteLine($"predictions for a power of 80%: in the shadow {paired:N0}, split {split:N0}");
        Assert.InRange(paired, 100, split / 4);
    }

    private static BigInteger Factorial(int of) => Enumerable.Range(1, of).Aggregate(BigInteger.One, (product, i) => product * i);
}
