using System.Text.Json;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;

namespace RoomTypes.Tests.Experiments;

/// <summary>From events in a store to results over HTTP.</summary>
public sealed class ExperimentResultsTests : IDisposable
{
    private const string Name = "hardened-against-production";

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Results_OfABetterVariation_SayByHowMuchAndToStop()
    {
        await FillAsync(("production", 800, 0.30), ("hardened", 800, 0.10));
        await using var service = await StartAsync();
        var results = await ResultsAsync(service);
        Assert.Equal(("better", "hardened"), (Text(results, "verdict"), Text(results, "verdictVariation")));
        Assert.Matches(@"^'hardened' is better by \d+\.\d+ to \d+\.\d+ points \(correction_rate is lower\); safe to stop\.$", Text(results, "summary"));
        var metric = results.GetProperty("metrics")[0];
        Assert.Equal([0.3, 0.1], metric.GetProperty("variations").EnumerateArray().Select(variation => Math.Round(variation.GetProperty("value").GetDouble(), 9)));
        Assert.Equal("correction_rate,confidence", string.Join(',', results.GetProperty("metrics").EnumerateArray().Select(entry => Text(entry, "name"))));
        var (anytime, once) = (Interval(metric, "anytimeValid"), Interval(metric, "fixedHorizon"));
        Assert.True(anytime.Lower < once.Lower && once.Upper < anytime.Upper && anytime.Upper < 0);
    }

    [Fact]
    public async Task Results_OfABrokenSplit_SayNotToTrust()
    {
        await FillAsync(("production", 900, 0.30), ("hardened", 400, 0.10));
        await using var service = await StartAsync();
        var results = await ResultsAsync(service);
        Assert.Equal("split-broken", Text(results, "verdict"));
        Assert.True(results.GetProperty("split").GetProperty("isBroken").GetBoolean());
        Assert.StartsWith("The split is broken: do not trust this.", Text(results, "summary"));
    }

    [Fact]
    public async Task Results_OfRequestsThatWereAnswered_CountTheirEntitiesOnce()
    {
        await using (var service = await StartAsync())
        {
            foreach (var entity in new[] { "robot-1", "robot-2", "robot-2", "robot-3" })
                Assert.True((await service.PostAsync(Samples.Kitchen, "image/jpeg", $"/v1/recognize?entity_id={entity}")).IsSuccessStatusCode);
            Assert.True((await service.PostAsync(Samples.Kitchen, "image/jpeg", "/v1/recognize?entity_id=robot-4&models=room-type@2")).IsSuccessStatusCode);
            Assert.True((await service.PostAsync(Samples.Kitchen, "image/jpeg")).IsSuccessStatusCode);
        }

        // The first one has written all its events when it has stopped.
        await using var second = await StartAsync();
        var results = await ResultsAsync(second);
        Assert.Equal(3, results.GetProperty("split").GetProperty("variations").EnumerateArray().Sum(variation => variation.GetProperty("entities").GetInt32()));
        Assert.StartsWith("Not yet: ", Text(results, "summary"));
        await using var store = new SqliteEventStore(Path.Combine(_folder.Path, "events.db"));
        var events = await store.ReadEventsAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, CancellationToken.None).ToListAsync();
        Assert.Equal(3, events.OfType<Exposure>().Count());
        Assert.All(events.OfType<Exposure>(), exposure => Assert.Equal((Name, "room-type-model", "EXPERIMENT_RULE_MATCH"), (exposure.Experiment, exposure.Feature, exposure.Reason)));
        var predictions = events.OfType<Prediction>().ToList();
        Assert.Equal(6, predictions.Count);
        Assert.All(predictions, prediction => Assert.Equal(("kitchen", 1), (prediction.RoomType, prediction.ImageCount)));
        Assert.Equal("", predictions.Single(prediction => prediction.EntityId == "robot-4").Variation);
    }

    [Fact]
    public async Task Results_WithAHistory_TellEveryDaysInterval()
    {
        await FillAsync(("production", 800, 0.30), ("hardened", 800, 0.10));
        await using var service = await StartAsync();
        var response = await service.Client.GetAsync($"/v1/experiments/{Name}/results?history=true");
        var history = (await Samples.JsonAsync(response)).GetProperty("history").EnumerateArray().ToList();
        Assert.InRange(history.Count, 1, 2);
        Assert.Equal(("better", 1_600), (Text(history[^1], "verdict"), history[^1].GetProperty("comparisons")[0].GetProperty("entities").GetInt32()));
        Assert.True(history[^1].GetProperty("comparisons")[0].GetProperty("interval").GetProperty("upper").GetDouble() < 0);
    }

    [Fact]
    public async Task Results_UntilAfterNow_EndNow()
    {
        await FillAsync(("production", 100, 0.30), ("hardened", 100, 0.10));
        await using var service = await StartAsync();
        var response = await service.Client.GetAsync($"/v1/experiments/{Name}/results?until=2999-01-01T00:00:00Z");
        Assert.InRange((await Samples.JsonAsync(response)).GetProperty("until").GetDateTimeOffset(), Now, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Results_OfManyMixedEntities_AreNotToBeTrusted()
    {
        await FillAsync(("production", 400, 0.30), ("hardened", 400, 0.10));
        await using (var store = new SqliteEventStore(Path.Combine(_folder.Path, "events.db")))
        {
            var crossed = Enumerable.Range(0, 20).SelectMany(i => Visit($"production-{i}", "hardened", isCorrected: false)).ToList();
            await store.AppendAsync(crossed, CancellationToken.None);
        }

        await using var service = await StartAsync();
        var results = await ResultsAsync(service);
        Assert.Equal(("split-broken", 20), (Text(results, "verdict"), results.GetProperty("split").GetProperty("mixedEntities").GetInt32()));
    }

    [Fact]
    public async Task Results_OfEveryKindOfMetric_AreTold()
    {
        await using (var store = new SqliteEventStore(Path.Combine(_folder.Path, "events.db")))
        {
            var random = new Random(1);
            var events = new List<EventRecord>();
            for (var i = 0; i < 600; i++)
            {
                var (entity, variation) = ($"robot-{i}", i % 2 == 0 ? "production" : "hardened");
                events.Add(Visit(entity, variation, isCorrected: false).First());
                for (var visit = 0; visit < (i % 10 == 0 ? 0 : 1 + random.Next(4)); visit++) events.Add(Value(entity, "minutes", (10 * random.NextDouble()) + (i % 2)));
                events.Add(Value(entity, "rooms", 1 + random.Next(3)));
            }

            await store.AppendAsync(events, CancellationToken.None);
        }

        await using var service = await StartAsync("""
            { "name": "mean", "event": "minutes", "desiredChange": "increase", "smallestRelativeEffect": 0.05 },
            { "name": "total", "event": "minutes", "kind": "sum", "cap": 0.99, "desiredChange": "increase" },
            { "name": "visits", "event": "minutes", "kind": "count", "desiredChange": "increase" },
            { "name": "visited", "event": "minutes", "kind": "conversion", "windowHours": 0.5, "desiredChange": "increase" },
            { "name": "per-room", "event": "minutes", "kind": "ratio", "denominator": "rooms", "desiredChange": "increase" },
            { "name": "p95", "event": "minutes", "kind": "quantile", "quantile": 0.95, "desiredChange": "decrease", "worstChange": 0.5 }
            """);
        var metrics = (await ResultsAsync(service)).GetProperty("metrics").EnumerateArray().ToDictionary(metric => Text(metric, "name"));
        Assert.All(metrics.Values, metric => Assert.True(metric.GetProperty("comparisons")[0].GetProperty("isEnough").GetBoolean()));
        Assert.Equal([0.8, 1], Values("visited").Select(value => Math.Round(value, 9)));
        Assert.InRange(Values("mean")[1] - Values("mean")[0], 0.5, 1.5);
        Assert.InRange(Values("total")[1], 2 * Values("mean")[1], 3 * Values("mean")[1]);
        Assert.InRange(Values("per-room")[1], Values("total")[1] / 2.2, Values("total")[1] / 1.8);
        Assert.InRange(Values("p95")[1], 9, 11);
        Assert.InRange(metrics["total"].GetProperty("cappedEntities").GetInt64(), 1, 6);
        Assert.Equal("holds", Text(metrics["p95"].GetProperty("comparisons")[0], "guardrail"));
        Assert.True(metrics["mean"].GetProperty("comparisons")[0].GetProperty("planElapsed").GetDouble() > 0);

        double[] Values(string name) => [.. metrics[name].GetProperty("variations").EnumerateArray().Select(variation => variation.GetProperty("value").GetDouble())];

        static MetricEvent Value(string entity, string name, double value) => new() { Id = Guid.NewGuid(), Time = Now.AddMinutes(-50), EntityId = entity, Name = name, Value = value };
    }

    [Fact]
    public async Task Results_FromADayAfterTheStart_TakeWhatWasBeforeTheExposureForThePast()
    {
        var random = new Random(3);
        var events = new List<EventRecord>();
        for (var i = 0; i < 800; i++)
        {
            // A robot's own habit, and one minute more from the exposure on, two days ago, for half of them.
            var (entity, variation, habit) = ($"robot-{i}", i % 2 == 0 ? "production" : "hardened", 10 * random.NextDouble());
            events.Add(new Exposure { Id = Guid.NewGuid(), Time = Now.AddDays(-2), EntityId = entity, Experiment = Name, Feature = "room-type-model", Variation = variation, Reason = "EXPERIMENT_RULE_MATCH" });
            events.Add(Value(entity, habit + random.NextDouble(), -3));
            foreach (var day in new[] { -1.9, -0.5 }) events.Add(Value(entity, habit + random.NextDouble() + (i % 2), day));
        }

        await using (var store = new SqliteEventStore(Path.Combine(_folder.Path, "events.db"))) await store.AppendAsync(events, CancellationToken.None);
        await using var service = await StartAsync("""{ "name": "minutes", "desiredChange": "increase" }""");
        foreach (var from in new[] { "", $"?from={Uri.EscapeDataString($"{Now.AddDays(-1):O}")}" })
        {
            var response = await service.Client.GetAsync($"/v1/experiments/{Name}/results{from}");
            var comparison = (await Samples.JsonAsync(response)).GetProperty("metrics")[0].GetProperty("comparisons")[0];
            Assert.InRange(comparison.GetProperty("difference").GetDouble(), 0.9, 1.1);
            Assert.InRange(comparison.GetProperty("varianceExplained").GetDouble(), 0.9, 1);
        }

        static MetricEvent Value(string entity, double value, double day) => new() { Id = Guid.NewGuid(), Time = Now.AddDays(day), EntityId = entity, Name = "minutes", Value = value };
    }

    [Fact]
    public async Task Results_OfAnUnknownExperiment_NameThoseThereAre()
    {
        await using var service = await StartAsync();
        var response = await service.Client.GetAsync("/v1/experiments/other/results");
        var problem = await Samples.JsonAsync(response);
        Assert.Equal((404, "experiment_unknown"), ((int)response.StatusCode, Text(problem, "code")));
        Assert.Contains(Name, Text(problem, "detail"));
    }

    [Theory]
    [InlineData("from=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z", "range_empty")]
    [InlineData("from=yesterday", "time_malformed")]
    public async Task Results_OfAWrongTime_AreRefused(string query, string code)
    {
        await using var service = await StartAsync();
        var response = await service.Client.GetAsync($"/v1/experiments/{Name}/results?{query}");
        Assert.Equal((400, code), ((int)response.StatusCode, Text(await Samples.JsonAsync(response), "code")));
    }

    [Fact]
    public async Task Results_WithoutAnEventStore_SaySo()
    {
        await using var service = await TestService.StartAsync("Experiments:Source=local");
        var response = await service.Client.GetAsync($"/v1/experiments/{Name}/results");
        Assert.Equal((404, "event_store_missing"), ((int)response.StatusCode, Text(await Samples.JsonAsync(response), "code")));
    }

    [Fact]
    public async Task List_OfTheShippedExample_HasItsAllocation()
    {
        await using var service = await TestService.StartAsync("Experiments:Source=local");
        var list = await Samples.JsonAsync(await service.Client.GetAsync("/v1/experiments"));
        Assert.Equal("local", Text(list, "source"));
        var experiment = list.GetProperty("features")[0].GetProperty("experiment");
        Assert.Equal((Name, "running", "production"), (Text(experiment, "name"), Text(experiment, "status"), Text(experiment, "control")));
        Assert.Equal(0.5, experiment.GetProperty("shares").GetProperty("hardened").GetDouble());
    }

    [Fact]
    public async Task List_WithoutExperiments_IsEmpty()
    {
        await using var service = await TestService.StartAsync();
        var list = await Samples.JsonAsync(await service.Client.GetAsync("/v1/experiments"));
        Assert.Equal(("none", 0), (Text(list, "source"), list.GetProperty("features").GetArrayLength()));
    }

    /// <summary>Entities with two predictions each, of which some are corrected.</summary>
    private async Task FillAsync(params (string Variation, int Entities, double CorrectionRate)[] variations)
    {
        await using var store = new SqliteEventStore(Path.Combine(_folder.Path, "events.db"));
        var events = new List<EventRecord>();
        foreach (var (variation, entities, rate) in variations)
        {
            for (var i = 0; i < entities * 2; i++) events.AddRange(Visit($"{variation}-{i / 2}", variation, isCorrected: i < entities * 2 * rate));
        }

        await store.AppendAsync(events, CancellationToken.None);
    }

    private static IEnumerable<EventRecord> Visit(string entity, string variation, bool isCorrected)
    {
        var prediction = Guid.NewGuid();
        var time = Now.AddHours(-1);
        yield return new Exposure { Id = Guid.NewGuid(), Time = time, EntityId = entity, Experiment = Name, Feature = "room-type-model", Variation = variation, Reason = "EXPERIMENT_RULE_MATCH" };
        yield return new Prediction { Id = prediction, Time = time, EntityId = entity, Model = "room-type@2", Variation = variation, RoomType = "kitchen", Confidence = 0.9 };
        if (isCorrected) yield return new Feedback { Id = Guid.NewGuid(), Time = time.AddMinutes(1), EntityId = entity, PredictionId = prediction, RoomType = "bathroom" };
    }

    /// <summary>With the shipped experiment, judged by other metrics.</summary>
    private async Task<TestService> StartAsync(string metrics, string feature = "")
    {
        var file = Path.Combine(_folder.Path, "experiments.json");
        await File.WriteAllTextAsync(file, $$"""
            { "features": [ { "name": "room-type-model", "defaultVariation": "production",
              "variations": [ { "name": "production", "value": "room-type@2" }, { "name": "hardened", "value": "room-type@3" } ],
              "experiment": { "name": "{{Name}}", "control": "production", {{feature}}
                "treatments": [ { "name": "production", "variation": "production", "weight": 1 }, { "name": "hardened", "variation": "hardened", "weight": 1 } ],
                "metrics": [ {{metrics}} ] } } ] }
            """);
        return await TestService.StartAsync(
            "Experiments:Source=local", $"Experiments:File={file}", "Events:Store=sqlite", $"Events:File={Path.Combine(_folder.Path, "events.db")}");
    }

    private Task<TestService> StartAsync() =>
        TestService.StartAsync("Experiments:Source=local", "Events:Store=sqlite", $"Events:File={Path.Combine(_folder.Path, "events.db")}");

    private static async Task<JsonElement> ResultsAsync(TestService service)
    {
        var response = await service.Client.GetAsync($"/v1/experiments/{Name}/results");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await Samples.JsonAsync(response);
    }

    private static (double Lower, double Upper) Interval(JsonElement metric, string inference)
    {
        var interval = metric.GetProperty("comparisons")[0].GetProperty(inference).GetProperty("interval");
        return (interval.GetProperty("lower").GetDouble(), interval.GetProperty("upper").GetDouble());
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
