using RoomTypes.Events;
using RoomTypes.Events.Lake;
using RoomTypes.Lakes;
using RoomTypes.Tests.Events;

namespace RoomTypes.Tests.Lake;

/// <summary>A lake in a folder that DuckDB is asked about.</summary>
public sealed class LakeEventStoreTests : EventStoreTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private FolderLake Files => new(Path.Combine(_folder.Path, "lake"));

    protected override bool TellsResults => false;

    protected override TimeSpan RetentionStep => TimeSpan.FromHours(1);

    protected override int Orders => 10;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Append_ABatchOfSeveralHoursAndKinds_IsAnObjectOfEach()
    {
        await using var store = await OpenAsync();
        var late = Make.Prediction("robot-1", 3_599.999) with { Embedding = [(Half)1] };
        await store.AppendAsync([Make.Prediction("robot-1", 0), late, Make.Prediction("robot-2", 3_600), Make.Feedback(late, "bedroom", 86_400)], CancellationToken.None);
        var paths = await Make.ListAsync(Files.ListAsync("events/", CancellationToken.None));
        Assert.Equal(
            [
                "events/kind=embedding/dt=2026-11-01/hour=12 1", "events/kind=feedback/dt=2026-11-02/hour=12 1",
                "events/kind=prediction/dt=2026-11-01/hour=12 2", "events/kind=prediction/dt=2026-11-01/hour=13 1",
            ],
            paths.Select(path => $"{path[..path.LastIndexOf('/')]} {LakeObject.RowsOf(path)}"));
    }

    [Fact]
    public async Task Append_TheSameBatchAgain_WritesOverItsObject()
    {
        await using var store = await OpenAsync();
        EventRecord[] batch = [Make.Metric("robot-1", 1, 1), Make.Metric("robot-1", 2, 2)];
        await store.AppendAsync(batch, CancellationToken.None);
        await store.AppendAsync(batch, CancellationToken.None);
        Assert.Single(await Make.ListAsync(Files.ListAsync("events/", CancellationToken.None)));
    }

    [Fact]
    public async Task Append_TextsOfEveryKind_AreReadAsTheyWere()
    {
        await using var store = await OpenAsync();
        string[] texts = ["", "'; DROP TABLE metric; --", "zwölf 🤖 \"\n\t", new string('x', 300)];
        var metrics = texts.Select((text, i) => Make.Metric(text, -1.0 / 3, i, $"m{text}")).ToList();
        await store.AppendAsync(metrics, CancellationToken.None);
        Assert.Equal(metrics, await Make.ListAsync(store.ReadEventsAsync(Make.Start, Make.Far, CancellationToken.None)));
        await store.AppendAsync([Make.Exposure(texts[1], "a", 0, texts[2])], CancellationToken.None);
        var totals = await Make.ListAsync(store.ReadEntityTotalsAsync(new MetricQuery(texts[2], $"m{texts[1]}", Make.Start, Make.Far), CancellationToken.None));
        Assert.Equal((texts[1], 1), (Assert.Single(totals).EntityId, totals[0].Denominator));
    }

    [Fact]
    public async Task Append_WithAKey_NamesEntitiesByAKeyedHashEverywhere()
    {
        var options = TestOptions.Read("Events:Store=lake", $"Events:Lake={Files.Location}", $"Events:PseudonymKey={new string('k', 32)}").Events;
        await using var store = LakeSetup.Open(options, Files, new DuckDbEngine(Files, ""));
        var prediction = Make.Prediction("robot-1", 1) with { Embedding = [(Half)1] };
        await store.AppendAsync([Make.Exposure("robot-1", "a", 0), prediction, Make.Metric("", 1, 2, prediction: prediction.Id), Make.Shadow(prediction, "bedroom")], CancellationToken.None);
        // HMAC-SHA-256 of robot-1 by Python's hmac.
        const string Name = "9e6ca5a635f319c713f7c1e7a027738b";
        Assert.All(await Make.ListAsync(store.ReadEventsAsync(Make.Start, Make.Far, CancellationToken.None)), record => Assert.Equal(Name, record.EntityId));
        Assert.Equal(Name, Assert.Single(await Make.ListAsync(store.ReadEmbeddingsAsync(new("room-type@2", Make.Start, Make.Far), CancellationToken.None))).EntityId);
        foreach (var file in Directory.GetFiles(Files.Location, "*.parquet", SearchOption.AllDirectories)) Assert.DoesNotContain("robot-1", System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)));
    }

    [Fact]
    public async Task Read_WithoutAnEngine_NamesThoseWhoAnswer()
    {
        await using var store = LakeSetup.Open(TestOptions.Read().Events, Files, null);
        var failure = await Assert.ThrowsAsync<EventStoreException>(() => Make.ListAsync(store.ReadKpiAsync(Make.Start, Make.Far, CancellationToken.None)));
        Assert.True(failure.IsReadElsewhere);
        Assert.Contains("./run export", failure.Message);
    }

    [Fact]
    public async Task Append_IntoAFolderThatCannotBeMade_NamesIt()
    {
        var files = new FolderLake("/proc/nothing/lake");
        await using var store = LakeSetup.Open(TestOptions.Read().Events, files, null);
        var failure = await Assert.ThrowsAsync<EventStoreException>(() => store.AppendAsync([Make.Metric("a", 1, 1)], CancellationToken.None));
        Assert.Contains("/proc/nothing/lake", failure.Message);
    }

    protected override Task<IEventStore> OpenAsync() =>
        Task.FromResult(LakeSetup.Open(TestOptions.Read("Events:Store=lake", $"Events:Lake={Files.Location}").Events, Files, new DuckDbEngine(Files, "")));
}
