using RoomTypes.Events;
using RoomTypes.Events.Sqlite;

namespace RoomTypes.Tests.Events;

public sealed class SqliteEventStoreTests : EventStoreTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Append_ByTwoWritersAtOnce_LosesAndDoublesNothing()
    {
        await using var one = Open();
        await using var two = Open();
        var shared = Enumerable.Range(0, 200).Select(i => Make.Metric("robot-1", 1, i)).ToList();
        await one.AppendAsync([Make.Exposure("robot-1", "a", 0)], CancellationToken.None);
        await Task.WhenAll(new[] { one, two }.Select(store => Task.Run(async () =>
        {
            // Half are the writer's own, half are written by both.
            foreach (var metric in shared) await store.AppendAsync([metric, Make.Metric("robot-1", 1, 0)], CancellationToken.None);
        })));
        var totals = await Make.ListAsync(two.ReadEntityTotalsAsync("model", "minutes", Make.Start, Make.Far, CancellationToken.None));
        Assert.Equal(600, Assert.Single(totals).Denominator);
    }

    [Fact]
    public async Task Open_AFileOfANewerProgram_IsRefusedWithBothVersions()
    {
        await using (var store = Open()) await store.ListDocumentsAsync("", CancellationToken.None);
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_folder.Path, "events.db")};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO migration VALUES (99)";
            command.ExecuteNonQuery();
        }

        await using var newer = Open();
        var exception = await Assert.ThrowsAsync<EventStoreException>(() => newer.ListDocumentsAsync("", CancellationToken.None));
        Assert.Contains("99", exception.Message);
    }

    [Fact]
    public async Task Append_IntoAFolderThatCannotBeMade_NamesTheFile()
    {
        await using var store = new SqliteEventStore("/proc/nothing/events.db");
        var exception = await Assert.ThrowsAsync<EventStoreException>(() => store.AppendAsync([Make.Metric("a", 1, 1)], CancellationToken.None));
        Assert.Contains("/proc/nothing/events.db", exception.Message);
    }

    protected override Task<IEventStore> OpenAsync() => Task.FromResult<IEventStore>(Open());

    private SqliteEventStore Open() => new(Path.Combine(_folder.Path, "events.db"));
}
