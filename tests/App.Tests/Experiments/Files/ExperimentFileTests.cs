using System.Text;
using RoomTypes.Experiments;
using RoomTypes.Experiments.Files;

namespace RoomTypes.Tests.Experiments.Files;

public class ExperimentFileTests
{
    private const string Whole = """
        {
          "segments": [
            { "name": "germany", "pattern": { "country": ["DE"] } },
            { "name": "old", "rule": "(lt $firmware 7)" },
          ],
          "features": [
            {
              "name": "f", "defaultVariation": "a",
              "variations": [ { "name": "a", "value": "room-type@2" }, { "name": "b", "value": "room-type@3", "attributes": { "owner": "x" } } ],
              "entityOverrides": { "lab-1": "b" },
              "launch": {
                "name": "l", "salt": "s", "start": "2026-11-01T00:00:00Z", "end": "2026-12-01T00:00:00Z",
                "groups": [ { "name": "g", "variation": "b" } ],
                "steps": [
                  { "startTime": "2026-11-02T00:00:00Z", "weights": { "g": 100000 } },
                  { "startTime": "2026-11-01T00:00:00Z", "weights": {}, "segmentOverrides": [ { "segment": "germany", "weights": { "g": 100000 } } ] },
                ],
              },
              "experiment": {
                "name": "e", "control": "a", "segment": "old", "exposure": 50000,
                "treatments": [ { "name": "a", "variation": "a", "weight": 1 }, { "name": "b", "variation": "b", "weight": 3 } ],
                "breakdown": [ "site", "firmware" ],
                "metrics": [ { "name": "correction_rate", "desiredChange": "decrease" } ],
              },
            },
          ],
        }
        """;

    [Fact]
    public void Parse_EverythingThereIs_IsUnderstood()
    {
        var feature = Assert.Single(Parse(Whole));
        Assert.Equal(Reasons.EntityOverride, Rules.Evaluate(feature, "lab-1").Reason);
        Assert.Equal("g", Rules.Evaluate(feature, "robot", Rules.Day1.AddDays(1)).Group);
        Assert.Equal("g", Rules.Evaluate(feature, "robot", Rules.Day1, ("country", "DE")).Group);
        var experiment = feature.Experiment!;
        Assert.Equal(("e", "a", 50_000, "old"), (experiment.Name, experiment.Control.Name, experiment.Exposure, experiment.Segment!.Name));
        Assert.Equal([new ExperimentMetric("correction_rate", DesiredChange.Decrease)], experiment.Metrics);
        Assert.Equal(["site", "firmware"], experiment.Breakdown);
        Assert.Equal("x", feature.Find("b")!.Attributes["owner"]);
        var after = Enumerable.Range(0, 1_000).Count(i => Rules.Evaluate(feature, $"robot-{i}", Rules.Day1.AddDays(31), ("firmware", "6")).Reason == Reasons.Experiment);
        Assert.InRange(after, 420, 580);
    }

    [Fact]
    public void Read_TheShippedExample_ComparesTheServedModels()
    {
        var feature = Assert.Single(ExperimentFile.Read(Path.Combine(AppContext.BaseDirectory, "experiments", "room-type-model.json")));
        Assert.Equal(["room-type@2", "room-type@3"], feature.Variations.Select(variation => variation.Value.AsString));
        Assert.Equal(["correction_rate", "confidence"], feature.Experiment!.Metrics.Select(metric => metric.Name));
    }

    [Fact]
    public void Parse_SeveralProblems_TellsAllWithValueAndAllowed()
    {
        var message = Assert.Throws<ExperimentFileException>(() => Parse("""
            {
              "segments": [ { "name": "s" }, { "name": "t", "rule": "(x)" } ],
              "features": [
                {
                  "name": "f!", "defaultVariation": "c",
                  "variations": [ { "name": "a", "value": 1 }, { "name": "b", "value": "x" }, { "name": "b", "value": [] } ]
                },
                {
                  "name": "g", "defaultVariation": "a", "variations": [ { "name": "a", "value": true } ], "entityOverrides": { "e": "z" },
                  "launch": { "name": "l", "groups": [ { "name": "h", "variation": "a" } ], "steps": [ { "startTime": "2026-11-02T00:00:00Z", "weights": { "i": 1, "h": 100001 } } ] },
                  "experiment": { "name": "e", "control": "q", "segment": "nobody", "breakdown": ["", "a", "a", "c", "d", "e"], "treatments": [ { "name": "a", "variation": "a", "weight": 1 } ] }
                }
              ]
            }
            """)).Message;
        foreach (var part in new[]
        {
            "Segment 's': allowed is a pattern or a rule", "Segment 't': The operator is 'x'", "The name of a feature is 'f!'", "of several types",
            "The variation 'b' is there twice", "has the value []", "The default variation of feature 'f!' is 'c'; allowed is a, b",
            "An entity override of feature 'g' is 'z'; allowed is a", "a weight for 'i'; allowed is h", "The weights are 100001",
            "The segment of experiment 'e' is 'nobody'", "The control of experiment 'e' is 'q'",
            "The breakdown of experiment 'e' has 6 attributes; allowed are at most 5", "has the attribute ''; allowed", "The attribute 'a' is there twice in the breakdown",
        })
        {
            Assert.Contains(part, message);
        }
    }

    [Theory]
    [InlineData("{", "cannot be used")]
    [InlineData("""{"features":[],"feature":[]}""", "feature")]
    [InlineData("{}", "features")]
    public void Parse_AWrongShape_NamesIt(string json, string message) =>
        Assert.Contains(message, Assert.Throws<ExperimentFileException>(() => Parse(json)).Message);

    private static IReadOnlyList<Feature> Parse(string json) => ExperimentFile.Parse(Encoding.UTF8.GetBytes(json), "experiments.json");
}
