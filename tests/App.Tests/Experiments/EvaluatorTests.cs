using RoomTypes.Experiments;
using RoomTypes.Experiments.Segments;

namespace RoomTypes.Tests.Experiments;

public class EvaluatorTests
{
    private static readonly Segment Germany = new("germany", EventPattern.Parse("""{"country":["DE"]}"""));

    [Fact]
    public void Evaluate_Order_IsOverrideLaunchExperimentDefault()
    {
        var launch = Rules.Launch((0, 50_000));
        var feature = Rules.Feature(launch, Rules.Experiment(50_000), ("vip", Rules.New));
        Assert.Equal((Rules.New, Reasons.EntityOverride), Pair(Rules.Evaluate(feature, "vip")));
        var reasons = Enumerable.Range(0, 10_000).Select(i => Rules.Evaluate(feature, $"robot-{i}")).CountBy(evaluation => evaluation.Reason).ToDictionary();
        Assert.InRange(reasons[Reasons.Launch], 4_800, 5_200);
        Assert.InRange(reasons[Reasons.Experiment], 2_300, 2_700);
        Assert.Equal(10_000, reasons[Reasons.Launch] + reasons[Reasons.Experiment] + reasons[Reasons.Default]);
    }

    [Fact]
    public void Evaluate_TheRuleThatMatched_IsNamedWithItsGroup()
    {
        Assert.Equal(("launch", "new"), RuleOf(Rules.Feature(Rules.Launch((0, EntityHash.Slots)))));
        Assert.Equal(("new-against-old", "a"), RuleOf(Rules.Feature(experiment: Rules.Experiment(weights: [1, 0]))));
        Assert.Equal((null, null), RuleOf(Rules.Feature()));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("robot", true)]
    public void Evaluate_WithoutEntityOrWithRulesOff_GivesTheDefault(string entity, bool defaultOnly)
    {
        var feature = Rules.Feature(Rules.Launch((0, EntityHash.Slots))) with { ServesDefaultOnly = defaultOnly };
        Assert.Equal((Rules.Old, Reasons.Default), Pair(Rules.Evaluate(feature, entity)));
    }

    [Fact]
    public void Evaluate_OutsideTheSchedule_GivesTheDefault()
    {
        var experiment = new Experiment("e", [new Treatment("t", Rules.New, 1)], "t", EntityHash.Slots, new Schedule(Rules.Day1, Rules.Day1.AddDays(1)));
        var feature = Rules.Feature(experiment: experiment);
        Assert.Equal(Reasons.Default, Rules.Evaluate(feature, "robot", Rules.Day1.AddTicks(-1)).Reason);
        Assert.Equal(Reasons.Experiment, Rules.Evaluate(feature, "robot", Rules.Day1).Reason);
        Assert.Equal(Reasons.Default, Rules.Evaluate(feature, "robot", Rules.Day1.AddDays(1)).Reason);
    }

    [Fact]
    public void Evaluate_AnExperimentsSegment_LimitsWhoTakesPart()
    {
        var experiment = new Experiment("e", [new Treatment("t", Rules.New, 1)], "t", EntityHash.Slots, Schedule.Always) { Segment = Germany };
        var feature = Rules.Feature(experiment: experiment);
        Assert.Equal(Reasons.Experiment, Rules.Evaluate(feature, "robot", null, ("country", "DE")).Reason);
        Assert.Equal(Reasons.Default, Rules.Evaluate(feature, "robot", null, ("country", "FR")).Reason);
    }

    [Fact]
    public void Evaluate_SegmentOverrides_ReplaceTheStepsWeights()
    {
        var step = new LaunchStep(Rules.Day1, [0, 0]) { SegmentOverrides = [new SegmentOverride(Germany, [0, EntityHash.Slots])] };
        var launch = new Launch("l", [new LaunchGroup("old", Rules.Old), new LaunchGroup("new", Rules.New)], [step], Schedule.Always);
        Assert.Equal(Rules.New, Rules.Evaluate(Rules.Feature(launch), "robot", null, ("country", "DE")).Variation);
        Assert.Equal(Reasons.Default, Rules.Evaluate(Rules.Feature(launch), "robot", null, ("country", "FR")).Reason);
    }

    [Fact]
    public void Evaluate_ByTheStep_GoesWithTime()
    {
        var feature = Rules.Feature(Rules.Launch((0, 0), (0, EntityHash.Slots)));
        Assert.Equal(Reasons.Default, Rules.Evaluate(feature, "robot", Rules.Day1.AddSeconds(-1)).Reason);
        Assert.Equal(Reasons.Default, Rules.Evaluate(feature, "robot", Rules.Day1).Reason);
        Assert.Equal(Reasons.Launch, Rules.Evaluate(feature, "robot", Rules.Day1.AddDays(1)).Reason);
    }

    [Fact]
    public void Evaluate_OfAnyRule_AllocatesNothing()
    {
        var launch = new Launch(
            "l", [new LaunchGroup("new", Rules.New)],
            [new LaunchStep(Rules.Day1, [10_000]) { SegmentOverrides = [new SegmentOverride(Germany, [20_000])] }],
            Schedule.Always);
        var feature = Rules.Feature(launch, Rules.Experiment(50_000), ("vip", Rules.New));
        var attributes = new Attributes(new Dictionary<string, string> { ["country"] = "DE" });
        string[] entities = [.. Enumerable.Range(0, 1_000).Select(i => $"robot-{i}"), "vip", "", new string('ü', 256)];
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run()
        {
            foreach (var entity in entities) Evaluator.Evaluate(feature, entity, attributes, Rules.Day1);
        }
    }

    [Fact]
    public void Experiment_WithWrongWeightsControlOrExposure_IsRefusedByName()
    {
        Treatment[] treatments = [new("a", Rules.Old, 0), new("b", Rules.New, 0)];
        Assert.Contains("weights of experiment 'e' are 0, 0", Assert.Throws<ArgumentException>(() => new Experiment("e", treatments, "a", 1, Schedule.Always)).Message);
        Assert.Contains("'c'; allowed is one of its treatments: a, b", Assert.Throws<ArgumentException>(() => new Experiment("e", treatments, "c", 1, Schedule.Always)).Message);
        Assert.Contains("exposure", Assert.Throws<ArgumentException>(() => Rules.Experiment(EntityHash.Slots + 1)).Message);
    }

    private static (Variation, string) Pair(Evaluation evaluation) => (evaluation.Variation, evaluation.Reason);

    private static (string?, string?) RuleOf(Feature feature)
    {
        var evaluation = Rules.Evaluate(feature, "robot");
        return (evaluation.Rule, evaluation.Group);
    }
}
