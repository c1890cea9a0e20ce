using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;
using RoomTypes.Tests.Events;
using RoomTypes.V1;

namespace RoomTypes.Tests.Http;

public sealed class FeedbackTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private TestService _service = null!;

    private string StoreFile => Path.Combine(_folder.Path, "events.db");

    public async Task InitializeAsync() => _service = await TestService.StartAsync("Events:Store=sqlite", $"Events:File={StoreFile}", "Events:RetentionDays=30");

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Correction_OfAPrediction_IsJoinedOnceAndARepetitionIsTold()
    {
        var prediction = Recent();
        await AppendAsync(prediction);
        var body = $$"""{"predictionId": "{{prediction.Id:N}}", "correctRoomType": "ROOM_TYPE_DINING_ROOM"}""";
        Assert.Equal("FEEDBACK_OUTCOME_JOINED", await OutcomeAsync(body));
        Assert.Equal("FEEDBACK_OUTCOME_DUPLICATE", await OutcomeAsync(body));
        var row = Assert.Single(await KpiAsync());
        Assert.Equal(("kitchen", 1, 1), (row.RoomType, row.Predictions, row.Corrected));
    }

    [Fact]
    public async Task Metric_OfTheSameContent_CountsAgainOnlyUnderAnotherIdOfTheCallers()
    {
        var told = $"{DateTimeOffset.UtcNow.AddMinutes(-1):O}";
        string[] outcomes = ["JOINED", "DUPLICATE", "JOINED", "DUPLICATE", "JOINED"];
        foreach (var (id, outcome) in new[] { "first", "first", "second", "first", "" }.Zip(outcomes))
            Assert.Equal($"FEEDBACK_OUTCOME_{outcome}", await OutcomeAsync($$"""{"entityId": "a", "metric": {"name": "minutes", "value": 1}, "time": "{{told}}", "feedbackId": "{{id}}"}"""));
        await using var store = new SqliteEventStore(StoreFile);
        Assert.Equal(3, (await Make.ListAsync(store.ReadEventsAsync(DateTimeOffset.UnixEpoch, Make.Far, CancellationToken.None))).Count);
    }

    [Fact]
    public async Task Correction_OfAPredictionThatComesLater_IsPendingAndCounts()
    {
        var prediction = Recent();
        var body = $$"""{"predictionId": "{{prediction.Id:N}}", "correctRoomType": "ROOM_TYPE_KITCHEN", "feedbackId": "mine"}""";
        Assert.Equal("FEEDBACK_OUTCOME_PENDING", await OutcomeAsync(body));
        await AppendAsync(prediction);
        Assert.Equal(1, Assert.Single(await KpiAsync()).Confirmed);
    }

    [Fact]
    public async Task Correction_OfAPredictionOlderThanTheRetention_IsTooLateAndNotKept()
    {
        var old = Guid.CreateVersion7(DateTimeOffset.UtcNow.AddDays(-31));
        Assert.Equal("FEEDBACK_OUTCOME_TOO_LATE", await OutcomeAsync($$"""{"predictionId": "{{old:N}}", "correctRoomType": "ROOM_TYPE_KITCHEN"}"""));
        await using var store = new SqliteEventStore(StoreFile);
        Assert.Empty(await Make.ListAsync(store.ReadEventsAsync(DateTimeOffset.UnixEpoch, Make.Far, CancellationToken.None)));
    }

    [Fact]
    public async Task Metric_AsProtobuf_IsKeptAndAnsweredAsAsked()
    {
        var request = new FeedbackRequest
        {
            EntityId = "robot-1",
            Metric = new Metric { Name = "rooms.renamed", Value = 2.5 },
            Time = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddMinutes(-1)),
        };
        foreach (var expected in new[] { FeedbackOutcome.Joined, FeedbackOutcome.Duplicate })
        {
            var response = await _service.PostAsync(request.ToByteArray(), "application/x-protobuf", "/v1/feedback", "application/x-protobuf");
            Assert.Equal(expected, FeedbackResponse.Parser.ParseFrom(await response.Content.ReadAsByteArrayAsync()).Outcome);
        }

        await using var store = new SqliteEventStore(StoreFile);
        var kept = Assert.IsType<MetricEvent>(Assert.Single(await Make.ListAsync(store.ReadEventsAsync(DateTimeOffset.UnixEpoch, Make.Far, CancellationToken.None))));
        Assert.Equal(("robot-1", "rooms.renamed", 2.5), (kept.EntityId, kept.Name, kept.Value));
    }

    [Theory]
    [InlineData("""{"correctRoomType": "ROOM_TYPE_KITCHEN"}""", "prediction_id_missing")]
    [InlineData("""{"predictionId": "x", "correctRoomType": "ROOM_TYPE_KITCHEN"}""", "prediction_id_invalid")]
    [InlineData("""{"predictionId": "00000000000040008000000000000000", "correctRoomType": "ROOM_TYPE_KITCHEN"}""", "prediction_id_invalid")]
    [InlineData("""{"predictionId": "01a1fdc88ade7a0ea81a1eeda7d8ae57", "correctRoomType": "ROOM_TYPE_UNSPECIFIED"}""", "room_type_invalid")]
    [InlineData("""{"predictionId": "01a1fdc88ade7a0ea81a1eeda7d8ae57", "correctRoomType": "ROOM_TYPE_GARAGE"}""", "json_malformed")]
    [InlineData("""{"predictionId": "01a1fdc88ade7a0ea81a1eeda7d8ae57"}""", "feedback_missing")]
    [InlineData("""{"metric": {"name": "minutes", "value": 1}}""", "entity_id_missing")]
    [InlineData("""{"entityId": "a", "metric": {"name": "Minutes", "value": 1}}""", "metric_invalid")]
    [InlineData("""{"entityId": "a", "metric": {"name": "minutes", "value": "NaN"}}""", "metric_invalid")]
    [InlineData("""{"entityId": "a", "metric": {"name": "minutes", "value": 1e200}}""", "metric_invalid")]
    [InlineData("""{"entityId": "a", "metric": {"name": "minutes", "value": 1}, "time": "9999-01-01T00:00:00Z"}""", "time_invalid")]
    [InlineData("{", "json_malformed")]
    [InlineData("""{"nonsense": 1}""", "json_field_unknown")]
    public async Task BadFeedback_IsRefusedWithACode(string body, string code)
    {
        var response = await _service.PostAsync(Encoding.UTF8.GetBytes(body), "application/json", "/v1/feedback");
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(code, (await Samples.JsonAsync(response)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Feedback_OfAnotherTypeOrTooLarge_IsRefused()
    {
        Assert.Equal(415, (int)(await _service.PostAsync([1], "image/png", "/v1/feedback")).StatusCode);
        Assert.Equal(413, (int)(await _service.PostAsync(new byte[20_000], "application/json", "/v1/feedback")).StatusCode);
        Assert.Equal(400, (int)(await _service.PostAsync([0xFF], "application/x-protobuf", "/v1/feedback")).StatusCode);
    }

    [Fact]
    public async Task Feedback_WithoutAStore_IsRefusedWithTheSetting()
    {
        await using var service = await TestService.StartAsync();
        var response = await service.PostAsync("""{"entityId": "a", "metric": {"name": "minutes", "value": 1}}"""u8.ToArray(), "application/json", "/v1/feedback");
        Assert.Equal(404, (int)response.StatusCode);
        Assert.Equal("feedback_disabled", (await Samples.JsonAsync(response)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Feedback_WhenTheStoreCannotBeWritten_Is503AndWorksAgainLater()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "not-a-folder", "events.db");
        await File.WriteAllTextAsync(Path.GetDirectoryName(file)!, "in the way");
        await using var service = await TestService.StartAsync("Events:Store=sqlite", $"Events:File={file}");
        var body = """{"entityId": "a", "metric": {"name": "minutes", "value": 1}}"""u8.ToArray();
        var response = await service.PostAsync(body, "application/json", "/v1/feedback");
        Assert.Equal(503, (int)response.StatusCode);
        Assert.Equal("event_store_unavailable", (await Samples.JsonAsync(response)).GetProperty("code").GetString());
        File.Delete(Path.GetDirectoryName(file)!);
        Assert.True((await service.PostAsync(body, "application/json", "/v1/feedback")).IsSuccessStatusCode);
    }

    private static Prediction Recent() => Make.Prediction("robot-1", 0) with { Id = Guid.CreateVersion7(), Time = DateTimeOffset.UtcNow };

    private async Task AppendAsync(EventRecord record)
    {
        await using var store = new SqliteEventStore(StoreFile);
        await store.AppendAsync([record], CancellationToken.None);
    }

    private async Task<List<KpiRow>> KpiAsync()
    {
        await using var store = new SqliteEventStore(StoreFile);
        return await Make.ListAsync(store.ReadKpiAsync(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(1), CancellationToken.None));
    }

    private async Task<string?> OutcomeAsync(string body)
    {
        var response = await _service.PostAsync(Encoding.UTF8.GetBytes(body), "application/json", "/v1/feedback");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await Samples.JsonAsync(response)).GetProperty("outcome").GetString();
    }
}
