using System.Diagnostics;
using System.Text.Json.Nodes;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;
using RoomTypes.Reporting.AppConfig;
using RoomTypes.Tests.Events;

namespace RoomTypes.Tests.AppConfig;

/// <summary>./run experiment run and log, as processes.</summary>
public sealed class ExperimentToolTests : IAsyncLifetime
{
    private const string Definition = """
        { "ApplicationIdentifier": "rooms", "Name": "models", "ConfigurationProfileIdentifier": "experiments", "EnvironmentIdentifier": "live", "FlagKey": "room-type-model", "AudienceRule": "(not (eq $entityId \"\"))",
          "Control": { "Weight": 50, "FlagValue": { "Enabled": true, "AttributeValues": { "model": { "StringValue": "room-type@2" } } } },
          "Treatments": [ { "Weight": 50, "FlagValue": { "Enabled": true, "AttributeValues": { "model": { "StringValue": "room-type@3" } } } } ] }
        """;

    private readonly TemporaryFolder _folder = new();
    private FakeAppConfig _appConfig = null!;

    private string Store => Path.Combine(_folder.Path, "events.db");

    public async Task InitializeAsync() => _appConfig = await FakeAppConfig.StartAsync();

    public async Task DisposeAsync()
    {
        await _appConfig.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_StartedTwiceWidenedAndStopped_IsADefinitionAndItsRuns()
    {
        var file = Path.Combine(_folder.Path, "definition.json");
        await File.WriteAllTextAsync(file, Definition);
        var (exitCode, output, error) = await RunAsync("run", "start", file, "--exposure", "10", "--api", _appConfig.Address, "--region", "us-east-1");
        Assert.True(exitCode == 0, error);
        Assert.StartsWith("Run 1 of 'models' has started with 10% of the audience.", output);
        // A changed definition of the name is brought up to date; the run before keeps its own.
        await File.WriteAllTextAsync(file, Definition.Replace("\"Weight\": 50, \"FlagValue\": { \"Enabled\": true, \"AttributeValues\": { \"model\": { \"StringValue\": \"room-type@3\"", "\"Weight\": 20, \"FlagValue\": { \"Enabled\": true, \"AttributeValues\": { \"model\": { \"StringValue\": \"room-type@3\"", StringComparison.Ordinal));
        Assert.Equal(0, (await RunAsync("run", "start", file, "--api", _appConfig.Address, "--region", "us-east-1")).ExitCode);
        Assert.Equal(["50", "20"], new[] { 1, 2 }.Select(run => $"{_appConfig.Run("models", run)["ExperimentDefinitionSnapshot"]!["Treatments"]![0]!["Weight"]}"));
        Assert.Equal("60% of the audience take part.\n", (await RunAsync("run", "expose", "models", "1", "60", "--application", "rooms", "--api", _appConfig.Address, "--region", "us-east-1")).Output);
        var refused = await RunAsync("run", "expose", "models", "1", "5", "--application", "rooms", "--api", _appConfig.Address, "--region", "us-east-1");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("AppConfig answered 400 to PATCH /models/experimentruns/1/update", refused.Error);

        await using var service = await TestService.StartAsync("Experiments:Source=local", "Events:Store=sqlite", $"Events:File={Store}");
        var stopped = await RunAsync("run", "stop", "models", "1", "hardened-against-production", "--url", $"{service.Address}", "--application", "rooms", "--api", _appConfig.Address, "--region", "us-east-1");
        Assert.True(stopped.ExitCode == 0, stopped.Error);
        Assert.Equal("DONE", $"{_appConfig.Run("models", 1)["Status"]}");
        Assert.StartsWith("Not yet: ", $"{_appConfig.Run("models", 1)["Result"]!["ExecutiveSummary"]}");
    }

    [Fact]
    public async Task Run_WithoutRegionOrApplication_SaysWhatIsMissing()
    {
        var file = Path.Combine(_folder.Path, "definition.json");
        await File.WriteAllTextAsync(file, """{ "Name": "models" }""");
        Assert.Contains("--application", (await RunAsync("run", "start", file)).Error);
        await File.WriteAllTextAsync(file, "[]");
        Assert.Contains("is no definition", (await RunAsync("run", "start", file)).Error);
    }

    [Fact]
    public async Task Log_OfTheAgent_IsComparedByEntityAndImportedOnce()
    {
        var time = DateTimeOffset.UtcNow.AddHours(-1);
        await using (var store = new SqliteEventStore(Store))
            await store.AppendAsync([Exposed("robot-1", "__c__"), Exposed("robot-2", "__t1__"), Exposed("robot-5", "__c__"), Exposed("elsewhere", "__c__") with { Experiment = "models-2" }], CancellationToken.None);
        // As the agent writes them: a folder a definition, a file a process and run.
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "log", "us-east-1", "123456789012", "abc1234", "def0000")).FullName;
        await File.WriteAllLinesAsync(Path.Combine(folder, "3_a.jsonl"), [Line("robot-1", "__c__"), Line("robot-2", "__c__"), "", "not a line of it"]);
        await File.WriteAllLinesAsync(Path.Combine(folder, "3_b.jsonl"), [Line("robot-3", "__t1__"), Line("robot-4", "__c__"), Line("robot-4", "__t1__"), Line("lab", "__t1_override__")]);
        await File.WriteAllLinesAsync(Path.Combine(folder, "2_a.jsonl"), [Line("of-another-run", "__t1__")]);
        var (exitCode, output, error) = await RunAsync("log", "models-3", Path.Combine(_folder.Path, "log"), "--import");
        Assert.Equal(("", 3), (error, exitCode));
        Assert.Equal(
            """
            agree: 1 entities
            assigned by the agent and unknown here: 2 (exposures that were lost, or another program that asks the agent; --import writes them)
            shown here and not in the log: 1 (the log is not whole)
            shown something else than assigned: 1
            assigned to several treatments: 1
            assignments by override, which count for nothing: 1; other lines: 1
            written: 3 exposures

            """, output);
        Assert.EndsWith("written: 0 exposures\n", (await RunAsync("log", "models-3", folder, "--import")).Output);
        await using var read = new SqliteEventStore(Store);
        var query = new MetricQuery("models-3", "minutes", DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        // Robot 2 met two variations now.
        Assert.Equal(1, (await read.CountLeftEntitiesAsync(query, CancellationToken.None)).Mixed);
        Assert.Equal([("__c__", 3L), ("__t1__", 1L)], (await read.CountEntitiesAsync(query, CancellationToken.None).ToListAsync()).Select(count => (count.Variation, count.Entities)).Order());

        Exposure Exposed(string entity, string variation) => new()
        {
            Id = Guid.CreateVersion7(),
            Time = time,
            EntityId = entity,
            Experiment = "models-3",
            Feature = "room-type-model",
            Variation = variation,
            Reason = "EXPERIMENT_RULE_MATCH",
        };

        string Line(string entity, string variant) => new JsonObject { ["timestamp"] = time.ToString("O"), ["treatmentKey"] = variant, ["entityId"] = entity }.ToJsonString();
    }

    [Fact]
    public async Task Log_BesideALakeOfPseudonyms_IsComparedByThese()
    {
        var lake = Directory.CreateDirectory(Path.Combine(_folder.Path, "lake")).FullName;
        var variables = new Dictionary<string, string> { ["RoomType__Events__Store"] = "lake", ["RoomType__Events__Lake"] = lake, ["RoomType__Events__PseudonymKey"] = new('k', 32) };
        await using (var store = RoomTypes.Lakes.ServiceStore.Open(TestOptions.Read("Events:Store=lake", $"Events:Lake={lake}", $"Events:PseudonymKey={new string('k', 32)}")))
            await store.AppendAsync([Make.Exposure("robot-1", "__c__", 0, "models-3")], CancellationToken.None);
        var file = Path.Combine(_folder.Path, "3_a.jsonl");
        await File.WriteAllLinesAsync(file, new[] { "robot-1", "robot-2" }.Select(entity => $$"""{"timestamp":"2026-11-01T12:00:00Z","treatmentKey":"__c__","entityId":"{{entity}}"}"""));
        var first = await Tool.RunWithAsync("Experiment", variables, "log", "models-3", file, "--import");
        Assert.True(first.ExitCode == 0, first.Error);
        Assert.StartsWith("agree: 1 entities\nassigned by the agent and unknown here: 1 ", first.Output);
        Assert.StartsWith("agree: 2 entities\nassigned by the agent and unknown here: 0 ", (await Tool.RunWithAsync("Experiment", variables, "log", "models-3", file)).Output);
    }

    [Theory]
    [InlineData("models-12", 12)]
    [InlineData("models", null)]
    [InlineData("mod-els", null)]
    public void RunOf_AnExperimentsName_IsTheNumberAtItsEnd(string name, int? run) => Assert.Equal(run, LogCommand.RunOf(name));

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Experiment.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["AWS_ACCESS_KEY_ID"], start.Environment["AWS_SECRET_ACCESS_KEY"]) = ("x", "y");
        start.Environment.Remove("AWS_REGION");
        (start.Environment["RoomType__Events__Store"], start.Environment["RoomType__Events__File"]) = ("sqlite", Store);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
