using System.Text.Json;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;

namespace RoomTypes.Tests.Drift;

/// <summary>What a service says of drift, from its event store.</summary>
public sealed class DriftTests : IDisposable
{
    private const string Model = "room-type@2";
    private static readonly DateTimeOffset Today = new(DateTime.UtcNow.Date, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(1);

    private string StoreFile => Path.Combine(_folder.Path, "events.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Drift_OfAModelThatIsNew_IsBeingLearnt()
    {
        await AppendAsync(Today.AddDays(-3), 50, 0);
        var json = await ReadAsync("");
        Assert.Equal(("learning", 50, 1_000), (json.GetProperty("status").GetString(), json.GetProperty("reference").GetInt32(), json.GetProperty("referenceNeeded").GetInt32()));
        Assert.False(json.TryGetProperty("predictions", out _));
    }

    [Fact]
    public async Task Drift_AfterAChange_IsToldAndTheReferenceOutlivesItsEmbeddings()
    {
        for (var day = 20; day > 17; day--) await AppendAsync(Today.AddDays(-day), 400, 0);
        for (var day = 10; day > 5; day--) await AppendAsync(Today.AddDays(-day), 60, 0);
        var from = $"?from={Today.AddDays(-25):yyyy-MM-ddTHH:mm:ssZ}";
        var before = await ReadAsync(from);
        Assert.Equal(("steady", 1_000), (before.GetProperty("status").GetString(), before.GetProperty("reference").GetInt32()));

        await using (var store = new SqliteEventStore(StoreFile)) await store.DeleteEmbeddingsBeforeAsync(Today.AddDays(-15), CancellationToken.None);
        await AppendAsync(Today.AddDays(-2), 300, 0.8);
        var after = await ReadAsync(from);
        Assert.Equal("drift", after.GetProperty("status").GetString());
        Assert.InRange(after.GetProperty("detectedAfter").GetInt32(), 301, 600);
        Assert.Equal("embedding", after.GetProperty("strongest").GetString());
        Assert.Equal((0.25, 0.5), (after.GetProperty("referencePictures").GetProperty("brightness").GetDouble(), after.GetProperty("referenceUnknownShare").GetDouble()));
        Assert.True(after.GetProperty("logEvidence").GetDouble() >= after.GetProperty("logThreshold").GetDouble());
    }

    [Fact]
    public async Task Drift_OfOneHomeThatSendsMuch_CountsItOnceADay()
    {
        for (var day = 20; day > 17; day--) await AppendAsync(Today.AddDays(-day), 400, 0);
        for (var day = 5; day > 2; day--) await AppendAsync(Today.AddDays(-day), 30, 5, entity: "robot-1");
        var json = await ReadAsync($"?from={Today.AddDays(-10):yyyy-MM-ddTHH:mm:ssZ}");
        Assert.Equal(("steady", 3), (json.GetProperty("status").GetString(), json.GetProperty("predictions").GetInt32()));
    }

    [Theory]
    [InlineData("?from=2026-01-02&until=2026-01-01", "range_empty")]
    [InlineData("?from=2026-01-01&until=2026-03-01", "range_too_long")]
    [InlineData("?from=yesterday", "time_malformed")]
    public async Task Drift_OfATimeThatIsNone_IsRefused(string query, string code) => Assert.Equal(code, (await ReadAsync(query)).GetProperty("code").GetString());

    private async Task<JsonElement> ReadAsync(string query)
    {
        await using var service = await TestService.StartAsync("Events:Store=sqlite", $"Events:File={StoreFile}");
        return await Samples.JsonAsync(await service.Client.GetAsync(new Uri($"/v1/drift{query}", UriKind.Relative)));
    }

    private async Task AppendAsync(DateTimeOffset day, int count, double shift, string entity = "")
    {
        await using var store = new SqliteEventStore(StoreFile);
        await store.AppendAsync([.. Enumerable.Range(0, count).Select(i => new Prediction
        {
            Id = Guid.CreateVersion7(day.AddSeconds(i)),
            Time = day.AddSeconds(i),
            EntityId = entity,
            Model = Model,
            RoomType = _random.Next(2) == 0 ? "kitchen" : "bedroom",
            Confidence = 0.5 + (_random.NextDouble() / 2),
            UnknownScore = i % 2 == 0 ? 0.4 : 0.6,
            Quality = new(0.25, 100 + _random.NextDouble(), 2),
            Embedding = [.. Enumerable.Range(0, 8).Select(_ => (Half)(_random.NextDouble() + shift))],
        })], CancellationToken.None);
    }
}
