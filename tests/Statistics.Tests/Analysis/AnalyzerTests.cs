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
        Assert.Matches(@"^Not yet: .* about [\d,]+ entities of these two are needed \(2,000 now\), \d+ more days at this rate\.$", verdict.Text);
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
    public void Analyze_NoValues_SaysSo() => Assert.StartsWith(
        "Not yet: x has too few values to compare; at least 100",
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

    [Fact]
    public void Analyze_AFewOfManyEntitiesHaveValues_CannotTell()
    {
        // 1% answer, all with nearly the same value: an error of nearly 0.
        var report = Analyzer.Analyze(Inputs([5_000, 5_000]), 0, [new MetricInput("score", true, false, [Sparse(5_000, 50, 4), Sparse(5_000, 50, 5)])], new());
        Assert.Equal(VerdictKind.NotYet, report.Verdict.Kind);
        Assert.StartsWith("Not yet: score has too few values to compare", report.Verdict.Text);
        var comparison = report.Metrics[0].Comparisons[0];
        Assert.True(double.IsNaN(comparison.AnytimeValid.PValue) && double.IsNaN(comparison.AnytimeValid.Interval.Lower) && double.IsNaN(comparison.FixedHorizon.PValue));
    }

    [Fact]
    public void Analyze_OneEntityHasMostEvents_CannotTellAndSaysWhy()
    {
        // The mean by event is nearly the one entity's own, from which that then hardly deviates: the error is far too small.
        var led = Moments(1_000, 0.5);
        led.Add(1_000, 1_000);
        var report = Analyzer.Analyze(Inputs([1_000, 1_001]), 0, [new MetricInput("x", true, true, [Moments(1_000, 0.5), led])], new());
        Assert.Equal(VerdictKind.NotYet, report.Verdict.Kind);
        Assert.Contains("a few entities have most of what x of 'new' is made of: its 1,001 entities with values tell as much as 4 alike ones", report.Verdict.Text, StringComparison.Ordinal);
        Assert.False(report.Metrics[0].Comparisons[0].IsEnough);
        // Each entity once: it is one of many.
        var sums = new EntityMoments(ObservationUnit.Contribution);
        for (var i = 0; i < 1_000; i++) sums.Add(i == 0 ? 1_000 : i % 7, 1, 0, 0, i == 0 ? 1_000 : 7, i % 7);
        Assert.Equal(1_000, sums.Effective);
    }

    [Theory]
    [InlineData(1e200)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void Analyze_AValueOutOfAllMeasure_DecidesNothing(double value)
    {
        var spoilt = Moments(1_000, 0.5);
        spoilt.Add(value);
        var verdict = Analyzer.Analyze(Inputs([1_000, 1_001]), 0, [new MetricInput("x", true, false, [Moments(1_000, 0.5), spoilt])], new()).Verdict;
        Assert.Equal(VerdictKind.NotYet, verdict.Kind);
        Assert.DoesNotContain("NaN", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyze_SeveralComparisons_TellIntervalsAndPValuesOfOneMind()
    {
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            MetricInput[] metrics = [.. Enumerable.Range(0, 3).Select(_ => new MetricInput("m", true, true, [.. Enumerable.Range(0, 4).Select(_ => Moments(4_000, 0.3 + (0.04 * random.NextDouble())))]))];
            foreach (var comparison in Analyzer.Analyze([.. "abcd".Select(name => new VariationInput($"{name}", 1, 4_000))], 0, metrics, new()).Metrics.SelectMany(metric => metric.Comparisons))
            {
                Assert.Equal(comparison.AnytimeValid.AdjustedPValue > 0.05, comparison.AnytimeValid.Interval.Contains(0));
                Assert.Equal(comparison.FixedHorizon.AdjustedPValue > 0.05, comparison.FixedHorizon.Interval.Contains(0));
            }
        }
    }

    [Theory]
    [InlineData(100, VerdictKind.Better, "latency stays within what is tolerated")]
    [InlineData(130, VerdictKind.Harmful, "'new' makes latency worse by")]
    [InlineData(104.9, VerdictKind.NotYet, "but latency may be worse by")]
    public void Analyze_WithAGuardrail_JudgesOverAllMetrics(double latency, VerdictKind kind, string said)
    {
        var guardrail = new MetricInput("latency", false, false, [Latency(100, 1), Latency(latency, 2)]) { WorstChange = 0.05 };
        var verdict = Analyzer.Analyze(Inputs([5_000, 5_000]), 0, [guardrail, Metric([(5_000, 0.20), (5_000, 0.14)])], new()).Verdict;
        Assert.Equal(kind, verdict.Kind);
        Assert.Contains(said, verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyze_SeveralLosers_TellsOfEachItsOwnNumbers()
    {
        VariationInput[] variations = [new("a", 1, 5_000), new("b", 1, 5_000), new("c", 1, 5_000)];
        var verdict = Analyzer.Analyze(variations, 0, [new MetricInput("m", true, true, [Moments(5_000, 0.5), Moments(5_000, 0.4), Moments(5_000, 0.2)])], new()).Verdict;
        Assert.Equal(VerdictKind.Worse, verdict.Kind);
        Assert.Matches(@"^'b' is worse by [67]\.\d+ to 1\d\.\d+ points .* 'c' is worse by 2\d\.\d+ to 3\d\.\d+ points", verdict.Text);
    }

    [Fact]
    public void Analyze_ManyMixedEntities_TrustsNothing()
    {
        var report = Analyzer.Analyze(Inputs([5_000, 5_000]), 0, [Metric([(5_000, 0.20), (5_000, 0.14)])], new(), arrivals: new([], 500));
        Assert.Equal(VerdictKind.SplitBroken, report.Verdict.Kind);
        Assert.Contains("4.8% of the entities met several variations; 1.0% is tolerated", report.Verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyze_WeightsThatChanged_JudgesEachPhaseByItsOwnPlan()
    {
        PhaseInput[] phases = [new([90, 10], [9_000, 1_000]), new([50, 50], [3_000, 3_000])];
        VariationInput[] variations = [new("old", 50, 12_000), new("new", 50, 4_000)];
        Assert.Equal(1, Analyzer.Analyze(variations, 0, [], new(), arrivals: new(phases, 0)).SampleRatio.AnytimeValidPValue);
        Assert.True(Analyzer.Analyze(variations, 0, [], new()).SampleRatio.IsBroken);
        phases[1] = new([50, 50], [3_300, 2_700]);
        Assert.True(Analyzer.Analyze(variations, 0, [], new(), arrivals: new(phases, 0)).SampleRatio.IsBroken);
    }

    [Fact]
    public void Analyze_AtThePlannedEndWithoutADifference_SaysSo()
    {
        var metric = Metric([(40_000, 0.20), (40_000, 0.20)]) with { SmallestEffect = new(0.02, false) };
        var report = Analyzer.Analyze(Inputs([40_000, 40_000]), 0, [metric], new());
        Assert.True(report.Metrics[0].Comparisons[0].PlanElapsed >= 1);
        Assert.Equal(VerdictKind.NoDifference, report.Verdict.Kind);
    }

    [Fact]
    public void AnalyzeGroups_OfOneThatDiffers_FindsItAtItsPartOfAlpha()
    {
        GroupInput Of(double treated) => new(Inputs([3_000, 3_000]), [new([1, 1], [3_000, 3_000])], [Metric([(3_000, 0.20), (3_000, treated)]) with { SmallestEffect = new(0.001, false), WorstChange = 0.1 }]);
        var alone = Analyzer.AnalyzeGroups([Of(0.15)], 0, new(), 1)[0].Metrics[0].Comparisons[0];
        var groups = Analyzer.AnalyzeGroups([Of(0.15), Of(0.20)], 0, new(), 12);
        var found = groups[0].Metrics[0].Comparisons[0];
        // Ten that are not there yet count as well; neither guardrails nor planned ends do.
        Assert.Equal(12 * alone.AnytimeValid.PValue, found.AnytimeValid.AdjustedPValue, 12);
        Assert.True(found.AnytimeValid.AdjustedPValue < 0.05 && found.AnytimeValid.Interval.Upper < 0 && found.AnytimeValid.Interval.Lower < alone.AnytimeValid.Interval.Lower);
        Assert.Equal((GuardrailState.None, double.NaN), (found.Guardrail, found.PlanElapsed));
        Assert.True(groups[1].Metrics[0].Comparisons[0].AnytimeValid.Interval.Contains(0));
        Assert.Empty(Analyzer.AnalyzeGroups([], 0, new(), 12));
    }

    [Fact]
    public void AnalyzeGroups_WhereOneLosesEntities_CallsItsSplitBroken()
    {
        GroupInput Of(long treated) => new(Inputs([3_000, (int)treated]), [new([1, 1], [3_000, treated])], []);
        Assert.Equal([true, false], Analyzer.AnalyzeGroups([Of(2_500), Of(2_990)], 0, new(), 12).Select(group => group.SampleRatio.IsBroken));
    }

    private static EntityMoments Sparse(int entities, int answering, double value)
    {
        var moments = new EntityMoments();
        for (var i = 0; i < entities; i++) moments.Add(i < answering ? value + (i == 0 ? 0.001 : 0) : 0, i < answering ? 1 : 0);
        return moments;
    }

    private static EntityMoments Latency(double mean, int seed)
    {
        var random = new Random(seed);
        var moments = new EntityMoments();
        for (var i = 0; i < 5_000; i++) moments.Add(mean * (0.5 + random.NextDouble()));
        return moments;
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
