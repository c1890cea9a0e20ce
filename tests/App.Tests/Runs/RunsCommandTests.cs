using System.Text.Json;
using RoomTypes.Tracking;

namespace RoomTypes.Tests.Runs;

/// <summary>Runs as evaluations record them, and the command that reads them, as processes.</summary>
public sealed class RunsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Runs => Path.Combine(_folder.Path, "runs");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Runs_OfTwoEvaluations_AreListedComparedAndExported()
    {
        var pictures = Directory.CreateDirectory(Path.Combine(_folder.Path, "pictures", "kitchen")).Parent!.FullName;
        File.WriteAllBytes(Path.Combine(pictures, "kitchen", "one.jpg"), Samples.Kitchen);
        foreach (var model in new[] { "room-type@2", "room-type@3" })
        {
            var (code, _, error) = await Tool.RunAsync("Evaluate", pictures, "--model", model, "--runs", Runs);
            Assert.True(code == 0, error);
        }

        var runs = JsonSerializer.Deserialize((await Tool.RunAsync("Runs", "list", "--runs", Runs, "--json")).Output, RunJson.Default.IReadOnlyListRunRecord)!;

        Assert.Equal(["room-type@2", "room-type@3"], runs.Select(run => run.Model).Order());
        Assert.All(runs, run => Assert.Equal(("evaluate", 1.0, "1"), (run.Command, run.Metrics["recall.kitchen"], run.Parameters["pictures"])));
        Assert.Single(runs.Select(run => run.Parameters["data"]).Distinct());
        Assert.Equal(DataDigest.OfFiles([(Path.Combine(pictures, "kitchen", "one.jpg"), "kitchen")]), runs[0].Parameters["data"]);
        Assert.Equal(["accuracy", "expectedCalibrationError", "failures", "negativeLogLikelihood", "picturesPerSecond", "recall.kitchen"], runs[0].Metrics.Keys);
        Assert.Equal(["evaluation.json"], runs[0].Artifacts.Keys);

        var diff = (await Tool.RunAsync("Runs", "diff", runs[0].Id, runs[1].Id, "--runs", Runs)).Output;
        Assert.Contains("room-type@3", diff);
        Assert.DoesNotContain("processor", diff);

        var exported = Path.Combine(_folder.Path, "mlruns");
        Assert.StartsWith("2 runs", (await Tool.RunAsync("Runs", "export", exported, "--runs", Runs)).Output);
        var metric = File.ReadAllText(Path.Combine(exported, "1", runs[0].Id, "metrics", "recall.kitchen")).Split(' ');
        Assert.Equal(($"{runs[0].Started.AddSeconds(runs[0].Seconds).ToUnixTimeMilliseconds()}", "1", "0\n"), (metric[0], metric[1], metric[2]));
        Assert.Contains($"run_id: {runs[0].Id}\n", File.ReadAllText(Path.Combine(exported, "1", runs[0].Id, "meta.yaml")));
        Assert.True(File.Exists(Path.Combine(exported, "1", runs[0].Id, "artifacts", "evaluation.json")));
    }

    [Theory]
    [InlineData("There is no run 'x'", "show", "x")]
    [InlineData("is no run", "list")]
    public async Task Runs_WhatCannotBeDone_EndsWith2AndSaysWhy(string why, params string[] arguments)
    {
        Directory.CreateDirectory(Path.Combine(Runs, "broken"));
        if (arguments[0] == "list") File.WriteAllText(Path.Combine(Runs, "broken", RunRecord.File), "{");

        var (code, _, error) = await Tool.RunAsync("Runs", [.. arguments, "--runs", Runs]);

        Assert.Equal(2, code);
        Assert.Contains(why, string.Join(' ', error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }
}
