using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;
using RoomTypes.Experiments;

namespace RoomTypes.Tests.Experiments;

/// <summary>A second model that sees the same pictures, through the whole service.</summary>
public sealed class ShadowTests : IDisposable
{
    private const string Name = "next";

    private readonly TemporaryFolder _folder = new();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _outcomes = [];
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _wanted = long.MaxValue;

    public ShadowTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "room_type.shadow.requests") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Count((string)tags[0].Value!, value));
        _listener.Start();
    }

    private string Store => Path.Combine(_folder.Path, "events.db");

    public void Dispose()
    {
        _listener.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Shadow_OfAnsweredRequests_SeesTheSamePicturesAndIsToldInTheResults()
    {
        await using (var service = await StartAsync("room-type@3"))
        {
            foreach (var entity in new[] { "robot-1", "robot-2", "robot-2", "" })
                Assert.True((await service.PostAsync(Samples.Kitchen, "image/jpeg", $"/v1/recognize?entity_id={entity}")).IsSuccessStatusCode);
            // Those that name their models, and those that the model answers anyway, show it nothing.
            Assert.True((await service.PostAsync(Samples.Kitchen, "image/jpeg", "/v1/recognize?entity_id=robot-3&models=room-type@2")).IsSuccessStatusCode);
            await SeenAsync(4);
        }

        await using var store = new SqliteEventStore(Store);
        var events = await store.ReadEventsAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, CancellationToken.None).ToListAsync();
        var shadows = events.OfType<ShadowPrediction>().ToList();
        Assert.Equal(4, shadows.Count);
        var answers = events.OfType<Prediction>().ToDictionary(answer => answer.Id);
        Assert.All(shadows, shadow =>
        {
            Assert.Equal((Name, "room-type@3", "kitchen", answers[shadow.Id].EntityId), (shadow.Shadow, shadow.Model, shadow.RoomType, shadow.EntityId));
            Assert.Equal("room-type@2", answers[shadow.Id].Model);
            Assert.InRange(shadow.Confidence, 0.2, 1);
            Assert.True(shadow.Milliseconds > 0 && shadow.AnsweredMilliseconds > 0);
        });

        await using var second = await StartAsync("room-type@3");
        var results = await ResultsAsync(second, Name);
        Assert.Equal((Name, "not-yet"), (results.GetProperty("experiment").GetString(), results.GetProperty("verdict").GetString()));
        var pair = Assert.Single(results.GetProperty("shadow").GetProperty("pairs").EnumerateArray());
        Assert.Equal((4, 3, 0), (pair.GetProperty("predictions").GetInt32(), pair.GetProperty("entities").GetInt32(), pair.GetProperty("correctness").GetProperty("judged").GetInt32()));
        Assert.Equal(shadows.Average(shadow => shadow.Confidence), pair.GetProperty("confidence").GetProperty("shadow").GetDouble(), 1e-12);
        Assert.Contains("without feedback nobody knows which is right", results.GetProperty("summary").GetString());
        var listed = (await Samples.JsonAsync(await second.Client.GetAsync("/v1/experiments"))).GetProperty("features")[0].GetProperty("shadow");
        Assert.Equal((Name, "running", 1), (listed.GetProperty("name").GetString(), listed.GetProperty("status").GetString(), listed.GetProperty("share").GetDouble()));
    }

    [Fact]
    public async Task Results_WithFeedback_SayWhichOfTheTwoIsRight()
    {
        // Where exactly one is right it is the shadow for 3 of 4 entities; everything an entity adds after its first such prediction counts no more.
        await FillAsync(entities: 200, entity => entity % 4 > 0 ? ("bathroom", "bathroom") : ("bathroom", "kitchen"));
        await using var service = await StartAsync("room-type@3");
        var pair = (await ResultsAsync(service, Name)).GetProperty("shadow").GetProperty("pairs")[0];
        Assert.Equal("better", pair.GetProperty("verdict").GetString());
        Assert.StartsWith("'room-type@3' is better: where exactly one is right, that is 'room-type@3' for 150 entities and 'room-type@2' for 50 (", pair.GetProperty("summary").GetString());
        var correctness = pair.GetProperty("correctness");
        Assert.Equal((400, 0, 300, 100), (correctness.GetProperty("judged").GetInt32(), correctness.GetProperty("bothRight").GetInt32(), correctness.GetProperty("shadowRight").GetInt32(), correctness.GetProperty("answeredRight").GetInt32()));
        Assert.Equal((200, 150), (correctness.GetProperty("decidingEntities").GetInt32(), correctness.GetProperty("decidingForShadow").GetInt32()));
        Assert.InRange(correctness.GetProperty("anytimeValidPValue").GetDouble(), 0, 1e-8);
        var accuracy = pair.GetProperty("accuracy");
        Assert.Equal(0.5, accuracy.GetProperty("difference").GetDouble(), 1e-12);
        Assert.True(accuracy.GetProperty("interval").GetProperty("lower").GetDouble() is > 0.25 and < 0.5);
    }

    [Fact]
    public async Task Results_OfFeedbackThatOnlyCorrects_DoNotCallTheShadowBetter()
    {
        await FillAsync(entities: 100, _ => ("bathroom", "bathroom"));
        await using var service = await StartAsync("room-type@3");
        var pair = (await ResultsAsync(service, Name)).GetProperty("shadow").GetProperty("pairs")[0];
        Assert.Equal("not-yet", pair.GetProperty("verdict").GetString());
        Assert.Contains("only 0 of 200 pieces of feedback say that the answer was right", pair.GetProperty("summary").GetString());
    }

    [Fact]
    public async Task Shadow_ThatDoesNotFit_IsDroppedAndCountedAndTheAnswerIsGiven()
    {
        await using var service = await StartAsync("room-type@3", "Http:MaxBufferedBytes=1048576", "Http:MaxRequestBytes=524288");
        var padded = new byte[200_000];
        Samples.Kitchen.CopyTo(padded, 0);
        Assert.True((await service.PostAsync(padded, "image/jpeg", "/v1/recognize?entity_id=robot-1")).IsSuccessStatusCode);
        Assert.Equal(1, _outcomes["dropped"]);
        Assert.Equal(0, service.Budget.Held);
    }

    [Fact]
    public async Task Shadow_OfAModelThatIsNotServed_LeavesTheAnswersAsTheyAre()
    {
        await using var service = await StartAsync("room-type@9");
        Assert.True((await service.PostAsync(Samples.Kitchen, "image/jpeg", "/v1/recognize?entity_id=robot-1")).IsSuccessStatusCode);
        Assert.Equal(0, _outcomes.Values.Sum());
    }

    [Fact]
    public void Sees_OfRequests_IsTheShareAndTheSameForARepetition()
    {
        var shadow = new Shadow(Name, "room-type@3", 20_000, Schedule.Always);
        var seen = Enumerable.Range(0, 10_000).Count(i => shadow.Sees($"request-{i}", DateTimeOffset.UnixEpoch));
        Assert.InRange(seen, 1_840, 2_160);
        Assert.Equal(seen, Enumerable.Range(0, 10_000).Count(i => shadow.Sees($"request-{i}", DateTimeOffset.UtcNow)));
        Assert.False((shadow with { Schedule = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1)) }).Sees("request-1", DateTimeOffset.UtcNow));
    }

    /// <summary>Two predictions an entity, answered as kitchens a day ago: what the shadow says and what is right.</summary>
    private async Task FillAsync(int entities, Func<int, (string Shadow, string Right)> say)
    {
        await using var store = new SqliteEventStore(Store);
        var events = new List<EventRecord>();
        var at = DateTimeOffset.UtcNow.AddDays(-1);
        for (var i = 0; i < 2 * entities; i++)
        {
            var (shadow, right) = say(i / 2);
            var (id, entity, time) = (Guid.CreateVersion7(), $"robot-{i / 2}", at.AddSeconds(i));
            events.Add(new Prediction { Id = id, Time = time, EntityId = entity, Model = "room-type@2", RoomType = "kitchen", Confidence = 0.7 });
            events.Add(new ShadowPrediction { Id = id, Time = time, EntityId = entity, Shadow = Name, Model = "room-type@3", RoomType = shadow, Confidence = 0.8, Milliseconds = 9, AnsweredMilliseconds = 10 });
            events.Add(new Feedback { Id = Guid.CreateVersion7(), Time = time.AddSeconds(1), EntityId = entity, PredictionId = id, RoomType = right });
        }

        await store.AppendAsync(events, CancellationToken.None);
    }

    private async Task<TestService> StartAsync(string model, params string[] settings)
    {
        var file = Path.Combine(_folder.Path, "experiments.json");
        await File.WriteAllTextAsync(file, $$"""
            { "features": [ { "name": "room-type-model", "defaultVariation": "production",
              "variations": [ { "name": "production", "value": "room-type@2" } ], "shadow": { "name": "{{Name}}", "model": "{{model}}" } } ] }
            """, Encoding.UTF8);
        return await TestService.StartAsync(["Events:Store=sqlite", $"Events:File={Store}", "Experiments:Source=local", $"Experiments:File={file}", .. settings]);
    }

    private static async Task<JsonElement> ResultsAsync(TestService service, string name)
    {
        var response = await service.Client.GetAsync($"/v1/experiments/{name}/results");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await Samples.JsonAsync(response);
    }

    private async Task SeenAsync(long requests)
    {
        lock (_outcomes)
        {
            _wanted = requests;
            if (_outcomes.GetValueOrDefault("predicted") >= requests) _seen.TrySetResult();
        }

        await _seen.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private void Count(string outcome, long requests)
    {
        lock (_outcomes)
        {
            _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + requests;
            if (_outcomes.GetValueOrDefault("predicted") >= _wanted) _seen.TrySetResult();
        }
    }
}
