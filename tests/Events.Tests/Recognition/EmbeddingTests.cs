using RoomTypes.Events;
using RoomTypes.Events.Sqlite;
using RoomTypes.Tests.Events;

namespace RoomTypes.Tests.Recognition;

/// <summary>What a service keeps of the pictures that it saw.</summary>
public sealed class EmbeddingTests : IDisposable
{
    private static readonly string[] Rooms = ["Fixtures/samples/kitchen_1.jpg", "Fixtures/samples/bedroom_1.jpg"];
    private readonly TemporaryFolder _folder = new();

    private string StoreFile => Path.Combine(_folder.Path, "events.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prediction_OfOnePicture_KeepsTheEmbeddingThatExplainingItGivesToo()
    {
        await using (var service = await StartAsync("Events:Embeddings=true"))
        {
            await RecognizeAsync(service, false, Samples.Kitchen);
            await RecognizeAsync(service, true, Samples.Kitchen);
        }

        var kept = await ReadAsync();
        Assert.Equal(2, kept.Count);
        Assert.Equal(1280, kept[0].Vector.Length);
        Assert.Contains(kept[0].Vector, value => value > Half.Zero);
        Assert.Equal(kept[0].Quality, kept[1].Quality);
        Assert.InRange(kept[0].Quality!.Brightness, 0.1, 0.9);
        Assert.InRange(kept[0].Quality!.Sharpness, 10, 10_000);
        Assert.InRange(kept[0].UnknownScore!.Value, 0, 0.5);
        Assert.All(kept[0].Vector.Zip(kept[1].Vector), pair => Assert.Equal((double)pair.First, (double)pair.Second, 0.01));
    }

    [Fact]
    public async Task Prediction_OfTwoPictures_KeepsTheirMean()
    {
        await using (var service = await StartAsync("Events:Embeddings=true"))
        {
            await RecognizeAsync(service, false, Samples.Kitchen);
            await RecognizeAsync(service, false, Samples.Bedroom);
            await RecognizeAsync(service, false, Samples.Kitchen, Samples.Bedroom);
        }

        var kept = await ReadAsync();
        Assert.Equal(3, kept.Count);
        for (var i = 0; i < kept[2].Vector.Length; i++) Assert.Equal(((double)kept[0].Vector[i] + (double)kept[1].Vector[i]) / 2, (double)kept[2].Vector[i], 0.005);
    }

    [Fact]
    public async Task Prediction_FromTheCacheOrWithoutTheSetting_KeepsNone()
    {
        await using (var service = await StartAsync("Events:Embeddings=true", "Cache:Level=memory"))
        {
            for (var i = 0; i < 3; i++) await RecognizeAsync(service, false, Samples.Kitchen);
        }

        Assert.Single(await ReadAsync());
        await using (var service = await StartAsync()) await RecognizeAsync(service, false, Samples.Bedroom);
        Assert.Single(await ReadAsync());
    }

    private Task<TestService> StartAsync(params string[] settings) => TestService.StartAsync(["Events:Store=sqlite", $"Events:File={StoreFile}", .. settings]);

    private static async Task RecognizeAsync(TestService service, bool explain, params byte[][] pictures)
    {
        using var form = new MultipartFormDataContent { { new StringContent(explain ? "true" : "false"), "explain" } };
        for (var i = 0; i < pictures.Length; i++) form.Add(Samples.Body(pictures[i], "image/jpeg"), "images", $"{Path.GetFileName(Rooms[i])}");
        var answer = await service.Client.PostAsync("/v1/recognize", form);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<List<KeptEmbedding>> ReadAsync()
    {
        await using var store = new SqliteEventStore(StoreFile);
        return await Make.ListAsync(store.ReadEmbeddingsAsync(new("room-type@2", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue), CancellationToken.None));
    }
}
