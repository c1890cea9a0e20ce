using RoomTypes.Events;

namespace RoomTypes.Tests.Events;

/// <summary>Embeddings beside predictions.</summary>
public abstract partial class EventStoreTests
{
    [Fact]
    public async Task Embeddings_OfPredictions_AreReadByModelAndTimeWithWhatIsRight()
    {
        await using var store = await OpenAsync();
        var judged = Make.Prediction("robot-1", 1) with { Embedding = [(Half)0.5, Half.MaxValue, (Half)(-0.25)], Quality = new(0.5, 123.25, 12.2), UnknownScore = 0.75 };
        var unjudged = Make.Prediction("robot-2", 2) with { Embedding = [(Half)1, (Half)2, (Half)3] };
        var other = Make.Prediction("robot-1", 3, model: "room-type@3") with { Embedding = [(Half)4] };
        await store.AppendAsync([judged, unjudged, other, Make.Prediction("robot-1", 4), Make.Feedback(judged, "kitchen", 5)], None);
        await store.AppendAsync([Make.Feedback(judged, "bedroom", 6), judged], None);

        var read = await EmbeddingsAsync(store, new EmbeddingQuery("room-type@2", Make.Start, Make.Far));
        Assert.Equal([judged.Id, unjudged.Id], read.Select(embedding => embedding.Prediction));
        Assert.Equal((Make.At(1), "robot-1", "kitchen", 0.5, "bedroom"), (read[0].Time, read[0].EntityId, read[0].RoomType, read[0].Confidence, read[0].Right));
        Assert.Equal(judged.Embedding, read[0].Vector);
        Assert.Equal((judged.Quality, judged.UnknownScore), (read[0].Quality, read[0].UnknownScore));
        Assert.Equal((null, null, null), (read[1].Right, read[1].Quality, read[1].UnknownScore));
        Assert.Equal(judged.Id, Assert.Single(await EmbeddingsAsync(store, new EmbeddingQuery("room-type@2", Make.Start, Make.Far) { OnlyJudged = true })).Prediction);
        Assert.Equal(judged.Id, Assert.Single(await EmbeddingsAsync(store, new EmbeddingQuery("room-type@2", Make.Start, Make.Far) { Most = 1 })).Prediction);
        Assert.Equal(unjudged.Id, Assert.Single(await EmbeddingsAsync(store, new EmbeddingQuery("room-type@2", Make.At(2), Make.At(3)))).Prediction);
    }

    [Fact]
    public async Task DeleteEmbeddingsBefore_ATime_LeavesThePredictions()
    {
        await using var store = await OpenAsync();
        Prediction[] predictions = [.. new[] { 1, 2, 3 }.Select(step => Make.Prediction("robot-1", Steps(step)) with { Embedding = [(Half)step] })];
        await store.AppendAsync(predictions, None);
        Assert.Equal(1, await store.DeleteEmbeddingsBeforeAsync(Make.At(Steps(2)), None));
        Assert.Equal(predictions[1..].Select(prediction => prediction.Id), (await EmbeddingsAsync(store, new("room-type@2", Make.Start, Make.Far))).Select(embedding => embedding.Prediction));
        Assert.Equal(3, (await Make.ListAsync(store.ReadEventsAsync(Make.Start, Make.Far, None))).Count);
        await store.DeleteBeforeAsync(Make.At(Steps(3)), None);
        Assert.Equal(predictions[2].Id, Assert.Single(await EmbeddingsAsync(store, new("room-type@2", Make.Start, Make.Far))).Prediction);
    }

    private static Task<List<KeptEmbedding>> EmbeddingsAsync(IEventStore store, EmbeddingQuery query) => Make.ListAsync(store.ReadEmbeddingsAsync(query, None));
}
