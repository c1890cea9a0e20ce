using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using RoomTypes.Events;
using RoomTypes.Events.Lake;
using RoomTypes.Lakes;
using RoomTypes.Tests.Events;

namespace RoomTypes.Tests.Lake;

/// <summary>What happens to acknowledged events when the process is killed and when S3 fails in every way.</summary>
public sealed class LakeDurabilityTests : IDisposable
{
    private const int Senders = 8;
    private readonly TemporaryFolder _folder = new();

    private string LakeFolder => Path.Combine(_folder.Path, "lake");

    private string Spool => Path.Combine(_folder.Path, "spool");

    /// <summary>The ways in which a bucket fails.</summary>
    public static TheoryData<string> Failures => ["unavailable", "silent", "cut off", "cut off in its answer", "cut off after it was kept"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Feedback_AcknowledgedBeforeKill9_IsInTheFolderAndCountedOnce()
    {
        string[] settings = ["Events:Store=lake", $"Events:Lake={LakeFolder}", $"Events:Spool={Spool}"];
        ConcurrentBag<int> sent = [], acknowledged = [];
        using (var service = await FeedbackService.StartAsync(settings)) await SendAsync(service, sent, acknowledged, 300, () => service.Process.Kill());

        Assert.Empty(acknowledged.Except(await ValuesAsync(LakeFolder)));
        using (var service = await FeedbackService.StartAsync(settings))
        {
            Assert.All(await Task.WhenAll(sent.Select(service.SendAsync)), outcome => Assert.Equal("FEEDBACK_OUTCOME_PENDING", outcome));
        }

        Assert.Equal(sent.Order(), (await ValuesAsync(LakeFolder)).Order());
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Feedback_AcknowledgedWhileTheBucketFails_SurvivesKill9AndReachesTheBucketLater(string failure)
    {
        await using var s3 = await MemoryS3.StartAsync();
        var isBroken = true;
        s3.AllowPut = context => isBroken ? BreakAsync(s3, context, failure) : Task.FromResult(true);
        ConcurrentBag<int> sent = [], acknowledged = [];
        using (var service = await StartAsync(s3))
        {
            await SendAsync(service, sent, acknowledged, 100, () =>
            {
                Assert.True(service.MetricAsync("room_type_events_spool_size_bytes").GetAwaiter().GetResult() > 0);
                service.Process.Kill();
            });
        }

        Assert.NotEmpty(acknowledged);
        isBroken = false;
        using (var service = await StartAsync(s3))
        {
            // What waited goes before anything else is sent.
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while (Directory.EnumerateFiles(Spool, "*.parquet", SearchOption.AllDirectories).Any()) await Task.Delay(10, patience.Token);
            Assert.Empty(acknowledged.Except(await ValuesAsync(s3)));
            Assert.All(await Task.WhenAll(sent.Select(service.SendAsync)), Assert.NotNull);
            Assert.Equal(0, await service.MetricAsync("room_type_events_spool_size_bytes"));
        }

        Assert.Equal(sent.Order(), (await ValuesAsync(s3)).Order());
    }

    [Theory]
    [InlineData("none", 256)]
    [InlineData("full", 1)]
    public async Task Feedback_WithNoRoomInTheSpoolWhileTheBucketFails_IsRefusedAndKeptOnceItIsBack(string spool, int megabytes)
    {
        await using var s3 = await MemoryS3.StartAsync();
        var isBroken = true;
        s3.AllowPut = context => isBroken ? BreakAsync(s3, context, "unavailable") : Task.FromResult(true);
        // What another process left fills it.
        if (spool == "full") DurableFile.Write(Path.Combine(Spool, $"{ContentId.Of("s3://lake/rooms"):N}", "events/kind=metric/dt=2026-11-01/hour=12/a-1.parquet"), new byte[1_000_000]);
        using var service = await StartAsync(s3, spool == "none" ? "Events:Spool=none" : $"Events:Spool={Spool}", $"Events:SpoolMegabytes={megabytes}");
        Assert.Null(await service.SendAsync(1));
        isBroken = false;
        string? outcome;
        do outcome = await service.SendAsync(1);
        while (outcome is null);
        if (spool == "none") Assert.Equal([1], await ValuesAsync(s3));
    }

    /// <summary>Sends until the service is gone; after so many acknowledgements something happens to it, in the middle of the others' writes.</summary>
    private static async Task SendAsync(FeedbackService service, ConcurrentBag<int> sent, ConcurrentBag<int> acknowledged, int enough, Action then)
    {
        var next = 0;
        var count = 0;
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var i = Interlocked.Increment(ref next);
                sent.Add(i);
                if (await service.SendAsync(i) is null) return;
                acknowledged.Add(i);
                if (Interlocked.Increment(ref count) == enough) then();
            }
        })));
        Assert.True(acknowledged.Count >= enough);
        Assert.NotEmpty(sent.Except(acknowledged));
    }

    private static async Task<bool> BreakAsync(MemoryS3 s3, HttpContext context, string failure)
    {
        switch (failure)
        {
            case "unavailable":
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                break;
            case "silent":
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case "cut off":
                context.Abort();
                break;
            case "cut off in its answer":
                (context.Response.StatusCode, context.Response.ContentLength) = (StatusCodes.Status500InternalServerError, 100);
                await context.Response.WriteAsync("<Err");
                await context.Response.Body.FlushAsync();
                context.Abort();
                break;
            default:
                // Its answer is lost on the way: the caller cannot know that it is there.
                context.Response.OnStarting(() =>
                {
                    context.Abort();
                    return Task.CompletedTask;
                });
                return true;
        }

        return false;
    }

    private Task<FeedbackService> StartAsync(MemoryS3 s3, params string[] settings) => FeedbackService.StartAsync(
        ["Events:Store=lake", "Events:Lake=s3://lake/rooms", $"Storage:Endpoint={s3.Address}", .. settings.Length > 0 ? settings : [$"Events:Spool={Spool}"]],
        start => start.Environment["AWS_REGION"] = "eu-central-1");

    private async Task<IEnumerable<int>> ValuesAsync(MemoryS3 s3)
    {
        var folder = Path.Combine(_folder.Path, $"copy-{Guid.NewGuid():N}");
        foreach (var (key, bytes) in s3.Objects) DurableFile.Write(Path.Combine(folder, key["lake/rooms/".Length..]), bytes);
        return await ValuesAsync(folder);
    }

    private static async Task<IEnumerable<int>> ValuesAsync(string folder)
    {
        var files = new FolderLake(folder);
        await using var store = LakeSetup.Open(TestOptions.Read().Events, files, new DuckDbEngine(files, ""));
        return (await Make.ListAsync(store.ReadEventsAsync(DateTimeOffset.UnixEpoch, Make.Far, CancellationToken.None))).OfType<MetricEvent>().Select(metric => (int)metric.Value);
    }
}
