using System.Globalization;
using System.Text.Json;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;

namespace RoomTypes.Tests.Experiments;

/// <summary>Weights that change while an experiment runs, from events in a store to results over HTTP.</summary>
public sealed class PhaseTests : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddDays(-30);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Results_OfWeightsThatChangedTwice_AreJudgedPhaseByPhase()
    {
        // In each phase the treatment is 1 above; the phases themselves are 10 apart, and weights go with them.
        await FillAsync([(0, 900, 100, 0), (10, 500, 500, 10), (20, 200, 800, 20)], (arm, level) => level + arm);
        await using var service = await StartAsync("9, \"b\": 1", """{ "from": "AT10", "weights": { "a": 1, "b": 1 } }, { "from": "AT20", "weights": { "a": 1, "b": 4 } }""", "a", "b");
        var results = await ResultsAsync(service);
        Assert.False(results.GetProperty("split").GetProperty("isBroken").GetBoolean());
        Assert.Equal([1_600, 1_400], Entities(results));
        Assert.InRange(Comparison(results, 0).GetProperty("difference").GetDouble(), 0.9, 1.1);
        Assert.Equal("better", results.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Results_OfAnArmThatCameLate_CompareTheTimeInWhichAllTookPart()
    {
        // Before 'c' came everything was 10 lower, which must not be its merit.
        await FillAsync([(0, 500, 500, 0), (10, 400, 400, 10)], (arm, level) => level + (arm == 1 ? 1 : 0), late: 400);
        await using var service = await StartAsync("1, \"b\": 1, \"c\": 0", """{ "from": "AT10", "weights": { "a": 1, "b": 1, "c": 1 } }""", "a", "b", "c");
        var results = await ResultsAsync(service);
        Assert.False(results.GetProperty("split").GetProperty("isBroken").GetBoolean());
        Assert.Equal([900, 900, 400], Entities(results));
        Assert.InRange(Comparison(results, 0).GetProperty("difference").GetDouble(), 0.9, 1.1);
        Assert.InRange(Comparison(results, 1).GetProperty("difference").GetDouble(), -0.1, 0.1);
        Assert.Equal("b", results.GetProperty("verdictVariation").GetString());
    }

    /// <summary>Entities by phase: its day, those of a and of b, and what is measured of a; those of c in the last phase.</summary>
    private async Task FillAsync((int Day, int A, int B, double Level)[] phases, Func<int, double, double> value, int late = 0)
    {
        var random = new Random(5);
        var events = new List<EventRecord>();
        foreach (var (day, a, b, level) in phases)
        {
            int[] arms = [a, b, day == phases[^1].Day ? late : 0];
            for (var arm = 0; arm < arms.Length; arm++)
            {
                for (var i = 0; i < arms[arm]; i++) Add($"{day}-{arm}-{i}", arm, Start.AddDays(day).AddHours(1 + (100 * random.NextDouble())), level);
            }
        }

        await using var store = new SqliteEventStore(Path.Combine(_folder.Path, "events.db"));
        await store.AppendAsync(events, CancellationToken.None);

        void Add(string entity, int arm, DateTimeOffset time, double level)
        {
            events.Add(new Exposure { Id = Guid.NewGuid(), Time = time, EntityId = entity, Experiment = "e", Feature = "room-type-model", Variation = $"{"abc"[arm]}", Reason = "EXPERIMENT_RULE_MATCH" });
            events.Add(new MetricEvent { Id = Guid.NewGuid(), Time = time.AddHours(1), EntityId = entity, Name = "m", Value = value(arm, level) + random.NextDouble() });
        }
    }

    private async Task<TestService> StartAsync(string weights, string phases, params string[] arms)
    {
        foreach (var day in new[] { 10, 20 }) phases = phases.Replace($"AT{day}", Start.AddDays(day).ToString("O", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var first = JsonDocument.Parse($$"""{ "a": {{weights}} }""").RootElement;
        var file = Path.Combine(_folder.Path, "experiments.json");
        await File.WriteAllTextAsync(file, $$"""
            { "features": [ { "name": "room-type-model", "defaultVariation": "a",
              "variations": [ {{string.Join(", ", arms.Select(arm => $$"""{ "name": "{{arm}}", "value": "room-type@2" }"""))}} ],
              "experiment": { "name": "e", "control": "a", "start": "{{Start:O}}", "phases": [ {{phases}} ],
                "treatments": [ {{string.Join(", ", arms.Select(arm => $$"""{ "name": "{{arm}}", "variation": "{{arm}}", "weight": {{first.GetProperty(arm)}} }"""))}} ],
                "metrics": [ { "name": "m", "desiredChange": "increase" } ] } } ] }
            """);
        return await TestService.StartAsync(
            "Experiments:Source=local", $"Experiments:File={file}", "Events:Store=sqlite", $"Events:File={Path.Combine(_folder.Path, "events.db")}");
    }

    private static async Task<JsonElement> ResultsAsync(TestService service)
    {
        var response = await service.Client.GetAsync("/v1/experiments/e/results");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await Samples.JsonAsync(response);
    }

    private static JsonElement Comparison(JsonElement results, int index) => results.GetProperty("metrics")[0].GetProperty("comparisons")[index];

    private static IEnumerable<int> Entities(JsonElement results) =>
        results.GetProperty("split").GetProperty("variations").EnumerateArray().Select(variation => variation.GetProperty("entities").GetInt32());
}
