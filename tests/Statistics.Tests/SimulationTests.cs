using Xunit.Abstractions;

namespace RoomTypes.Statistics.Tests;

/// <summary>What the promises come to when an experiment is looked at every day: simulated with fixed seeds.</summary>
public class SimulationTests(ITestOutputHelper output)
{
    private const int Days = 30;
    private const int Experiments = 2_000;
    private const double Alpha = 0.05;

    [Fact]
    public void AnytimeValid_OfExperimentsWithoutDifferencePeekedAtDaily_ErrsAtMostAlphaWhereTheNaiveTestErrsOverAFifth()
    {
        var sequence = new AnytimeValid(Alpha);
        var (naive, valid) = (0, 0);
        foreach (var days in Simulate(Experiments, 0.2, 0.2))
        {
            naive += Any(days, day => FixedHorizon.PValue(day) <= Alpha);
            valid += Any(days, day => sequence.PValue(day) <= Alpha);
        }

        output.WriteLine($"false positives of {Experiments}: anytime-valid {valid}, naive {naive}");
        Assert.InRange(valid / (double)Experiments, 0, Alpha);
        Assert.InRange(naive / (double)Experiments, 0.2, 0.4);
    }

    [Fact]
    public void AnytimeValid_OfATrueDifference_FindsItWithThePlannedPowerAndHoldsItAtAllTimes()
    {
        const double Effect = 0.05;
        const double Variance = 2 * ((0.2 * 0.8) + (0.25 * 0.75));
        var sequence = new AnytimeValid(Alpha);
        Assert.InRange(Power.UnitsNeeded(sequence, Variance, Effect, 0.8), 2_000, Days * 200);
        var (found, missed) = (0, 0);
        foreach (var days in Simulate(500, 0.2, 0.25))
        {
            found += Any(days, day => sequence.PValue(day) <= Alpha);
            missed += Any(days, day => !sequence.Interval(day).Contains(Effect));
        }

        output.WriteLine($"of 500: found {found}, interval ever wrong {missed}");
        Assert.InRange(found / 500.0, 0.8, 1);
        Assert.InRange(missed / 500.0, 0, Alpha);
    }

    [Fact]
    public void SequentialSampleRatio_OfASoundSplitPeekedAtDaily_ErrsAtMostAlphaWhereChiSquaredErrsOverAFifth()
    {
        var (naive, valid) = (0, 0);
        foreach (var days in Splits(Experiments, 0.5))
        {
            naive += days.Any(counts => SampleRatio.FixedHorizonPValue(counts, [1, 1]) <= Alpha) ? 1 : 0;
            valid += days.Any(counts => SampleRatio.SequentialPValue(counts, [1, 1]) <= Alpha) ? 1 : 0;
        }

        output.WriteLine($"false positives of {Experiments}: anytime-valid {valid}, naive {naive}");
        Assert.InRange(valid / (double)Experiments, 0, Alpha);
        Assert.InRange(naive / (double)Experiments, 0.2, 0.4);
    }

    [Fact]
    public void SequentialSampleRatio_OfASplitThatLosesATenth_IsCaught()
    {
        var caught = Splits(200, 0.9 / 1.9).Count(days => days.Any(counts => SampleRatio.SequentialPValue(counts, [1, 1]) <= 0.001));
        Assert.InRange(caught, 190, 200);
    }

    [Fact]
    public void Cuped_WithAPastThatExplains_NarrowsTheIntervalAndStaysUnbiased()
    {
        var random = new Random(4);
        var (sum, narrower) = (0.0, 0);
        for (var experiment = 0; experiment < 200; experiment++)
        {
            EntityMoments[] arms = [new(), new()];
            for (var i = 0; i < 1_000; i++)
            {
                var habit = 5 + (2 * Normal(random));
                arms[i % 2].Add(habit + Normal(random) + (i % 2 * 0.2), 1, habit + Normal(random), 1);
            }

            var adjusted = Cuped.Adjust(arms);
            var difference = Estimate.OfDifference(adjusted[1], adjusted[0]);
            sum += difference.Value;
            narrower += difference.StandardError < 0.7 * Estimate.OfDifference(Estimate.OfRatio(arms[1]), Estimate.OfRatio(arms[0])).StandardError ? 1 : 0;
        }

        Assert.Equal(200, narrower);
        Assert.InRange(sum / 200, 0.18, 0.22);
    }

    [Fact]
    public void OfRatio_OverEntitiesWithManyEvents_IsWiderThanByEventsAndCovers()
    {
        var random = new Random(5);
        var covered = 0;
        for (var experiment = 0; experiment < 1_000; experiment++)
        {
            var moments = new EntityMoments();
            for (var i = 0; i < 300; i++)
            {
                var (tendency, events) = (random.NextDouble() < 0.5 ? 0.1 : 0.5, 1 + random.Next(20));
                moments.Add(Enumerable.Range(0, events).Count(_ => random.NextDouble() < tendency), events);
            }

            covered += FixedHorizon.Interval(Estimate.OfRatio(moments), Alpha).Contains(0.3) ? 1 : 0;
        }

        Assert.InRange(covered / 1_000.0, 0.93, 0.97);
    }

    private static int Any(List<Estimate> days, Func<Estimate, bool> condition) => days.Any(condition) ? 1 : 0;

    /// <summary>The difference after each day of experiments of 100 entities an arm and day.</summary>
    private static IEnumerable<List<Estimate>> Simulate(int experiments, double control, double treatment)
    {
        var random = new Random(1);
        for (var experiment = 0; experiment < experiments; experiment++)
        {
            var (a, b, days) = (new EntityMoments(), new EntityMoments(), new List<Estimate>(Days));
            for (var day = 0; day < Days; day++)
            {
                for (var i = 0; i < 100; i++)
                {
                    a.Add(random.NextDouble() < control ? 1 : 0);
                    b.Add(random.NextDouble() < treatment ? 1 : 0);
                }

                days.Add(Estimate.OfDifference(Estimate.OfRatio(b), Estimate.OfRatio(a)));
            }

            yield return days;
        }
    }

    /// <summary>The counts after each day of experiments of 1,000 entities a day.</summary>
    private static IEnumerable<List<long[]>> Splits(int experiments, double share)
    {
        var random = new Random(2);
        for (var experiment = 0; experiment < experiments; experiment++)
        {
            var (counts, days) = (new long[2], new List<long[]>(Days));
            for (var day = 0; day < Days; day++)
            {
                for (var i = 0; i < 1_000; i++) counts[random.NextDouble() < share ? 1 : 0]++;
                days.Add([.. counts]);
            }

            yield return days;
        }
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
