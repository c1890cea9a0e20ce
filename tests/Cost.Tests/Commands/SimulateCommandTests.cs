using System.Globalization;
using System.Text.Json.Nodes;
using Cost.Tests.Support;
using RoomTypes.Simulation.Asked;

namespace Cost.Tests.Commands;

/// <summary>The command as a process.</summary>
public sealed class SimulateCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("room-type-simulate-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Simulate_AStack_TellsWhatItsBackendDoes()
    {
        var chart = Path.Combine(_folder.FullName, "day.svg");
        var (exitCode, output, error) = await Tool.RunAsync("simulate", "dev", "--backend", "eks", "--rps", "0.5", "--chart", chart);

        Assert.True(exitCode == 0, error);
        Assert.Matches(@"p99 +│ +\d+\.\d │", output);
        Assert.Matches(@"USD a month +│ +\d+\.\d\d │", output);
        Assert.Equal(3, System.Xml.Linq.XDocument.Load(chart).Descendants().Count(element => element.Name.LocalName == "polyline"));
    }

    [Fact]
    public async Task Simulate_AnObjective_FindsSettingsThatMeetIt()
    {
        var trace = Path.Combine(_folder.FullName, "requests.txt");
        await File.WriteAllLinesAsync(trace, Arrivals.Poisson(_ => 60, 600, 1).Select(second => second.ToString(CultureInfo.InvariantCulture)));
        var (exitCode, output, error) = await Tool.RunAsync("simulate", "dev", "--backend", "fargate", "--trace", trace, "--p99", "150", "--format", "json");

        Assert.True(exitCode == 0, error);
        var found = JsonNode.Parse(output)!["recommended"]![0]!;
        Assert.InRange((double)found["day"]!["p99"]!, 1, 150);
        Assert.InRange((double)found["day"]!["refused"]! + (double)found["day"]!["throttled"]!, 0, 0.001);
        Assert.InRange(int.Parse((string)found["settings"]!["fargateMinTasks"]!, CultureInfo.InvariantCulture), 1, 10);
        // Of what was asked, the stack's own limit lets less pass.
        Assert.True((double)JsonNode.Parse(output)!["backends"]![0]!["throttled"]! > 0.001, output);
    }

    [Fact]
    public async Task Simulate_WhatNoSizeMeets_EndsWith3()
    {
        var (exitCode, output, _) = await Tool.RunAsync("simulate", "dev", "--backend", "lambda", "--rps", "0.01", "--p99", "0.5");

        Assert.Equal(3, exitCode);
        Assert.Contains("lambda: no size that its settings allow meets the objective.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--burst is '5x60'", "--burst", "5x60")]
    [InlineData("--burst is '0.5x60@24'", "--burst", "0.5x60@24")]
    [InlineData("--p99 is '0'", "--p99", "0")]
    [InlineData("--refused is '101'", "--refused", "101")]
    [InlineData("--start is '-1'", "--start", "-1")]
    [InlineData("give the one or the others", "--trace", "x", "--rps", "1")]
    [InlineData("--trace nowhere cannot be read", "--trace", "nowhere")]
    public async Task Simulate_OfWhatCannotBe_EndsWith2AndSaysWhy(string why, params string[] arguments)
    {
        var (exitCode, output, error) = await Tool.RunAsync(["simulate", "dev", .. arguments]);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(why, error, StringComparison.Ordinal);
    }
}
