using RoomTypes.Statistics.Analysis;
using Xunit.Abstractions;

namespace RoomTypes.Statistics.Tests;

/// <summary>
/// A/A experiments of every kind of metric, looked at every day: how often any look ends in a verdict. EXPERIMENTS says how many, 60 by
/// default, which finds faults; the level itself takes thousands.
/// </summary>
public class ScenarioTests(ITestOutputHelper output)
{
    private static readonly int Experiments = int.TryParse(Environment.GetEnvironmentVariable("EXPERIMENTS"), out var number) ? number : 60;

    private static readonly Scenario[] Scenarios =
    [
        new("proportion", 14, 100, (random, _) => Bit(random, 0.2)) { IsShare = true },
        new("mean by event, correlated events", 14, 100, (random, own) => Sum(8, () => own + Normal(random))) { Tendency = Normal },
        new("sum by entity", 14, 100, (random, own) => Sum(Poisson(random, 3), () => -Math.Log(1 - random.NextDouble()))) { Unit = ObservationUnit.Contribution },
        new("conversion, 1%", 14, 500, (random, _) => Bit(random, 0.01)) { Unit = ObservationUnit.Contribution, IsShare = true },
        new("conversion, 3%", 14, 500, (random, _) => Bit(random, 0.03)) { Unit = ObservationUnit.Contribution, IsShare = true },
        new("with a past (CUPED), 365 days", 365, 4, (random, own) => Sum(5, () => own + Normal(random))) { Tendency = Normal, HasPast = true },
        new("ratio of two metrics, 365 days", 365, 4, (random, own) => Ratio(random, 1 + Poisson(random, 3), own)) { Unit = ObservationUnit.Contribution, IsRatio = true, Tendency = random => 1 + random.NextDouble() },
        new("p95, 365 days", 365, 4, (random, own) => Sum(1, () => Math.Exp(own + Normal(random)))) { Quantile = 0.95, Tendency = Normal },
        new("count by entity, fixed fleet, 365 days", 365, 150, (random, own) => Count(Poisson(random, own))) { Unit = ObservationUnit.Contribution, IsFixedFleet = true, Tendency = random => 0.2 + (0.4 * random.NextDouble()) },
        new("mean by event, 1% answer", 14, 1_000, (random, _) => random.NextDouble() < 0.01 ? Sum(1, () => 5 * random.NextDouble()) : (0, 0, 0)),
        new("mean by event, 3% answer", 14, 500, (random, _) => random.NextDouble() < 0.03 ? Sum(1, () => 5 * random.NextDouble()) : (0, 0, 0)),
        new("mean by event, 0.3% answer", 14, 3_000, (random, _) => random.NextDouble() < 0.003 ? Sum(1, () => 5 * random.NextDouble()) : (0, 0, 0)),
        new("sum by entity, 98% are 0", 14, 300, (random, _) => Sum(1, () => random.NextDouble() < 0.02 ? Math.Exp(1.5 * Normal(random)) : 0)) { Unit = ObservationUnit.Contribution },
        // About one entity of an experiment has a third of all events.
        new("mean by event, one entity has a third", 14, 100, (random, own) => own > 500 ? Sum(1_200, () => own - 1_000 + Normal(random)) : Sum(1, () => own + Normal(random))) { Tendency = random => Normal(random) + (random.NextDouble() < 0.0004 ? 1_000 : 0) },
        new("mean by event, a few have most events", 14, 200, (random, own) => Sum(1 + (int)Math.Exp(1.5 * own), () => own + Normal(random))) { Tendency = Normal },
        new("proportion, all of a week arrive at once", 28, 100, (random, _) => Bit(random, 0.2)) { IsShare = true, Burst = 7 },
        new("heavy tail", 14, 100, (random, _) => Sum(1, () => Math.Exp(2 * Normal(random)))),
        new("with a past (CUPED)", 14, 100, (random, own) => Sum(5, () => own + Normal(random))) { Tendency = Normal, HasPast = true },
        new("planned end", 14, 100, (random, _) => Bit(random, 0.2)) { IsShare = true, Planned = new(0.05, false) },
        new("planned end, a share of the control's value", 14, 100, (random, _) => Bit(random, 0.2)) { IsShare = true, Planned = new(0.25, true) },
        new("planned end, conversion, 1%", 14, 500, (random, _) => Bit(random, 0.01)) { Unit = ObservationUnit.Contribution, IsShare = true, Planned = new(0.4, true) },
        new("planned end, heavy tail", 14, 100, (random, _) => Sum(1, () => Math.Exp(2 * Normal(random)))) { Planned = new(3, false) },
        new("3 metrics, 4 arms", 14, 60, (random, _) => Bit(random, 0.2)) { IsShare = true, Metrics = 3, Arms = 4 },
        new("fixed fleet, 365 days", 365, 150, (random, own) => Sum(2, () => random.NextDouble() < own ? 1 : 0)) { IsShare = true, IsFixedFleet = true, Tendency = random => 0.1 + (0.2 * random.NextDouble()) },
        new("fixed fleet, planned end, 365 days", 365, 150, (random, own) => Sum(2, () => random.NextDouble() < own ? 1 : 0)) { IsShare = true, IsFixedFleet = true, Planned = new(0.03, false), Tendency = random => 0.1 + (0.2 * random.NextDouble()) },
    ];

    public static TheoryData<string> Names => [.. Scenarios.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Analyze_WithoutADifferenceLookedAtDaily_ErrsAtMostAlpha(string name)
    {
        var scenario = Scenarios.Single(scenario => scenario.Name == name);
        var experiments = scenario.Days > 100 || scenario.Arrivals > 2_000 ? Experiments / 4 : Experiments;
        var decided = scenario.Decided(experiments, 11);
        output.WriteLine($"| {name} | {scenario.Days} | {experiments:N0} | {decided:P1} ± {Math.Sqrt(decided * (1 - decided) / experiments):P1} |");
        // Of few experiments, three standard deviations over alpha are still chance.
        Assert.InRange(decided, 0, 0.05 + (Experiments > 1_000 ? 0 : 3 * Math.Sqrt(0.05 * 0.95 / experiments)));
    }

    [Fact]
    public void AnalyzeGroups_WithoutADifferenceLookedAtDaily_ErrAtMostAlphaAllTogether()
    {
        const int Groups = 12;
        var decided = 0;
        Parallel.For(0, Experiments * 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, experiment =>
        {
            var random = new Random(31 + (experiment * 7_919));
            var moments = Enumerable.Range(0, Groups).Select(_ => new EntityMoments[] { new(), new() }).ToList();
            for (var day = 0; day < 14; day++)
            {
                // The groups are of very different sizes, and the small ones can be told only late.
                for (var i = 0; i < 1_000; i++) moments[(int)(Groups * Math.Pow(random.NextDouble(), 2))][i % 2].Add(random.NextDouble() < 0.3 ? 1 : 0);
                if (!Found(moments)) continue;
                Interlocked.Increment(ref decided);
                return;
            }
        });
        var share = decided / (Experiments * 2.0);
        output.WriteLine($"| {Groups} groups of a breakdown | 14 | {Experiments * 2:N0} | {share:P1} ± {Math.Sqrt(share * (1 - share) / (Experiments * 2)):P1} |");
        Assert.InRange(share, 0, 0.05 + (Experiments > 1_000 ? 0 : 3 * Math.Sqrt(0.05 * 0.95 / (Experiments * 2))));

        static bool Found(List<EntityMoments[]> moments)
        {
            var groups = moments.ConvertAll(own => new GroupInput(
                [new("a", 1, own[0].Count), new("b", 1, own[1].Count)], [new([1, 1], [own[0].Count, own[1].Count])], [new("m", true, true, own)]));
            return Analyzer.AnalyzeGroups(groups, 0, new(), Groups).SelectMany(group => group.Metrics[0].Comparisons).Any(comparison => comparison.AnytimeValid.AdjustedPValue <= 0.05);
        }
    }

    [Fact]
    public void Analyze_WithAPlannedEnd_FindsTheEffectWithin1Point3OfTheFixedSample()
    {
        const double Effect = 0.05;
        var needed = Math.Pow((1.959964 + 0.841621) / Effect, 2) * ((0.2 * 0.8) + (0.25 * 0.75));
        const int Looks = 14;
        var scenario = new Scenario("power", Looks, (int)Math.Ceiling(1.3 * needed / Looks), (random, own) => Bit(random, own))
        {
            IsShare = true,
            Planned = new(Effect, false),
            Effect = Effect,
            Tendency = _ => 0.2,
        };
        var experiments = Experiments * 5;
        var found = scenario.Decided(experiments, 5);
        output.WriteLine($"power at 1.3 of the fixed sample: {found:P1} of {experiments:N0}");
        Assert.InRange(found, 0.8 - (2 * Math.Sqrt(0.16 / experiments)), 1);
    }

    [Fact]
    public void SequentialSampleRatio_OfASoundSplitOverAYear_RaisesNoAlarm()
    {
        var alarms = 0;
        for (var experiment = 0; experiment < Experiments * 5; experiment++)
        {
            var random = new Random(experiment);
            var counts = new long[2];
            var isRaised = false;
            for (var day = 0; day < 365 && !isRaised; day++)
            {
                var treated = 0;
                for (var i = 0; i < 20; i++) treated += random.Next(2);
                counts[0] += 20 - treated;
                counts[1] += treated;
                isRaised = SampleRatio.SequentialPValue(counts, [1, 1]) <= 0.001;
            }

            alarms += isRaised ? 1 : 0;
        }

        output.WriteLine($"false alarms of the split over 365 looks: {alarms} of {Experiments * 5:N0}");
        Assert.InRange(alarms / (Experiments * 5.0), 0, 0.001 + (3 * Math.Sqrt(0.001 / (Experiments * 5.0))));
    }

    private static (double, double, double) Bit(Random random, double probability) => random.NextDouble() < probability ? (1, 1, 1) : (0, 1, 0);

    private static (double, double, double) Sum(int events, Func<double> value)
    {
        var (sum, squares) = (0.0, 0.0);
        for (var i = 0; i < events; i++)
        {
            var own = value();
            sum += own;
            squares += own * own;
        }

        return (sum, events, squares);
    }

    /// <summary>So many rooms, and minutes of each.</summary>
    private static (double, double, double) Ratio(Random random, int below, double own)
    {
        var sum = 0.0;
        for (var i = 0; i < below; i++) sum -= own * Math.Log(1 - random.NextDouble());
        return (sum, below, sum * sum);
    }

    private static (double, double, double) Count(int events) => (events, events, events);

    private static int Poisson(Random random, double mean)
    {
        var (count, product) = (0, random.NextDouble());
        for (var limit = Math.Exp(-mean); product > limit; count++) product *= random.NextDouble();
        return count;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
