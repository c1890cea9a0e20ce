using RoomTypes.Events;
using RoomTypes.Events.Lake;
using RoomTypes.Lakes;
using RoomTypes.Storage;
using RoomTypes.Tests.Events;

namespace RoomTypes.Tests.Lake;

/// <summary>A lake in a bucket: written by the service's client, copied and asked by DuckDB.</summary>
public sealed class S3LakeTests(MotoServer server) : IClassFixture<MotoServer>, IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [MotoFact]
    public async Task Bucket_WrittenCompactedAndErased_IsAskedAsAFolderIs()
    {
        var files = Open("all");
        await using var store = LakeSetup.Open(TestOptions.Read().Events, files, new DuckDbEngine(files, Path.Combine(_folder.Path, "copies")));
        var predictions = Enumerable.Range(0, 5).Select(i => Make.Prediction($"robot-{i}", i)).ToList();
        foreach (var prediction in predictions) await store.AppendAsync([prediction, Make.Feedback(prediction, "bedroom", 10)], None);
        Assert.Equal((5, 5), await KpiAsync(store));

        Assert.Equal(new LakeChange(10, 2, 0), await new Compaction(files).RunAsync(Make.Far, None));
        Assert.Equal((5, 5), await KpiAsync(store));
        Assert.Equal(2, (await Make.ListAsync(files.ListAsync("events/", None))).Count);

        Assert.Equal(new LakeChange(2, 2, 2), await new Erasure(files).RunAsync("robot-3", None));
        Assert.Equal((4, 4), await KpiAsync(store));
        // What the bucket has no more is not kept here either.
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_folder.Path, "copies"), "*.parquet", SearchOption.AllDirectories).Length);
    }

    [MotoFact]
    public async Task Documents_WrittenByTwo_KeepTheFirst()
    {
        var files = Open("documents");
        await using var store = LakeSetup.Open(TestOptions.Read().Events, files, null);
        Assert.True(await store.PutDocumentAsync(new("drift/a", "1", 0), None));
        Assert.False(await store.PutDocumentAsync(new("drift/a", "2", 0), None));
        Assert.True(await store.PutDocumentAsync(new("drift/a", "3", 1), None));
        Assert.Equal(new StoredDocument("drift/a", "3", 2), await store.GetDocumentAsync("drift/a", None));
        Assert.True(await files.TryReplaceAsync("documents/x.json", [1], null, None));
        Assert.False(await files.TryReplaceAsync("documents/x.json", [2], null, None));
        Assert.False(await files.TryReplaceAsync("documents/x.json", [2], "\"another\"", None));
        Assert.Equal([1], (await files.ReadAsync("documents/x.json", None))!.Value.Bytes);
    }

    [MotoFact]
    public async Task Retention_OfABucket_IsLeftToItsLifecycle()
    {
        var files = Open("retention");
        await using var store = LakeSetup.Open(TestOptions.Read().Events, files, null);
        await store.AppendAsync([Make.Metric("robot-1", 1, 1)], None);
        Assert.Equal(0, await store.DeleteBeforeAsync(Make.Far, None));
        Assert.Single(await Make.ListAsync(files.ListAsync("events/", None)));
    }

    [MotoFact]
    public async Task List_OfMoreThanAPage_HasAll()
    {
        var files = Open("many");
        await Parallel.ForAsync(0, 1_003, async (i, ending) => await files.PutAsync($"events/{i:0000}", [1], ending));
        Assert.Equal(Enumerable.Range(0, 1_003).Select(i => $"events/{i:0000}"), await Make.ListAsync(files.ListAsync("events/", None)));
    }

    [MotoFact]
    public async Task Put_IntoABucketThatIsNotThere_NamesTheAddress()
    {
        var files = LakeFiles.Open("s3://no-such-bucket/x", Storage());
        var failure = await Assert.ThrowsAsync<EventStoreException>(() => files.PutAsync("events/a", [1], None));
        Assert.Contains("s3://no-such-bucket/x/events/a", failure.Message);
    }

    private ILakeFiles Open(string prefix) => LakeFiles.Open($"s3://{MotoServer.Bucket}/{prefix}", Storage());

    private S3Storage Storage() => new(TestOptions.Read($"Storage:Endpoint={server.Address}").Storage);

    private static async Task<(long Predictions, long Corrected)> KpiAsync(IEventStore store)
    {
        var rows = await Make.ListAsync(store.ReadKpiAsync(Make.Start, Make.Far, None));
        return (rows.Sum(row => row.Predictions), rows.Sum(row => row.Corrected));
    }
}
