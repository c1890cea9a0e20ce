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
        var totals = await Make.ListAsync(two.ReadEntityTotalsAsync(new MetricQuery("model", "minutes", Make.Start, Make.Far), CancellationToken.None));
        Assert.Equal(600, Assert.Single(totals).Denominator);
    }

    [Fact]
    public async Task Append_AfterTheFileWasMoved_BeginsANewOneAndBothAreWhole()
    {
        await using var store = Open();
        await store.AppendAsync([Make.Metric("robot-1", 1, 1)], CancellationToken.None);
        var moved = Path.Combine(_folder.Path, "moved.db");
        File.Move(Path.Combine(_folder.Path, "events.db"), moved);
        await store.AppendAsync([Make.Metric("robot-1", 2, 2)], CancellationToken.None);

        Assert.Equal([2], await ValuesAsync(store));
        await using var other = new SqliteEventStore(moved);
        Assert.Equal([1], await ValuesAsync(other));
    }

    [Fact]
    public async Task Append_AfterTheFileWasDeleted_BeginsANewOne()
    {
        await using var store = Open();
        await store.AppendAsync([Make.Metric("robot-1", 1, 1)], CancellationToken.None);
        foreach (var file in Directory.GetFiles(_folder.Path)) File.Delete(file);
        Assert.Empty(await ValuesAsync(store));
        await store.AppendAsync([Make.Metric("robot-1", 2, 2)], CancellationToken.None);
        Assert.Equal([2], await ValuesAsync(store));
        Assert.Empty(await store.ListDocumentsAsync("", CancellationToken.None));
    }

    [Fact]
    public async Task Append_WhileAnotherProcessHoldsTheFile_CanBeGivenUp()
    {
        await using var store = Open();
        await store.AppendAsync([Make.Metric("robot-1", 1, 1)], CancellationToken.None);
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_folder.Path, "events.db")};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var giveUp = new CancellationTokenSource();
        var append = Task.Run(() => store.AppendAsync([Make.Metric("robot-1", 2, 2)], giveUp.Token));
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => append);
        transaction.Rollback();
        await store.AppendAsync([Make.Metric("robot-1", 3, 3)], CancellationToken.None);
        Assert.Equal([1, 3], await ValuesAsync(store));
    }

    private static async Task<IEnumerable<double>> ValuesAsync(SqliteEventStore store) =>
        (await Make.ListAsync(store.ReadEventsAsync(Make.Start, Make.Far, CancellationToken.None))).OfType<MetricEvent>().Select(metric => metric.Value);

    [Fact]
    public async Task Open_AFileOfANewerProgram_IsRefusedWithBothVersions()
    {
        await using (var store = Open()) await store.ListDocumentsAsync("", CancellationToken.None);
        Execute("INSERT INTO migration VALUES (99)");
        await using var newer = Open();
        var exception = await Assert.ThrowsAsync<EventStoreException>(() => newer.ListDocumentsAsync("", CancellationToken.None));
        Assert.Contains("99", exception.Message);
    }

    [Fact]
    public async Task Open_AFileOfTheFirstVersion_BringsItUpToDateWithItsEvents()
    {
        var before = Make.Metric("robot-1", 1, 2);
        await using (var store = Open()) await store.AppendAsync([Make.Exposure("robot-1", "a", 1), before], CancellationToken.None);
        Execute("""
            DROP INDEX prediction_by_time; CREATE INDEX prediction_by_entity ON prediction (entity, at, confidence);
            DROP INDEX metric_by_time; CREATE INDEX metric_by_entity ON metric (name, entity, at, value);
            CREATE INDEX outcome_by_entity ON outcome (entity, predicted_at, corrected); DROP INDEX exposure_of_launch;
            ALTER TABLE outcome DROP COLUMN variation; ALTER TABLE assignment DROP COLUMN mixed_at; DROP TABLE shadow; DROP TABLE embedding;
            DROP VIEW kpi; ALTER TABLE prediction DROP COLUMN unknown_score; ALTER TABLE prediction DROP COLUMN milliseconds; CREATE VIEW kpi AS SELECT at FROM prediction;
            ALTER TABLE exposure DROP COLUMN attributes; ALTER TABLE assignment DROP COLUMN attributes; DELETE FROM migration WHERE version > 1
            """);
        await using var newer = Open();
        Assert.Equal([AppendResult.Duplicate, AppendResult.Added], await newer.AppendAsync([before, Make.Metric("robot-1", 2, 3)], CancellationToken.None));
        var totals = await Make.ListAsync(newer.ReadEntityTotalsAsync(new MetricQuery("model", "minutes", Make.Start, Make.Far), CancellationToken.None));
        Assert.Equal(new EntityTotals("robot-1", "a", 3, 2, 0, 0) { Squares = 5, ExposedAt = Make.At(1) }, Assert.Single(totals));
        Assert.Empty(await Make.ListAsync(newer.ReadKpiAsync(Make.Start, Make.Far, CancellationToken.None)));
        // What is there now, and nothing of the first version.
        Assert.Equal("embedding_by_time exposure_of_launch metric_by_time metric_of_prediction prediction_by_time shadow_by_time", Execute("""
            SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite_%' ORDER BY name)
            """));
    }

    [Fact]
    public async Task Append_IntoAFolderThatCannotBeMade_NamesTheFile()
    {
        await using var store = new SqliteEventStore("/proc/nothing/events.db");
        var exception = await Assert.ThrowsAsync<EventStoreException>(() => store.AppendAsync([Make.Metric("a", 1, 1)], CancellationToken.None));
        Assert.Contains("/proc/nothing/events.db", exception.Message);
    }

    private object? Execute(string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_folder.Path, "events.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    protected override Task<IEventStore> OpenAsync() => Task.FromResult<IEventStore>(Open());

    private SqliteEventStore Open() => new(Path.Combine(_folder.Path, "events.db"));
}
