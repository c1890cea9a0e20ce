using RoomTypes.Events;
using RoomTypes.Events.Postgres;

namespace RoomTypes.Tests.Events;

public sealed class PostgresEventStoreTests(PostgresServer server) : EventStoreTests, IClassFixture<PostgresServer>
{
    [Fact]
    public async Task Append_BySeveralHostsAtOnce_JoinsLosesAndDoublesNothing()
    {
        const int Hosts = 4;
        var connection = await server.CreateDatabaseAsync();
        var predictions = Enumerable.Range(0, 200).Select(i => Make.Prediction($"robot-{i % 10}", i + 1)).ToList();
        var exposures = Enumerable.Range(0, 10).Select(i => Make.Exposure($"robot-{i}", "a", 0)).ToList();
        await Task.WhenAll(Enumerable.Range(0, Hosts).Select(host => Task.Run(async () =>
        {
            // One host predicts, another hears the feedback at the same moment; everything is delivered twice.
            await using var store = new PostgresEventStore(connection);
            foreach (var prediction in predictions)
            {
                EventRecord record = host % 2 == 0 ? prediction : Make.Feedback(prediction, "bedroom", 1_000) with { Id = prediction.Id };
                await store.AppendAsync([.. exposures, record], CancellationToken.None);
            }
        })));
        await using var reader = new PostgresEventStore(connection);
        var totals = await Make.ListAsync(reader.ReadEntityTotalsAsync(new MetricQuery("model", BuiltInMetrics.CorrectionRate, Make.Start, Make.Far), CancellationToken.None));
        Assert.Equal(200, totals.Sum(entity => entity.Numerator));
        Assert.Equal(200, totals.Sum(entity => entity.Denominator));
    }

    [Fact]
    public async Task Questions_OverAllEvents_TakeTurns()
    {
        await using var store = new PostgresEventStore(await server.CreateDatabaseAsync());
        await store.AppendAsync([Make.Exposure("robot-1", "a", 0), Make.Metric("robot-1", 1, 1), Make.Metric("robot-1", 2, 2)], CancellationToken.None);
        var query = new MetricQuery("model", "minutes", Make.Start, Make.Far);
        var values = store.ReadEntityValuesAsync(query, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await values.MoveNextAsync());
        Task[] others =
        [
            Make.ListAsync(store.ReadEntityTotalsAsync(query, CancellationToken.None)), Make.ListAsync(store.CountEntitiesAsync(query, CancellationToken.None)),
            store.CountLeftEntitiesAsync(query, CancellationToken.None),
        ];
        Assert.All(others, other => Assert.False(other.IsCompleted));
        await values.DisposeAsync();
        await Task.WhenAll(others);
    }

    [Fact]
    public async Task Append_WhileTheServerCrashes_KeepsWhatWasAcknowledgedAndCountsOnce()
    {
        await using var store = new PostgresEventStore(await server.CreateDatabaseAsync());
        await store.AppendAsync([Make.Exposure("robot-1", "a", 0)], CancellationToken.None);
        var crash = Task.Run(async () =>
        {
            await server.CrashAsync();
            await server.StartAsync();
        });
        var failures = 0;
        for (var sent = 0; sent < 100 || !crash.IsCompleted; sent++)
        {
            var metric = Make.Metric("robot-1", 1, sent + 1);
            while (true)
            {
                try
                {
                    await store.AppendAsync([metric], CancellationToken.None);
                    break;
                }
                catch (EventStoreException)
                {
                    failures++;
                }
            }
        }

        await crash;
        Assert.NotEqual(0, failures);
        var events = await Make.ListAsync(store.ReadEventsAsync(Make.Start, Make.Far, CancellationToken.None));
        var totals = await Make.ListAsync(store.ReadEntityTotalsAsync(new MetricQuery("model", "minutes", Make.Start, Make.Far), CancellationToken.None));
        Assert.Equal(events.OfType<MetricEvent>().Count(), Assert.Single(totals).Denominator);
        Assert.Equal(events.Count - 1, Assert.Single(totals).Numerator);
        Assert.True(events.Count > 100);
    }

    [Fact]
    public async Task Append_AnEntityOverTheSizeOfAnIndexEntry_IsToldAsTheEventsFault()
    {
        await using var store = new PostgresEventStore(await server.CreateDatabaseAsync());
        // Without repetitions: the server would compress them.
        var entity = string.Concat(Enumerable.Range(0, 3_000).Select(i => $"{i * 7_919 % 100_003:x}"));
        var failure = await Assert.ThrowsAsync<EventStoreException>(() => store.AppendAsync([Make.Exposure(entity, "a", 0)], CancellationToken.None));
        Assert.True(failure.IsTheEvents);
        var longest = string.Concat(Enumerable.Range(0, EventRecord.LongestEntity / 2).Select(i => char.ConvertFromUtf32(0x1F300 + (i * 97 % 1_000))));
        Assert.Equal([AppendResult.Added], await store.AppendAsync([Make.Exposure(longest, "a", 0)], CancellationToken.None));
    }

    protected override async Task<IEventStore> OpenAsync() => new PostgresEventStore(await server.CreateDatabaseAsync());
}
