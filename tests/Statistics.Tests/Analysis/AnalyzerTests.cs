using RoomTypes.Statistics.Analysis;

namespace RoomTypes.Statistics.Tests.Analysis;

public class AnalyzerTests
{
    [Fact]
    public void Analyze_AClearImprovement_SaysByHowMuchAndToStop()
    {
        var report = Analyze([(5_000, 0.20), (5_000, 0.14)]);
        Assert.Equal((VerdictKind.Better, "new"), (report.Verdict.Kind, report.Verdict.Variation));
        Assert.Matches(@"^'new' is better by \d\.\d+ to \d\.\d+ points \(correction_rate is lower\); safe to stop\.$", report.Verdict.Text);
        var comparison = Assert.Single(report.Metrics[0].Comparisons);
        Assert.True(comparison.AnytimeValid.Interval.Upper < 0 && comparison.AnytimeValid.Interval.Lower < comparison.FixedHorizon.Interval.Lower);
        Assert.Equal(-0.3, comparison.Relative.Value, 0.01);
    }

    [Fact]
    public void Analyze_AClearLoss_SaysWorse() => Assert.Equal(VerdictKind.Worse, Analyze([(5_000, 0.14), (5_000, 0.20)]).Verdict.Kind);

    [Fact]
    public void Analyze_AnUnclearDifference_SaysHowMuchLonger()
    {
        var verdict = Analyze([(1_000, 0.20), (1_000, 0.18)]).Verdict;
        Assert.Equal(VerdictKind.NotYet, verdict.Kind);
        Assert.Matches(@"^Not yet: .* about [\d,]+ entities are needed \(2,000 now\), \d+ more days at this rate\.$", verdict.Text);
    }

    [Fact]
    public void Analyze_ABrokenSplit_TrustsNothing()
    {
        var verdict = Analyze([(5_000, 0.20), (4_000, 0.10)]).Verdict;
        Assert.Equal(VerdictKind.SplitBroken, verdict.Kind);
        Assert.StartsWith("The split is broken: do not trust this. 'old' has 5,000 of 9,000 entities and should have 50", verdict.Text);
    }

    [Fact]
    public void Analyze_FewEntities_SaysHowManyAreNeeded() =>
        Assert.StartsWith("Not yet: 'new' has 99 entities; at least 100", Analyze([(100, 0), (99, 1)]).Verdict.Text);

    [Fact]
    public void Analyze_NoValues_SaysSo() => Assert.Equal(
        "Not yet: x has no values to compare.",
        Analyzer.Analyze(Inputs([200, 200]), 0, [new MetricInput("x", true, false, [Moments(200, 0, 0), Moments(200, 0, 0)])], new()).Verdict.Text);

    [Fact]
    public void Analyze_SeveralMetrics_AdjustsPValuesOverAll()
    {
        var metric = Metric([(2_000, 0.20), (2_000, 0.16)]);
        var alone = Analyzer.Analyze(Inputs([2_000, 2_000]), 0, [metric], new()).Metrics[0].Comparisons[0].AnytimeValid;
        var three = Analyzer.Analyze(Inputs([2_000, 2_000]), 0, [metric, metric, metric], new()).Metrics[0].Comparisons[0].AnytimeValid;
        Assert.Equal(alone.PValue, alone.AdjustedPValue);
        Assert.Equal(Math.Min(1, 3 * alone.PValue), three.AdjustedPValue, 12);
    }

    [Fact]
    public void Analyze_ThreeVariations_ComparesEachWithTheControl()
    {
        VariationInput[] variations = [new("a", 1, 3_000), new("b", 1, 3_000), new("c", 1, 3_000)];
        var metric = new MetricInput("m", true, true, [Moments(3_000, 0.3), Moments(3_000, 0.2), Moments(3_000, 0.4)]);
        var report = Analyzer.Analyze(variations, 1, [metric], new());
        Assert.Equal(["a", "c"], report.Metrics[0].Comparisons.Select(comparison => comparison.Variation));
        Assert.Equal("c", report.Verdict.Variation);
    }

    private static AnalysisReport Analyze((int Entities, double Rate)[] arms) =>
        Analyzer.Analyze(Inputs([.. arms.Select(arm => arm.Entities)]), 0, [Metric(arms)], new(), TimeSpan.FromDays(10));

    private static VariationInput[] Inputs(int[] entities) => [new("old", 50, entities[0]), new("new", 50, entities[1])];

    private static MetricInput Metric((int Entities, double Rate)[] arms) =>
        new("correction_rate", false, true, [.. arms.Select(arm => Moments(arm.Entities, arm.Rate))]);

    private static EntityMoments Moments(int entities, double rate, double denominator = 1)
    {
        var moments = new EntityMoments();
        for (var i = 0; i < entities; i++) moments.Add(i < entities * rate ? 1 : 0, denominator);
        return moments;
    }
}
