using System.Text.Json;
using Google.Protobuf;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;
using RoomTypes.V1;

namespace RoomTypes.Tests.Caching;

/// <summary>The cache through the whole service.</summary>
public sealed class CachedRequestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Recognize_TheSamePictureAgain_IsAHitWithTheSameScoresAndAPredictionOfItsOwn()
    {
        await using var service = await StartAsync();
        var (miss, first) = await AskAsync(service, Bare(Samples.Kitchen));
        var (hit, second) = await AskAsync(service, Bare(Samples.Kitchen));

        Assert.Equal(("miss", "hit"), (miss, hit));
        Assert.Equal(first.Rooms[0].Scores, second.Rooms[0].Scores);
        Assert.NotEqual(first.Rooms[0].PredictionId, second.Rooms[0].PredictionId);
        Assert.Equal([CacheStatus.Hit], second.Timings.Cache);
        Assert.Equal((0, 0, 0), (second.Timings.QueueMs, second.Timings.DecodeMs, second.Timings.InferMs));
    }

    [Fact]
    public async Task Recognize_AMissionWithOneNewPicture_WorksOnThatOne()
    {
        await using var service = await StartAsync();
        await AskAsync(service, Mission(Samples.Kitchen));
        var (status, answer) = await AskAsync(service, Mission(Samples.Kitchen, Samples.Bedroom, Samples.Kitchen[..3000]));

        Assert.Equal("mixed; hit=1; miss=2", status);
        Assert.Equal([CacheStatus.Hit, CacheStatus.Miss, CacheStatus.Miss], answer.Timings.Cache);
        Assert.Equal(2u, answer.Rooms[0].ImageCount);
        Assert.Equal(2u, Assert.Single(answer.Rooms[0].Failures).Index);

        var (_, alone) = await AskAsync(service, Mission(Samples.Kitchen, Samples.Bedroom), control: "no-store");
        Assert.Equal(alone.Rooms[0].Scores, answer.Rooms[0].Scores);
    }

    [Fact]
    public async Task Recognize_AnotherModel_IsAMiss()
    {
        await using var service = await StartAsync();
        await AskAsync(service, Bare(Samples.Kitchen), "/v1/recognize?models=room-type@2");
        Assert.Equal("miss", (await AskAsync(service, Bare(Samples.Kitchen), "/v1/recognize?models=room-type@3")).Status);
        Assert.Equal("hit", (await AskAsync(service, Bare(Samples.Kitchen), "/v1/recognize?models=room-type@3,room-type@2")).Status);
    }

    [Theory]
    [InlineData("no-cache")]
    [InlineData("max-age=0, no-store")]
    public async Task Recognize_WithCacheControl_IsMadeAnew(string control)
    {
        await using var service = await StartAsync();
        await AskAsync(service, Bare(Samples.Kitchen));
        var (status, answer) = await AskAsync(service, Bare(Samples.Kitchen), control: control);
        Assert.Equal("bypass", status);
        Assert.Equal([CacheStatus.Bypass], answer.Timings.Cache);
        Assert.True(answer.Timings.InferMs > 0);
    }

    [Fact]
    public async Task Recognize_WithoutACache_SaysNothingOfOne()
    {
        await using var service = await TestService.StartAsync("Cache:Level=none");
        var (status, answer) = await AskAsync(service, Bare(Samples.Kitchen));
        Assert.Null(status);
        Assert.Empty(answer.Timings.Cache);
    }

    [Fact]
    public async Task Recognize_APictureThatCannotBeRead_IsRefusedEveryTime()
    {
        await using var service = await StartAsync();
        for (var i = 0; i < 2; i++)
        {
            var response = await service.PostAsync(Samples.Kitchen[..3000], "image/jpeg");
            Assert.Equal((422, "image_corrupt"), ((int)response.StatusCode, (await Samples.JsonAsync(response)).GetProperty("code").GetString()));
        }
    }

    [Fact]
    public async Task Events_OfHits_AreThoseOfMisses()
    {
        var store = Path.Combine(_folder.Path, "events.db");
        await using (var service = await StartAsync("Events:Store=sqlite", $"Events:File={store}", "Experiments:Source=local"))
        {
            var answers = new List<RecognizeResponse>();
            for (var i = 0; i < 8; i++) answers.Add((await AskAsync(service, Bare(Samples.Kitchen), $"/v1/recognize?entity_id=robot-{i % 4}")).Answer);
            var feedback = JsonSerializer.SerializeToUtf8Bytes(new { predictionId = answers[^1].Rooms[0].PredictionId, correctRoomType = "ROOM_TYPE_KITCHEN" });
            Assert.Equal("FEEDBACK_OUTCOME_JOINED", (await Samples.JsonAsync(await service.PostAsync(feedback, "application/json", "/v1/feedback"))).GetProperty("outcome").GetString());
            Assert.Contains(answers, answer => answer.Timings.Cache[0] == CacheStatus.Hit);
        }

        await using var events = new SqliteEventStore(store);
        var kept = await events.ReadEventsAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, CancellationToken.None).ToListAsync();
        Assert.Equal((8, 4), (kept.OfType<Prediction>().Count(), kept.OfType<Exposure>().Select(exposure => exposure.EntityId).Distinct().Count()));
    }

    [Fact]
    public async Task Metrics_OfHitsAndMisses_CountBoth()
    {
        await using var service = await StartAsync();
        for (var i = 0; i < 3; i++) await AskAsync(service, Bare(Samples.Kitchen));
        var text = await service.Client.GetStringAsync("/metrics");
        Assert.Contains("room_type_cache_answers_total{level=\"memory\",outcome=\"miss\"} 1\n", text);
        Assert.Contains("room_type_cache_answers_total{level=\"memory\",outcome=\"hit\"} 2\n", text);
        Assert.Contains("room_type_pictures_total{outcome=\"recognized\"} 3\n", text);
        Assert.Contains("room_type_picture_duration_seconds_count{stage=\"infer\"} 1\n", text);
        Assert.Contains("room_type_cache_entries 1\n", text);
        Assert.Contains("room_type_cache_evictions_total 0\n", text);
        Assert.Matches("room_type_cache_bytes [1-9]", text);
    }

    private static Task<TestService> StartAsync(params string[] settings) => TestService.StartAsync(["Cache:Level=memory", .. settings]);

    private static ByteArrayContent Bare(byte[] picture) => Samples.Body(picture, "image/jpeg");

    private static ByteArrayContent Mission(params byte[][] pictures)
    {
        var room = new Room { RoomId = "r", Images = { pictures.Select(picture => new Image { Content = ByteString.CopyFrom(picture) }) } };
        return Samples.Body(new RecognizeRequest { Rooms = { room } }.ToByteArray(), "application/x-protobuf");
    }

    private static async Task<(string? Status, RecognizeResponse Answer)> AskAsync(TestService service, HttpContent content, string path = "/v1/recognize", string? control = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.TryAddWithoutValidation("accept", "application/x-protobuf");
        if (control is not null) request.Headers.TryAddWithoutValidation("cache-control", control);
        using var response = await service.Client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        return (response.Headers.TryGetValues("x-cache", out var values) ? values.Single() : null, RecognizeResponse.Parser.ParseFrom(await response.Content.ReadAsByteArrayAsync()));
    }
}
