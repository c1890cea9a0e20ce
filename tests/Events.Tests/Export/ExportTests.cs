using System.Diagnostics;
using System.Text.Json;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;
using RoomTypes.Export;
using RoomTypes.Tests.Events;

namespace RoomTypes.Tests.Export;

public sealed class ExportTests : IAsyncLifetime
{
    private static readonly Prediction About = Make.Prediction("robot, \"one\"\n", 2, confidence: 1.0 / 3) with { UnknownScore = 0.75, Milliseconds = 12.5 };

    private static readonly EventRecord[] Events =
    [
        Make.Exposure("robot-1", "a", 1) with { Attributes = """{"site":"köln \"1\""}""" }, About, Make.Feedback(About, "bathroom", 3), Make.Metric("robot-1", -1e-7, 4), Make.Metric("", 0.1, 5, prediction: About.Id), Make.Shadow(About, "bathroom"),
    ];

    private readonly TemporaryFolder _folder = new();

    private string StoreFile => Path.Combine(_folder.Path, "events.db");

    public async Task InitializeAsync()
    {
        await using var store = new SqliteEventStore(StoreFile);
        await store.AppendAsync(Events, CancellationToken.None);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task JsonLines_ReadBack_AreTheEventsOfTheStore()
    {
        var (exitCode, output, _) = await RunAsync();
        Assert.Equal(0, exitCode);
        var read = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize(line, EventJson.Default.EventRecord)!).ToList();
        await using var store = new SqliteEventStore(StoreFile);
        Assert.Equal(await Make.ListAsync(store.ReadEventsAsync(DateTimeOffset.UnixEpoch, Make.Far, CancellationToken.None)), read);
        Assert.Equal(Events.Length, read.Count);
        await using var copy = new SqliteEventStore(Path.Combine(_folder.Path, "copy.db"));
        Assert.All(await copy.AppendAsync(read, CancellationToken.None), result => Assert.Equal(AppendResult.Added, result));
    }

    [Fact]
    public async Task Csv_OfAKind_QuotesWhatMustBe()
    {
        var (_, output, _) = await RunAsync("--format", "csv", "--kind", "predictions");
        Assert.Equal(
            $"id,time,entityId,requestId,missionId,roomId,model,variation,roomType,confidence,imageCount,unknownScore,milliseconds\n{About.Id:D},2026-11-01T12:00:02.0000000+00:00,\"robot, \"\"one\"\"\n\",r,m,1,room-type@2,a,kitchen,0.3333333333333333,2,0.75,12.5\n",
            output);
    }

    [Fact]
    public async Task Csv_OfExposures_HasTheirAttributes()
    {
        var (_, output, _) = await RunAsync("--format", "csv", "--kind", "exposures");
        Assert.EndsWith(",EXPERIMENT_RULE_MATCH,\"{\"\"site\"\":\"\"köln \\\"\"1\\\"\"\"\"}\"\n", output);
    }

    [Fact]
    public async Task Csv_OfShadows_HasWhatTheSecondModelSaid()
    {
        var (_, output, _) = await RunAsync("--format", "csv", "--kind", "shadows");
        Assert.Equal(
            $"id,time,entityId,shadow,model,roomType,confidence,milliseconds,answeredMilliseconds\n{About.Id:D},2026-11-01T12:00:02.0000000+00:00,\"robot, \"\"one\"\"\n\",next,room-type@3,bathroom,0.75,12,10\n",
            output);
    }

    [Fact]
    public async Task Kpi_AsTableAndCsv_HasTheKeyFigures()
    {
        var (_, table, _) = await RunAsync("--kpi");
        Assert.Matches(@"2026-11-01\s+room-type@2\s+a\s+kitchen\s+1\s+0\.3333\s+0\s+1\s+1\.0000\s+1\s+1\.0000", table);
        var (_, csv, _) = await RunAsync("--kpi", "--format", "csv");
        Assert.EndsWith("2026-11-01,room-type@2,a,kitchen,1,0.3333333333333333,0,1,1,1,1\n", csv);
    }

    [Fact]
    public async Task Range_OfTimes_LeavesOutTheRest()
    {
        var (_, output, _) = await RunAsync("--from", "2026-11-01T12:00:03Z", "--until", "2026-11-01T12:00:04Z");
        Assert.IsType<Feedback>(JsonSerializer.Deserialize(Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), EventJson.Default.EventRecord));
    }

    [Theory]
    [InlineData("csv has no kind", "--kind", "--format", "csv")]
    [InlineData("not a time", "is no time", "--from", "yesterday")]
    [InlineData("no such kind", "pictures", "--kind", "pictures")]
    public async Task BadArguments_AreRefusedWithTheWayOut(string why, string told, params string[] arguments)
    {
        var (exitCode, _, error) = await RunAsync(arguments);
        Assert.True(exitCode != 0, why);
        Assert.Contains(told, error);
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Export.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RoomType__Events__Store"] = "sqlite";
        start.Environment["RoomType__Events__File"] = StoreFile;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
