using RoomTypes.Statistics.Drift;

namespace RoomTypes.Statistics.Tests.Drift;

public class ConformalMartingaleTests
{
    private const int Months = 2_000;
    private const int Days = 30;
    private const int EachDay = 20;

    [Fact]
    public void Capital_LookedAtEveryDayOfAMonth_AlarmsFalselyInOneOfAHundredAtMost()
    {
        var alarms = 0;
        Parallel.For(0, Months, month =>
        {
            var random = new Random(month);
            var martingale = new ConformalMartingale(Enumerable.Range(0, 200).Select(_ => random.NextDouble()), month);
            for (var day = 0; day < Days; day++)
            {
                for (var i = 0; i < EachDay; i++) martingale.Add(random.NextDouble());
                if (martingale.LogCapital < Math.Log(100)) continue;
                Interlocked.Increment(ref alarms);
                break;
            }
        });
        // 1% and three standard errors of it.
        Assert.InRange(alarms, 0, (0.01 * Months) + (3 * Math.Sqrt(0.01 * 0.99 * Months)));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(-0.5)]
    public void Capital_AfterAShift_IsGreat(double shift)
    {
        var random = new Random(1);
        var martingale = new ConformalMartingale(Enumerable.Range(0, 300).Select(_ => random.NextDouble()), 1);
        for (var i = 0; i < 500; i++) martingale.Add(random.NextDouble() + shift);
        Assert.InRange(martingale.GreatestLogCapital, Math.Log(100), double.PositiveInfinity);
    }

    [Fact]
    public void Capital_OfEqualScores_GrowsOnlyByChance()
    {
        var martingale = new ConformalMartingale(Enumerable.Repeat(1.0, 200), 3);
        for (var i = 0; i < 1_000; i++) martingale.Add(1);
        Assert.InRange(martingale.GreatestLogCapital, 0, Math.Log(100));
    }
}
