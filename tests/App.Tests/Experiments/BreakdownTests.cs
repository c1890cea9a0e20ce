using System.Text.Json;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;

namespace RoomTypes.Tests.Experiments;

/// <summary>Results by the attributes that an experiment declares.</summary>
public sealed class BreakdownTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly TemporaryFolder _folder = new();

    private string Store => Path.Combine(_folder.Path, "events.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Results_WhereOneValueDiffers_TellItThereAndNowhereElse()
    {
        var random = new Random(1);
        // Berlin gains 10 minutes of about 5; Paris nothing; of some robots the site is unknown.
        await FillAsync(1_500, i => ((i / 2) % 3) switch { 0 => "berlin", 1 => "paris", _ => null }, (i, site) => (10 * random.NextDouble()) + (site == "berlin" && i % 2 == 1 ? 10 : 0));
        await using var service = await StartAsync("\"site\"");
        var results = await ResultsAsync(service);
        var breakdown = results.GetProperty("breakdown");
        // 12 groups that there may be, one metric, one treatment.
        Assert.Equal(12, breakdown.GetProperty("adjustedComparisons").GetInt32());
        var site = Assert.Single(breakdown.GetProperty("attributes").EnumerateArray());
        Assert.Equal(("site", 2), (Text(site, "attribute"), site.GetProperty("distinctValues").GetInt32()));
        var groups = site.GetProperty("groups").EnumerateArray().ToDictionary(group => group.TryGetProperty("value", out var value) ? value.GetString()! : Text(group, "kind"));
        Assert.Equal(["berlin", "paris", "unknown"], groups.Keys);
        Assert.All(groups.Values, group => Assert.Equal([250, 250], group.GetProperty("split").GetProperty("variations").EnumerateArray().Select(variation => variation.GetProperty("entities").GetInt32())));
        Assert.All(groups.Values, group => Assert.False(group.GetProperty("split").GetProperty("isBroken").GetBoolean()));
        var comparisons = groups.ToDictionary(pair => pair.Key, pair => pair.Value.GetProperty("metrics")[0].GetProperty("comparisons")[0]);
        Assert.InRange(comparisons["berlin"].GetProperty("difference").GetDouble(), 9, 11);
        Assert.True(PValue("berlin") < 1e-6 && PValue("paris") > 0.05 && PValue("unknown") > 0.05);

        double PValue(string group) => comparisons[group].GetProperty("anytimeValid").GetProperty("adjustedPValue").GetDouble();
    }

    [Fact]
    public async Task Results_OfManyValues_GiveTheLargestAGroupAndPutTheOthersTogether()
    {
        // Sites 0 to 13, of 20 to 33 pairs of robots: the ten largest are 4 to 13.
        var sites = Enumerable.Range(0, 14).SelectMany(site => Enumerable.Repeat($"site-{site:00}", 20 + site)).ToList();
        await FillAsync(2 * sites.Count, i => sites[i / 2], (i, _) => i);
        await using var service = await StartAsync("\"site\", \"never\"");
        var attributes = (await ResultsAsync(service)).GetProperty("breakdown").GetProperty("attributes").EnumerateArray().ToList();
        var groups = attributes[0].GetProperty("groups").EnumerateArray().ToList();
        Assert.Equal([.. Enumerable.Range(4, 10).Reverse().Select(site => $"site-{site:00}"), "other"], groups.Select(group => Text(group, group.TryGetProperty("value", out _) ? "value" : "kind")));
        Assert.Equal(2 * (20 + 21 + 22 + 23), groups[^1].GetProperty("split").GetProperty("variations").EnumerateArray().Sum(variation => variation.GetProperty("entities").GetInt32()));
        // Too few in each for anything to be told.
        Assert.All(groups, group => Assert.False(group.GetProperty("metrics")[0].GetProperty("comparisons")[0].GetProperty("isEnough").GetBoolean()));
        Assert.Equal("unknown", Text(Assert.Single(attributes[1].GetProperty("groups").EnumerateArray()), "kind"));
    }

    [Fact]
    public async Task Results_OfASiteThatLosesEntities_CallItsSplitBrokenAndNotTheWhole()
    {
        await FillAsync(6_000, i => i < 500 ? "berlin" : "paris", (_, _) => 1, i => i < 500 && i % 4 == 3);
        await using var service = await StartAsync("\"site\"");
        var results = await ResultsAsync(service);
        Assert.False(results.GetProperty("split").GetProperty("isBroken").GetBoolean());
        var groups = results.GetProperty("breakdown").GetProperty("attributes")[0].GetProperty("groups").EnumerateArray().ToDictionary(group => Text(group, "value"));
        Assert.True(groups["berlin"].GetProperty("split").GetProperty("isBroken").GetBoolean());
        Assert.False(groups["paris"].GetProperty("split").GetProperty("isBroken").GetBoolean());
    }

    [Fact]
    public async Task Exposures_OfRequests_KeepTheDeclaredAttributesAndNoOthers()
    {
        await using (var service = await StartAsync("\"site\", \"firmware\""))
        {
            foreach (var query in new[] { "robot-1&attributes.site=berlin&attributes.owner=somebody", "robot-2&attributes.firmware=7&attributes.site=", "robot-3&attributes.owner=somebody" })
            {
                var response = await service.PostAsync(Samples.Kitchen, "image/jpeg", $"/v1/recognize?entity_id={query}");
                Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
            }
        }

        await using var store = new SqliteEventStore(Store);
        var exposures = await store.ReadEventsAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, CancellationToken.None).OfType<Exposure>().ToListAsync();
        Assert.Equal(["""{"site":"berlin"}""", """{"firmware":"7"}""", null], exposures.OrderBy(exposure => exposure.EntityId).Select(exposure => exposure.Attributes));
    }

    /// <summary>Robots, every other one of which gets the treatment, with a value each.</summary>
    private async Task FillAsync(int robots, Func<int, string?> site, Func<int, string?, double> value, Func<int, bool>? isLost = null)
    {
        var events = new List<EventRecord>();
        for (var i = 0; i < robots; i++)
        {
            if (isLost?.Invoke(i) == true) continue;
            var (entity, at) = ($"robot-{i}", site(i));
            events.Add(new Exposure
            {
                Id = Guid.NewGuid(),
                Time = Now.AddHours(-2),
                EntityId = entity,
                Experiment = "e",
                Feature = "room-type-model",
                Variation = i % 2 == 0 ? "production" : "hardened",
                Reason = "EXPERIMENT_RULE_MATCH",
                Attributes = at is null ? null : JsonSerializer.Serialize(new Dictionary<string, string> { ["site"] = at }),
            });
            events.Add(new MetricEvent { Id = Guid.NewGuid(), Time = Now.AddHours(-1), EntityId = entity, Name = "minutes", Value = value(i, at) });
        }

        await using var store = new SqliteEventStore(Store);
        await store.AppendAsync(events, CancellationToken.None);
    }

    private async Task<TestService> StartAsync(string breakdown)
    {
        var file = Path.Combine(_folder.Path, "experiments.json");
        await File.WriteAllTextAsync(file, $$"""
            { "features": [ { "name": "room-type-model", "defaultVariation": "production",
              "variations": [ { "name": "production", "value": "room-type@2" }, { "name": "hardened", "value": "room-type@3" } ],
              "experiment": { "name": "e", "control": "production", "breakdown": [ {{breakdown}} ],
                "treatments": [ { "name": "production", "variation": "production", "weight": 1 }, { "name": "hardened", "variation": "hardened", "weight": 1 } ],
                "metrics": [ { "name": "minutes", "desiredChange": "increase" } ] } } ] }
            """);
        return await TestService.StartAsync("Experiments:Source=local", $"Experiments:File={file}", "Events:Store=sqlite", $"Events:File={Store}");
    }

    private static async Task<JsonElement> ResultsAsync(TestService service)
    {
        var response = await service.Client.GetAsync("/v1/experiments/e/results");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await Samples.JsonAsync(response);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
