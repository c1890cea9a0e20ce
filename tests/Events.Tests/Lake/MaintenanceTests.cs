using RoomTypes.Events;
using RoomTypes.Events.Lake;
using RoomTypes.Lakes;
using RoomTypes.Tests.Events;

namespace RoomTypes.Tests.Lake;

/// <summary>What is done to the objects of a lake.</summary>
public sealed class MaintenanceTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder _folder = new();

    private FolderLake Files => new(Path.Combine(_folder.Path, "lake"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Compact_ManySmallObjects_LeavesOneOfAnHourWithEachEventOnce()
    {
        await using var store = Open();
        EventRecord[] events = [.. Enumerable.Range(0, 40).SelectMany(i => Story(i))];
        // Each comes twice, in other company.
        foreach (var chunk in events.Chunk(15)) await store.AppendAsync(chunk, None);
        foreach (var chunk in events.Chunk(35)) await store.AppendAsync(chunk, None);
        var before = await ReadAsync(store);
        var objects = await PathsAsync();
        var rows = objects.Sum(LakeObject.RowsOf);
        Assert.True(rows > 1.9 * events.Length, $"{rows} rows");

        var change = await new Compaction(Files).RunAsync(Make.Far, None);

        var paths = await PathsAsync();
        Assert.Equal((objects.Count, paths.Count), (change.Before, change.After));
        Assert.Equal(paths.Count, paths.Select(path => path[..path.LastIndexOf('/')]).Distinct().Count());
        // The embeddings are rows, too.
        Assert.Equal(events.Length + 40, paths.Sum(LakeObject.RowsOf));
        Assert.Equal(rows - events.Length - 40, change.Rows);
        Assert.Equal(before, await ReadAsync(store));
        Assert.Equal(new LakeChange(0, 0, 0), await new Compaction(Files).RunAsync(Make.Far, None));
    }

    [Fact]
    public async Task Compact_AnHourThatStillGrows_LeavesItAlone()
    {
        await using var store = Open();
        await store.AppendAsync([Make.Metric("robot-1", 1, 1)], None);
        await store.AppendAsync([Make.Metric("robot-1", 2, 2)], None);
        Assert.Equal(0, (await new Compaction(Files).RunAsync(Make.At(3_599), None)).Before);
        Assert.Equal(2, (await new Compaction(Files).RunAsync(Make.At(3_600), None)).Before);
    }

    [Fact]
    public async Task Compact_InterruptedBeforeTheOldObjectsWent_CountsOnceAndIsMadeGoodByTheNext()
    {
        await using var store = Open();
        await store.AppendAsync([Make.Metric("robot-1", 1, 1)], None);
        await store.AppendAsync([Make.Metric("robot-1", 2, 2)], None);
        var old = (await PathsAsync()).ToDictionary(path => path, path => File.ReadAllBytes(Path.Combine(Files.Location, path)));
        await new Compaction(Files).RunAsync(Make.Far, None);
        foreach (var (path, bytes) in old) await Files.PutAsync(path, bytes, None);

        Assert.Equal(2, (await ReadAsync(store)).Count);
        Assert.Equal(new LakeChange(3, 1, 2), await new Compaction(Files).RunAsync(Make.Far, None));
        Assert.Equal(2, (await ReadAsync(store)).Count);
    }

    [Fact]
    public async Task Erase_AnEntity_TakesItsEventsAndWhatWasSaidOfItsPredictions()
    {
        await using var store = Open();
        await store.AppendAsync([.. Story(1), .. Story(2)], None);
        await store.AppendAsync([.. Story(1), Make.Metric("robot-3", 1, 1)], None);
        // Of the other one nothing is gone, whatever form its objects have.
        await new Compaction(Files).RunAsync(Make.Far, None);
        await store.AppendAsync([Make.Metric("robot-1", 9, 9)], None);

        var change = await new Erasure(Files).RunAsync("robot-1", None);

        Assert.True(change.Rows >= 9, $"{change.Rows} rows");
        var left = await ReadAsync(store);
        Assert.Equal(["robot-2", "robot-3"], left.Select(record => record.EntityId).Where(entity => entity.Length > 0).Distinct().Order());
        Assert.Equal(Story(2).Count() + 1, left.Count);
        Assert.Equal("robot-2", Assert.Single(await Make.ListAsync(store.ReadEmbeddingsAsync(new("room-type@2", Make.Start, Make.Far), None))).EntityId);
        Assert.Equal(0, (await new Erasure(Files).RunAsync("robot-1", None)).Rows);
    }

    [Fact]
    public async Task Commands_OverAFolder_CompactEraseAndExport()
    {
        await using (var store = Open())
        {
            foreach (var i in new[] { 1, 2, 3 }) await store.AppendAsync([.. Story(i)], None);
        }

        Assert.Equal((0, "21 objects became 7; 0 repetitions were left out.\n"), await RunAsync("EventsTool", "compact"));
        Assert.Equal((0, "8 events are erased: 7 objects became 7.\n"), await RunAsync("EventsTool", "erase", "robot-1"));
        var (exitCode, lines) = await RunAsync("Export");
        Assert.Equal((0, 14), (exitCode, lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.DoesNotContain("robot-1", lines);
        var (_, table) = await RunAsync("Export", "--kpi");
        Assert.Matches(@"2026-11-01\s+room-type@2\s+a\s+kitchen\s+2\s+0\.5000\s+0\s+2\s+1\.0000", table);
        Assert.Equal(2, (await RunAsync("EventsTool", "compact", "--settle", "-1")).ExitCode);
    }

    [Fact]
    public async Task Pseudonyms_OfNames_AreTheLakes()
    {
        var key = new string('k', 32);
        var (exitCode, output, _) = await Tool.RunWithAsync("EventsTool", new Dictionary<string, string> { ["RoomType__Events__PseudonymKey"] = key }, "pseudonym", "robot-1");
        Assert.Equal((0, $"{new Pseudonyms(key).Of("robot-1")}\n"), (exitCode, output));
    }

    /// <summary>An event of each kind, and an embedding, of one entity.</summary>
    private static IEnumerable<EventRecord> Story(int robot)
    {
        var prediction = Make.Prediction($"robot-{robot}", robot) with { Id = Id(robot, 1), Embedding = [(Half)robot] };
        return
        [
            Make.Exposure($"robot-{robot}", "a", robot) with { Id = Id(robot, 2) }, prediction, Make.Feedback(prediction, "bathroom", 100 + robot) with { Id = Id(robot, 3) },
            Make.Metric($"robot-{robot}", 1.5, 200 + robot) with { Id = Id(robot, 4) }, Make.Metric("", 2.5, 300 + robot, prediction: prediction.Id) with { Id = Id(robot, 5) },
            Make.Shadow(prediction, "bathroom"), Make.Feedback(prediction, "bedroom", 7_200) with { Id = Id(robot, 6) },
        ];
    }

    private static Guid Id(int robot, int kind) => ContentId.Of(Make.At(robot), $"{robot} {kind}");

    private LakeEventStore Open() => (LakeEventStore)LakeSetup.Open(TestOptions.Read("Events:Store=lake", $"Events:Lake={Files.Location}").Events, Files, new DuckDbEngine(Files, ""));

    private Task<List<string>> PathsAsync() => Make.ListAsync(Files.ListAsync("events/", None));

    private static Task<List<EventRecord>> ReadAsync(LakeEventStore store) => Make.ListAsync(store.ReadEventsAsync(Make.Start, Make.Far, None));

    private async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        var (exitCode, output, error) = await Tool.RunWithAsync(program, new Dictionary<string, string> { ["RoomType__Events__Store"] = "lake", ["RoomType__Events__Lake"] = Files.Location }, arguments);
        return (exitCode, exitCode == 0 ? output : error);
    }
}
