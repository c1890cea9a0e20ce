using System.Net.Http.Json;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;
using RoomTypes.Tests.Events;

namespace RoomTypes.Tests.Recognition;

/// <summary>What is kept of rooms that a model does not know: the threshold of the first version is moved so that all are.</summary>
public sealed class UnknownRoomTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _models = Samples.CopyModels();

    public UnknownRoomTests()
    {
        _models.Replace("room-type/2/manifest.json", "\"threshold\": -1", "\"threshold\": -100");
        _models.Replace("registry.json", "manifestSha256", "none");
    }

    private string StoreFile => Path.Combine(_folder.Path, "events.db");

    public void Dispose()
    {
        _folder.Dispose();
        _models.Dispose();
    }

    [Fact]
    public async Task Prediction_OfAnUnknownRoom_IsWhatWasAnsweredWithItsScore()
    {
        await using (var service = await StartAsync())
        {
            await RecognizeAsync(service, "models=room-type@2&allowUnknown=true");
            await RecognizeAsync(service, "models=room-type@2");
            await RecognizeAsync(service, "models=room-type@3&allowUnknown=true");
        }

        await using var store = new SqliteEventStore(StoreFile);
        var kept = (await Make.ListAsync(store.ReadEventsAsync(DateTimeOffset.UnixEpoch, Make.Far, CancellationToken.None))).Cast<Prediction>().ToList();
        Assert.Equal(["unknown", "kitchen", "kitchen"], kept.Select(prediction => prediction.RoomType));
        Assert.InRange(kept[0].UnknownScore!.Value, 0.5, 1);
        Assert.Equal(kept[0].UnknownScore, kept[1].UnknownScore);
        Assert.InRange(kept[2].UnknownScore!.Value, 0, 0.5);
        Assert.Equal([("room-type@2", "kitchen", 1L), ("room-type@2", "unknown", 1L), ("room-type@3", "kitchen", 0L)], (await KpiAsync(store)).Select(row => (row.Model, row.RoomType, row.Unknown)));
    }

    [Theory]
    [InlineData("ROOM_TYPE_UNKNOWN", 1, 0)]
    [InlineData("ROOM_TYPE_KITCHEN", 0, 1)]
    public async Task Feedback_OnAnUnknownRoom_ConfirmsThatItIsNoneOrCorrectsIt(string right, long confirmed, long corrected)
    {
        await using (var service = await StartAsync())
        {
            var id = await RecognizeAsync(service, "models=room-type@2&allowUnknown=true");
            using var answer = await service.Client.PostAsJsonAsync("/v1/feedback", new { predictionId = id, correctRoomType = right });
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }

        await using var store = new SqliteEventStore(StoreFile);
        var row = Assert.Single(await KpiAsync(store));
        Assert.Equal((confirmed, corrected), (row.Confirmed, row.Corrected));
    }

    private Task<TestService> StartAsync() => TestService.StartAsync("Events:Store=sqlite", $"Events:File={StoreFile}", $"Models:Source={_models.Path}");

    private static async Task<string> RecognizeAsync(TestService service, string query)
    {
        using var answer = await service.PostAsync(Samples.Kitchen, "image/jpeg", $"/v1/recognize?{query}");
        return (await Samples.JsonAsync(answer)).GetProperty("rooms")[0].GetProperty("predictionId").GetString()!;
    }

    private static Task<List<KpiRow>> KpiAsync(SqliteEventStore store) => Make.ListAsync(store.ReadKpiAsync(DateTimeOffset.UnixEpoch, Make.Far, CancellationToken.None));
}
