using System.Diagnostics;
using RoomTypes.Experiments;
using RoomTypes.Experiments.Segments;
using RoomTypes.Statistics;
using RoomTypes.Statistics.Analysis;

namespace RoomTypes.Benchmarks;

/// <summary>Assignment of entities, and the analysis of many events.</summary>
internal static class ExperimentBenchmark
{
    private const int Evaluations = 1_000_000;
    private const int Events = 1_000_000;
    private const int EventsByEntity = 10;

    public static IEnumerable<string> Run()
    {
        yield return "| experiments, one core | ns | bytes allocated |";
        yield return "|---|---|---|";
        yield return Assignment("an experiment (two hashes)", Feature(withLaunch: false), default);
        yield return Assignment("a segment, a launch and an experiment (three hashes)", Feature(withLaunch: true), new Attributes(new Dictionary<string, string> { ["country"] = "FR" }));
        yield return "";
        yield return $"| results over {Events:N0} events of {Events / EventsByEntity:N0} entities, read | ms |";
        yield return "|---|---|";
        yield return $"| one metric: moments, CUPED, intervals, p-values, verdict | {Measure.MillisecondsEach(_ => Analyze(), 20):0} |";
    }

    private static string Assignment(string name, Feature feature, Attributes attributes)
    {
        string[] entities = [.. Enumerable.Range(0, 1_000).Select(i => $"robot-{i:x8}-{i:x8}")];
        var best = double.MaxValue;
        var allocated = 0L;
        for (var turn = 0; turn < 7; turn++)
        {
            var (start, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            for (var i = 0; i < Evaluations; i++) Evaluator.Evaluate(feature, entities[i % entities.Length], attributes, DateTimeOffset.UnixEpoch);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / Evaluations);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return $"| {name} | {best:0} | {allocated / (double)Evaluations:0} |";
    }

    private static Feature Feature(bool withLaunch)
    {
        var (old, @new) = (new Variation("old", VariationValue.Of("room-type@2")), new Variation("new", VariationValue.Of("room-type@3")));
        var germany = new Segment("germany", EventPattern.Parse("""{"country":["DE"]}"""));
        var step = new LaunchStep(DateTimeOffset.MinValue, [1]) { SegmentOverrides = [new SegmentOverride(germany, [50_000])] };
        return new Feature("model", old, [old, @new])
        {
            Launch = withLaunch ? new Launch("launch", [new LaunchGroup("new", @new)], [step], Schedule.Always) : null,
            Experiment = new Experiment("experiment", [new Treatment("a", old, 1), new Treatment("b", @new, 1)], "a", 99_999, Schedule.Always),
        };
    }

    private static AnalysisReport Analyze()
    {
        EntityMoments[] moments = [new(), new()];
        for (var i = 0; i < Events / EventsByEntity; i++)
        {
            var corrections = 0;
            for (var visit = 0; visit < EventsByEntity; visit++) corrections += ((i * 31) + (visit * 17)) % 10 < 2 ? 1 : 0;
            moments[i % 2].Add(corrections, EventsByEntity, corrections + (i % 3), EventsByEntity);
        }

        VariationInput[] variations = [new("old", 1, moments[0].Count), new("new", 1, moments[1].Count)];
        return Analyzer.Analyze(variations, 0, [new MetricInput("correction_rate", false, true, moments)], new AnalysisSettings());
    }
}
