using System.Diagnostics;
using System.Text.Json;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;
using RoomTypes.Tests.Evidently;

namespace RoomTypes.Tests.AppConfig;

/// <summary>Runs of AppConfig's experiments as the plan, against its API and agent as documented.</summary>
[Collection(ProcessVariables.Collection)]
public sealed class ExperimentRunTests : IAsyncLifetime
{
    private const string Definition = """
        { "Name": "hardened or not?", "ConfigurationProfileIdentifier": "models", "EnvironmentIdentifier": "live", "FlagKey": "room-type-model", "AudienceRule": "(eq $country \"DE\")",
          "Control": { "Weight": 75, "FlagValue": { "Enabled": false } },
          "Treatments": [ { "Weight": 12.5, "FlagValue": { "Enabled": true, "AttributeValues": { "model": { "StringValue": "room-type@3" } } } }, { "Weight": 12.5, "FlagValue": { "Enabled": true } } ] }
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
    public async Task TheFake_AskedByAwssClient_IsUnderstood()
    {
        _appConfig.Define("another-one", Definition.Replace("hardened or not?", "another-one", StringComparison.Ordinal), runs: 1);
        var said = await Client.RunAsync("node", [Client.Program("AppConfig", "experiment.mjs"), _appConfig.Address]);
        Assert.Equal("""["RUNNING",true,25]""", $"{said.GetProperty("started")}");
        Assert.Equal("50", $"{said.GetProperty("exposure")}");
        Assert.Equal("""["t1",50,"room-type@3"]""", $"{said.GetProperty("treatment")}");
        Assert.Equal("""["DONE",true,"over"]""", $"{said.GetProperty("stopped")}");
        Assert.Equal("""[[1,"DONE"]]""", $"{said.GetProperty("runs")}");
        Assert.Equal("BadRequestException 400", said.GetProperty("refused").GetString());
    }

    [Fact]
    public async Task Plan_OfTheNewestRun_HasItsTreatmentsWeightsAudienceAndTheFilesMetrics()
    {
        _appConfig.Define("hardened or not?", Definition, runs: 5);
        await using var service = await StartAsync();
        var feature = await FeatureAsync(service, "models-5");
        var experiment = feature.GetProperty("experiment");
        Assert.Equal("__c__", experiment.GetProperty("control").GetString());
        Assert.Equal("""{"__c__":0.75,"__t1__":0.125,"__t2__":0.125}""", $"{experiment.GetProperty("shares")}");
        Assert.Equal("(eq $country \"DE\")", experiment.GetProperty("segment").GetString());
        Assert.Equal("""["correction_rate"]""", $"{experiment.GetProperty("metrics")}");
        Assert.Equal("running", experiment.GetProperty("status").GetString());
        var variations = feature.GetProperty("variations");
        Assert.Equal(("room-type@2", "room-type@3"), (variations.GetProperty("__c__").GetString(), variations.GetProperty("__t1__").GetString()));
        // Signed for AppConfig, all pages of the list, and the name as part of the address.
        Assert.Contains(_appConfig.Requests, request => request.Target == "GET /applications/rooms/experimentdefinitions/hardened%20or%20not%3F/experimentruns?next_token=4");
    }

    [Fact]
    public async Task Requests_DuringARun_CountForTheTreatmentsOfTheAgentAndNotForOverrides()
    {
        _appConfig.Define("hardened or not?", Definition, runs: 1);
        _appConfig.Assign = entity => entity switch { "robot-1" => "__c__", "robot-2" => "__t1__", "lab" => "__t1_override__", _ => null };
        var said = new Dictionary<string, (string Variation, string Reason, string Version)>();
        await using (var service = await StartAsync())
        {
            await FeatureAsync(service, "models-1");
            foreach (var entity in new[] { "robot-1", "robot-2", "lab", "robot-3" })
            {
                var response = await service.PostAsync(Samples.Kitchen, "image/jpeg", $"/v1/recognize?entity_id={entity}");
                var room = (await Samples.JsonAsync(response)).GetProperty("rooms")[0];
                var assignment = room.GetProperty("assignment");
                said[entity] = (assignment.GetProperty("variation").GetString()!, assignment.GetProperty("reason").GetString()!, room.GetProperty("model").GetProperty("version").GetString()!);
            }
        }

        Assert.Equal(("__c__", "EXPERIMENT_RULE_MATCH", "2"), said["robot-1"]);
        Assert.Equal(("__t1__", "EXPERIMENT_RULE_MATCH", "3"), said["robot-2"]);
        Assert.Equal(("__t1__", "ENTITY_OVERRIDES_MATCH", "3"), said["lab"]);
        Assert.Equal(("DEFAULT", "2"), (said["robot-3"].Reason, said["robot-3"].Version));
        await using var store = new SqliteEventStore(Store);
        var exposures = await store.ReadEventsAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, CancellationToken.None).OfType<Exposure>().ToListAsync();
        Assert.Equal([("robot-1", "models-1", "__c__"), ("robot-2", "models-1", "__t1__")], exposures.OrderBy(exposure => exposure.EntityId).Select(exposure => (exposure.EntityId, exposure.Experiment, exposure.Variation)));
    }

    [Fact]
    public async Task Plan_WhileTheApiRefuses_IsTheFilesAndThenTheRuns()
    {
        _appConfig.Define("hardened or not?", Definition, runs: 1);
        _appConfig.IsDenied = true;
        await using var service = await StartAsync();
        await UntilAsync(() => Task.FromResult(_appConfig.Requests.Count > 0));
        Assert.Equal("models", (await FeaturesAsync(service)).Single().GetProperty("experiment").GetProperty("name").GetString());
        Assert.True((await service.Client.GetAsync("/health/ready")).IsSuccessStatusCode);
        _appConfig.IsDenied = false;
        await FeatureAsync(service, "models-1");
        _appConfig.IsDenied = true;
        Assert.Equal("models-1", (await FeaturesAsync(service)).Single().GetProperty("experiment").GetProperty("name").GetString());
    }

    private static async Task<List<JsonElement>> FeaturesAsync(TestService service) =>
        [.. (await Samples.JsonAsync(await service.Client.GetAsync("/v1/experiments"))).GetProperty("features").EnumerateArray()];

    /// <summary>The feature, once the run is its plan.</summary>
    private static async Task<JsonElement> FeatureAsync(TestService service, string experiment)
    {
        JsonElement feature = default;
        await UntilAsync(async () => (feature = (await FeaturesAsync(service)).Single()).GetProperty("experiment").GetProperty("name").GetString() == experiment);
        return feature;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(1), "It is not so after a minute.");
            await Task.Yield();
        }
    }

    private async Task<TestService> StartAsync()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "x");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "y");
        var file = Path.Combine(_folder.Path, "experiments.json");
        await File.WriteAllTextAsync(file, """
            { "features": [ { "name": "room-type-model", "defaultVariation": "__c__",
              "variations": [ { "name": "__c__", "value": "room-type@2" }, { "name": "__t2__", "value": "room-type@3" } ],
              "experiment": { "name": "models", "control": "a", "treatments": [ { "name": "a", "variation": "__c__", "weight": 1 }, { "name": "b", "variation": "__t2__", "weight": 1 } ],
                "metrics": [ { "name": "correction_rate", "desiredChange": "decrease" } ] } } ] }
            """);
        return await TestService.StartAsync(
            "Experiments:Source=appconfig", $"Experiments:File={file}", "Experiments:TimeoutMilliseconds=10000", "Experiments:CacheSeconds=1",
            $"Experiments:AppConfig:Endpoint={_appConfig.Address}", $"Experiments:AppConfig:ApiEndpoint={_appConfig.Address}", "Experiments:AppConfig:Region=us-east-1",
            "Experiments:AppConfig:Application=rooms", "Experiments:AppConfig:Environment=live", "Experiments:AppConfig:Profile=models",
            "Experiments:AppConfig:ExperimentDefinition=hardened or not?", "Events:Store=sqlite", $"Events:File={Store}");
    }
}
