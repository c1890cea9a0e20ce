using System.Diagnostics;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;
using RoomTypes.Tests.Events;

namespace RoomTypes.Tests.Reporting;

/// <summary>./run experiment shadow as a process, which the pipeline's step is.</summary>
public sealed class ShadowCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bathroom", 0, "room-type@3")]
    [InlineData("kitchen", 1, "room-type@2")]
    public async Task Shadow_WhereOneModelIsRight_EndsWithItsVerdict(string right, int exitCode, string better)
    {
        await AppendAsync(right);
        using var process = Start("--hours", "0.05", "--every", "0.1");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal((exitCode, ""), (process.ExitCode, await process.StandardError.ReadToEndAsync()));
        Assert.Contains(better, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shadow_OfWhichNothingIsKnownYet_WaitsUntilItIs()
    {
        await using (var store = new SqliteEventStore(StoreFile)) await store.AppendAsync([Make.Exposure("robot-0", "a", 0)], CancellationToken.None);

        using var process = Start("--every", "0.05");
        Assert.StartsWith("Not yet: room-type@3 has seen nothing", await process.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);
        await AppendAsync("bathroom");

        Assert.Contains("room-type@3", await process.StandardOutput.ReadToEndAsync(), StringComparison.Ordinal);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private string StoreFile => Path.Combine(_folder.Path, "events.db");

    /// <summary>Both say kitchen half of the time, which is right; then what answers still says so, and what is in its shadow says bathroom.</summary>
    private async Task AppendAsync(string right)
    {
        var answered = Enumerable.Range(0, 200).Select(i => (About: Make.Prediction($"robot-{i}", i), IsAlike: i % 2 == 0)).ToList();
        await using var store = new SqliteEventStore(StoreFile);
        await store.AppendAsync(
            [.. answered.SelectMany(one => new EventRecord[] { one.About, Make.Shadow(one.About, one.IsAlike ? "kitchen" : "bathroom"), Make.Feedback(one.About, one.IsAlike ? "kitchen" : right, 300) })],
            CancellationToken.None);
    }

    private Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "Experiment.dll"), "shadow", "next", "--model", "room-type@3", "--from", Path.Combine(AppContext.BaseDirectory, "models"), .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["RoomType__Events__Store"] = "sqlite", ["RoomType__Events__File"] = StoreFile },
    })!;
}
