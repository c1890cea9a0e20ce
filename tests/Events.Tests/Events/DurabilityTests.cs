using System.Collections.Concurrent;
using System.Diagnostics;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;

namespace RoomTypes.Tests.Events;

/// <summary>What happens to acknowledged events when the process or the disk fails.</summary>
public sealed class DurabilityTests : IDisposable
{
    private const int Senders = 8;
    private readonly TemporaryFolder _folder = new();

    private string StoreFile => Path.Combine(_folder.Path, "events.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Feedback_AcknowledgedBeforeKill9_IsKeptAndCountedOnce()
    {
        var sent = new ConcurrentBag<int>();
        var acknowledged = new ConcurrentBag<int>();
        using (var service = await StartAsync())
        {
            var next = 0;
            var senders = Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
            {
                while (true)
                {
                    var i = Interlocked.Increment(ref next);
                    sent.Add(i);
                    if (await service.SendAsync(i) is null) return;
                    acknowledged.Add(i);
                    // In the middle of the others' writes.
                    if (acknowledged.Count == 300) service.Process.Kill();
                }
            })).ToList();
            await Task.WhenAll(senders);
        }

        Assert.True(acknowledged.Count >= 300);
        Assert.NotEmpty(sent.Except(acknowledged));
        await using (var store = new SqliteEventStore(StoreFile))
        {
            var kept = await Make.ListAsync(store.ReadEventsAsync(DateTimeOffset.UnixEpoch, Make.Far, CancellationToken.None));
            Assert.Empty(acknowledged.Select(i => (double)i).Except(kept.OfType<MetricEvent>().Select(metric => metric.Value)));
        }

        using (var service = await StartAsync())
        {
            var outcomes = await Task.WhenAll(sent.Select(async i => (Number: i, Outcome: await service.SendAsync(i))));
            Assert.All(outcomes, outcome => Assert.NotNull(outcome.Outcome));
            Assert.All(outcomes.Where(outcome => acknowledged.Contains(outcome.Number)), outcome => Assert.Equal("FEEDBACK_OUTCOME_DUPLICATE", outcome.Outcome));
        }

        await using var after = new SqliteEventStore(StoreFile);
        var values = (await Make.ListAsync(after.ReadEventsAsync(DateTimeOffset.UnixEpoch, Make.Far, CancellationToken.None))).OfType<MetricEvent>().Select(metric => (int)metric.Value);
        Assert.Equal(sent.Order(), values.Order());
    }

    [Fact]
    public async Task Feedback_WithAHomeWithoutFolders_IsKeptThereAndNotInTheWorkingFolder()
    {
        var (home, working) = (Directory.CreateDirectory(Path.Combine(_folder.Path, "home")).FullName, Directory.CreateDirectory(Path.Combine(_folder.Path, "working")).FullName);
        using var service = await StartAsync(start =>
        {
            start.ArgumentList.Remove(start.ArgumentList[^1]);
            (start.Environment["HOME"], start.WorkingDirectory) = (home, working);
            start.Environment.Remove("XDG_DATA_HOME");
        });
        Assert.NotNull(await service.SendAsync(1));
        Assert.True(File.Exists(Path.Combine(home, ".local", "share", "room-type", "events.db")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(working));
    }

    [RootFact]
    public async Task Append_OntoAFullDisk_FailsWholeAndGoesOnWhenThereIsRoom()
    {
        var disk = Path.Combine(_folder.Path, "disk");
        Directory.CreateDirectory(disk);
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk);
        try
        {
            await using var store = new SqliteEventStore(Path.Combine(disk, "events.db"));
            await store.AppendAsync([Make.Exposure("robot-1", "a", 0)], CancellationToken.None);
            var written = 0;
            EventRecord[] batch;
            EventStoreException? failure = null;
            do
            {
                batch = [.. Enumerable.Range(0, 100).Select(i => Make.Metric("robot-1", 1, i + 1))];
                failure = await Record.ExceptionAsync(() => store.AppendAsync(batch, CancellationToken.None)) as EventStoreException;
                if (failure is null) written += batch.Length;
            }
            while (failure is null && written < 100_000);
            Assert.Contains("full", failure?.Message);
            Assert.Equal(written, await CountAsync(store));
            await RunAsync("mount", "-o", "remount,size=8m", disk);
            Assert.All(await store.AppendAsync(batch, CancellationToken.None), result => Assert.Equal(AppendResult.Added, result));
            Assert.Equal(written + 100, await CountAsync(store));
        }
        finally
        {
            await RunAsync("umount", "--lazy", disk);
        }
    }

    private static async Task<double> CountAsync(SqliteEventStore store) =>
        Assert.Single(await Make.ListAsync(store.ReadEntityTotalsAsync(new MetricQuery("model", "minutes", Make.Start, Make.Far), CancellationToken.None))).Denominator;

    private Task<FeedbackService> StartAsync(Action<ProcessStartInfo>? change = null) =>
        FeedbackService.StartAsync(["Events:Store=sqlite", $"Events:File={StoreFile}"], change);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}

/// <summary>A test that mounts a disk of its own, which only root may.</summary>
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess) Skip = "Only root may mount a disk that can be filled.";
    }
}
