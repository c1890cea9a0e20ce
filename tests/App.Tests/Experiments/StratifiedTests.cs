using RoomTypes.Experiments.Results;
using RoomTypes.Statistics;
using RoomTypes.Statistics.Analysis;
using Xunit.Abstractions;

namespace RoomTypes.Tests.Experiments;

/// <summary>Weights that change while an experiment runs, simulated with fixed seeds. EXPERIMENTS says how many experiments, 200 by default.</summary>
public class StratifiedTests(ITestOutputHelper output)
{
    private const int Days = 21;

    private static readonly int Experiments = int.TryParse(Environment.GetEnvironmentVariable("EXPERIMENTS"), out var number) ? number : 200;

    /// <summary>A week each: how much of the entities the treatment gets, and how much of what is measured happens to all of them.</summary>
    private static readonly (double Treated, double Rate)[] Weeks = [(0.1, 0.2), (0.5, 0.35), (0.8, 0.15)];

    [Theory]
    [InlineData("weights changed twice", null)]
    [InlineData("weights changed twice, planned end", 0.05)]
    public void Combine_WithoutADifferenceLookedAtDaily_ErrsAtMostAlpha(string name, double? planned)
    {
        var decided = 0;
        Parallel.For(0, Experiments, new ParallelOptions { MaxDegreeOfParallelism = 2 }, experiment =>
        {
            if (Looks(new Random(41 + (experiment * 7_919)), 0, planned).Any(look => look.Kind is VerdictKind.Better or VerdictKind.Worse)) Interlocked.Increment(ref decided);
        });
        var share = decided / (double)Experiments;
        output.WriteLine($"| proportion, {name} | {Days} | {Experiments:N0} | {share:P1} ± {Math.Sqrt(share * (1 - share) / Experiments):P1} |");
        Assert.InRange(share, 0, 0.05 + (Experiments > 1_000 ? 0 : 3 * Math.Sqrt(0.05 * 0.95 / Experiments)));
    }

    [Fact]
    public void Combine_OfADifferenceAndWeeksThatDiffer_IsUnbiased()
    {
        const double Effect = 0.05;
        var last = Enumerable.Range(0, 100).Select(experiment => Looks(new Random(7 + experiment), Effect).Last().Difference).ToList();
        // All entities as if they were of one week would tell the weeks' difference: -0.07.
        Assert.InRange(last.Average(), Effect - 0.006, Effect + 0.006);
    }

    /// <summary>What each daily look says.</summary>
    private static IEnumerable<(VerdictKind Kind, double Difference)> Looks(Random random, double effect, double? planned = null)
    {
        var phases = new List<EntityMoments[]>();
        for (var day = 0; day < Days; day++)
        {
            var (treated, rate) = Weeks[day / 7];
            if (day % 7 == 0) phases.Add([new(), new()]);
            for (var i = 0; i < 200; i++)
            {
                var arm = random.NextDouble() < treated ? 1 : 0;
                phases[^1][arm].Add(random.NextDouble() < rate + (arm * effect) ? 1 : 0);
            }

            yield return Look(phases, planned);
        }
    }

    private static (VerdictKind, double) Look(List<EntityMoments[]> phases, double? planned)
    {
        var metric = Stratified.Combine(phases.ConvertAll(moments => new MeasuredMetric(new MetricInput("m", true, true, moments) { SmallestEffect = planned is { } smallest ? new(smallest, false) : null }))).Input;
        VariationInput[] variations = [.. Enumerable.Range(0, 2).Select(arm => new VariationInput($"v{arm}", 1, phases.Sum(moments => moments[arm].Count)))];
        var arrived = phases.Select((moments, week) => new PhaseInput([1 - Weeks[week].Treated, Weeks[week].Treated], [moments[0].Count, moments[1].Count])).ToList();
        var report = Analyzer.Analyze(variations, 0, [metric], new(), arrivals: new(arrived, 0));
        return (report.Verdict.Kind, report.Metrics[0].Comparisons[0].Difference.Value);
    }
}
