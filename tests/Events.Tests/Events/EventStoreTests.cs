using FsCheck;
using FsCheck.Fluent;
using RoomTypes.Events;

namespace RoomTypes.Tests.Events;

/// <summary>What every store promises.</summary>
public abstract partial class EventStoreTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>A store without events.</summary>
    protected abstract Task<IEventStore> OpenAsync();

    /// <summary>Whether appending tells what became of an event; a store that reads nothing to write leaves that to questions.</summary>
    protected virtual bool TellsResults => true;

    /// <summary>How exactly retention goes by the time that it is told.</summary>
    protected virtual TimeSpan RetentionStep => TimeSpan.FromSeconds(1);

    /// <summary>How many orders of delivery are tried.</summary>
    protected virtual int Orders => 20;

    private AppendResult[] Told(params AppendResult[] results) => TellsResults ? results : Array.ConvertAll(results, _ => AppendResult.Kept);

    /// <summary>A time in seconds of events, in such steps.</summary>
    private double Steps(double steps) => steps * RetentionStep.TotalSeconds;

    [Fact]
    public async Task Append_EveryKind_IsReadAsItWasWritten()
    {
        await using var store = await OpenAsync();
        var prediction = Make.Prediction("robot-1", 2);
        EventRecord[] batch =
        [
            Make.Exposure("robot-1", "a", 0) with { Attributes = """{"site":"berlin"}""" }, Make.Exposure("robot-2", "a", 1), prediction, Make.Feedback(prediction, "bathroom", 3) with { EntityId = "robot-1" },
            Make.Metric("robot-1", 1.5, 4), Make.Metric("robot-ä", -0.1, 5, prediction: prediction.Id), Make.Shadow(prediction, "bathroom"),
        ];
        Assert.All(await store.AppendAsync(batch, None), result => Assert.Equal(Told(AppendResult.Added)[0], result));
        Assert.Equal(batch, await Make.ListAsync(store.ReadEventsAsync(Make.Start, Make.Far, None)));
        Assert.Equal(batch[3..4], await Make.ListAsync(store.ReadEventsAsync(Make.At(3), Make.At(4), None)));
    }

    [Fact]
    public async Task Append_ARepetition_IsToldAndCountedOnce()
    {
        await using var store = await OpenAsync();
        var prediction = Make.Prediction("robot-1", 2);
        EventRecord[] batch = [Make.Exposure("robot-1", "a", 1), prediction, Make.Feedback(prediction, "bathroom", 3), Make.Metric("robot-1", 1, 4)];
        await store.AppendAsync(batch, None);
        Assert.All(await store.AppendAsync(batch, None), result => Assert.Equal(Told(AppendResult.Duplicate)[0], result));
        Assert.Equal(Told(AppendResult.Duplicate, AppendResult.Added, AppendResult.Duplicate),
            await store.AppendAsync([batch[0], batch[0] with { Id = Guid.CreateVersion7() }, batch[3]], None));
        Assert.Equal(new EntityTotals("robot-1", "a", 1, 1, 0, 0), Assert.Single(await TotalsAsync(store, BuiltInMetrics.CorrectionRate)));
        Assert.Equal(new EntityTotals("robot-1", "a", 1, 1, 0, 0), Assert.Single(await TotalsAsync(store, "minutes")));
    }

    [Fact]
    public async Task ShadowTotals_OfPredictions_CompareWhatFeedbackCallsRightByEntity()
    {
        await using var store = await OpenAsync();
        Prediction[] answers =
        [
            Make.Prediction("robot-1", 1), Make.Prediction("robot-1", 2), Make.Prediction("robot-1", 3), Make.Prediction("robot-2", 4), Make.Prediction("", 5), Make.Prediction("", 6) with { RequestId = "s" },
        ];
        string[] shadows = ["bathroom", "bathroom", "kitchen", "kitchen", "bathroom", "bathroom"];
        string?[] right = ["bathroom", "kitchen", "kitchen", null, "kitchen", "bedroom"];
        await store.AppendAsync([.. answers, .. answers.Zip(shadows, (answer, label) => Make.Shadow(answer, label)), Make.Shadow(Make.Prediction("unanswered", 1), "kitchen")], None);
        await store.AppendAsync([Make.Shadow(answers[0], "kitchen"), .. answers.Zip(right).Where(pair => pair.Second is not null).Select((pair, i) => Make.Feedback(pair.First, pair.Second!, 10 + i))], None);
        var totals = (await Make.ListAsync(store.ReadShadowTotalsAsync("next", Make.Start, Make.Far, None))).OrderByDescending(own => own.Predictions).ThenBy(own => own.Judged).ThenBy(own => own.AnsweredRight).ToList();
        Assert.Equal(4, totals.Count);
        Assert.All(totals, own => Assert.Equal(("room-type@3", "room-type@2"), (own.Model, own.Answered)));
        Assert.Equal(
            new ShadowTotals("room-type@3", "room-type@2", 3, 2, new PairedSum(2.25, 1.5, 0.1875), new PairedSum(36, 30, 12)) { Judged = 3, Right = 2, AnsweredRight = 2, BothRight = 1, FirstIsShadows = true },
            totals[0]);
        Assert.Equal([(1, 0, null), (1, 1, null), (1, 1, false)], totals[1..].Select(own => (own.Predictions, own.Judged, own.FirstIsShadows)));
        Assert.Equal(3, Assert.Single(await Make.ListAsync(store.ReadShadowTotalsAsync("next", Make.Start, Make.At(4), None))).Predictions);
        Assert.Empty(await Make.ListAsync(store.ReadShadowTotalsAsync("another", Make.Start, Make.Far, None)));
    }

    [Fact]
    public async Task DeleteBefore_ATime_ForgetsShadowsWithTheirPredictions()
    {
        await using var store = await OpenAsync();
        Prediction[] answers = [.. new[] { 1, 2, 3, 4, 5, 6 }.Select(step => Make.Prediction("robot-1", Steps(step)))];
        await store.AppendAsync([.. answers, .. answers.Select(answer => Make.Shadow(answer, "bathroom"))], None);
        await store.DeleteBeforeAsync(Make.At(Steps(4)), None);
        Assert.Equal(3, (await Make.ListAsync(store.ReadShadowTotalsAsync("next", Make.Start, Make.Far, None))).Sum(own => own.Predictions));
    }

    [Fact]
    public async Task Append_ARepetitionWithinTheBatch_IsCountedOnce()
    {
        await using var store = await OpenAsync();
        var metric = Make.Metric("robot-1", 1, 2);
        await store.AppendAsync([Make.Exposure("robot-1", "a", 1)], None);
        Assert.Equal(Told(AppendResult.Added, AppendResult.Duplicate), await store.AppendAsync([metric, metric], None));
        Assert.Equal(1, Assert.Single(await TotalsAsync(store, "minutes")).Denominator);
    }

    [Fact]
    public async Task Feedback_BeforeItsPrediction_IsJoinedWhenThatComes()
    {
        await using var store = await OpenAsync();
        var prediction = Make.Prediction("robot-1", 2);
        Assert.Equal(
            Told(AppendResult.AddedUnjoined, AppendResult.AddedUnjoined),
            await store.AppendAsync([Make.Feedback(prediction, "bathroom", 3), Make.Metric("", 7, 3, prediction: prediction.Id)], None));
        await store.AppendAsync([Make.Exposure("robot-1", "a", 1), prediction], None);
        Assert.Equal(1, Assert.Single(await TotalsAsync(store, BuiltInMetrics.CorrectionRate)).Numerator);
        Assert.Equal(7, Assert.Single(await TotalsAsync(store, "minutes")).Numerator);
    }

    [Fact]
    public async Task Feedback_OnTheSamePrediction_CountsByItsNewest()
    {
        await using var store = await OpenAsync();
        var prediction = Make.Prediction("robot-1", 2);
        await store.AppendAsync([Make.Exposure("robot-1", "a", 1), prediction, Make.Feedback(prediction, "kitchen", 9)], None);
        await store.AppendAsync([Make.Feedback(prediction, "bathroom", 8), Make.Feedback(prediction, "bedroom", 7)], None);
        Assert.Equal(0, Assert.Single(await TotalsAsync(store, BuiltInMetrics.CorrectionRate)).Numerator);
        await store.AppendAsync([Make.Feedback(prediction, "bathroom", 10)], None);
        Assert.Equal(1, Assert.Single(await TotalsAsync(store, BuiltInMetrics.CorrectionRate)).Numerator);
    }

    [Fact]
    public async Task Kpi_ByDayModelVariationAndRoomType_CountsPredictionsAndFeedback()
    {
        await using var store = await OpenAsync();
        var first = Make.Prediction("robot-1", 1, confidence: 0.5) with { UnknownScore = 0.5 };
        var second = Make.Prediction("robot-2", 2, confidence: 1) with { UnknownScore = 0.51 };
        await store.AppendAsync(
            [
                first, second, Make.Prediction("robot-1", 3) with { UnknownScore = 0.49 }, Make.Prediction("robot-1", 86_400), Make.Prediction("robot-1", 4, "bedroom"),
                Make.Prediction("robot-1", 5, model: "room-type@3", variation: "b"), Make.Feedback(first, "bedroom", 9), Make.Feedback(second, "kitchen", 9),
            ],
            None);
        var rows = await Make.ListAsync(store.ReadKpiAsync(Make.Start, Make.At(3_600), None));
        var day = new DateOnly(2026, 11, 1);
        Assert.Equal(
            [
                new KpiRow(day, "room-type@2", "a", "bedroom", 1, 0.5, 0, 0, 0),
                new KpiRow(day, "room-type@2", "a", "kitchen", 3, 2.0 / 3, 1, 1, 2),
                new KpiRow(day, "room-type@3", "b", "kitchen", 1, 0.5, 0, 0, 0),
            ],
            rows);
        Assert.Equal((1.0 / 3, 2.0 / 3), (rows[1].CorrectionRate, rows[1].UnknownShare));
    }

    [Fact]
    public async Task DeleteBefore_ATime_ForgetsEventsButNotWhoIsExposed()
    {
        await using var store = await OpenAsync();
        var old = Make.Prediction("robot-1", Steps(1));
        await store.AppendAsync([Make.Exposure("robot-1", "a", Steps(1)), old, Make.Feedback(old, "bedroom", Steps(2)), Make.Metric("robot-1", 1, Steps(3)), Make.Exposure("robot-2", "b", Steps(3))], None);
        await store.AppendAsync([Make.Exposure("robot-1", "a", Steps(20)), Make.Metric("robot-1", 5, Steps(20))], None);
        await store.DeleteBeforeAsync(Make.At(Steps(10)), None);
        Assert.Equal(2, (await Make.ListAsync(store.ReadEventsAsync(Make.Start, Make.Far, None))).Count);
        Assert.Equal(new EntityTotals("robot-1", "a", 5, 1, 0, 0), Assert.Single(await TotalsAsync(store, "minutes")));
        Assert.Equal(0, Assert.Single(await TotalsAsync(store, BuiltInMetrics.CorrectionRate)).Numerator);
    }

    [Fact]
    public async Task Documents_WrittenByTwo_KeepTheFirst()
    {
        await using var store = await OpenAsync();
        Assert.True(await store.PutDocumentAsync(new StoredDocument("project/a", "1", 0), None));
        Assert.False(await store.PutDocumentAsync(new StoredDocument("project/a", "2", 0), None));
        Assert.True(await store.PutDocumentAsync(new StoredDocument("project/a", "3", 1), None));
        Assert.False(await store.PutDocumentAsync(new StoredDocument("project/a", "4", 1), None));
        Assert.True(await store.PutDocumentAsync(new StoredDocument("project/a/feature/x", "5", 0), None));
        Assert.Equal(new StoredDocument("project/a", "3", 2), await store.GetDocumentAsync("project/a", None));
        Assert.Equal(["project/a/feature/x"], (await store.ListDocumentsAsync("project/a/", None)).Select(document => document.Path));
        Assert.False(await store.DeleteDocumentAsync("project/a", 1, None));
        Assert.True(await store.DeleteDocumentAsync("project/a", 2, None));
        Assert.Null(await store.GetDocumentAsync("project/a", None));
    }

    [Fact]
    public async Task Append_InAnyOrderBatchesAndRepetitions_GivesTheSameTotals()
    {
        await using var store = await OpenAsync();
        var experiments = 0;
        var orders = Gen.Choose(0, int.MaxValue - 1).Select(seed => new Random(seed)).ToArbitrary();
        Prop.ForAll(orders, random =>
        {
            // Runs use experiments, entities and metrics of their own, so that one store serves all.
            var name = $"run-{Interlocked.Increment(ref experiments)}";
            var (all, expected) = Story(name);
            var delivered = all.Concat(all.Where(_ => random.Next(2) == 0)).OrderBy(_ => random.Next()).ToList();
            while (delivered.Count > 0)
            {
                var count = Math.Min(delivered.Count, random.Next(1, 5));
                store.AppendAsync(delivered.GetRange(0, count), None).GetAwaiter().GetResult();
                delivered.RemoveRange(0, count);
            }

            return expected.All(pair =>
                TotalsAsync(store, new MetricQuery(name, pair.Metric, Make.Start, Make.Far)).GetAwaiter().GetResult().SequenceEqual(pair.Totals));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Orders));
    }

    /// <summary>Two entities, everything that can be joined, and what must come of it.</summary>
    private static (List<EventRecord> All, (string Metric, EntityTotals[] Totals)[] Expected) Story(string name)
    {
        var (one, two) = ($"{name}-1", $"{name}-2");
        var before = Make.Prediction(one, 1, confidence: 0.5);
        var after = Make.Prediction(one, 11, confidence: 0.25);
        var other = Make.Prediction(two, 12, confidence: 0.75, variation: "b");
        List<EventRecord> all =
        [
            Make.Exposure(one, "a", 10, name), Make.Exposure(one, "a", 20, name), Make.Exposure(two, "b", 10, name), before, after, other,
            Make.Feedback(after, "kitchen", 30), Make.Feedback(after, "bedroom", 31), Make.Feedback(other, "bedroom", 32), Make.Feedback(other, "kitchen", 33),
            Make.Metric(one, 2, 5, name), Make.Metric("", 4, 15, name, after.Id), Make.Metric(two, 8, 15, name),
        ];
        return (all,
        [
            (BuiltInMetrics.CorrectionRate, [new EntityTotals(one, "a", 1, 1, 0, 1), new EntityTotals(two, "b", 0, 1, 0, 0)]),
            (BuiltInMetrics.Confidence, [new EntityTotals(one, "a", 0.25, 1, 0.5, 1), new EntityTotals(two, "b", 0.75, 1, 0, 0)]),
            (name, [new EntityTotals(one, "a", 4, 1, 2, 1), new EntityTotals(two, "b", 8, 1, 0, 0)]),
        ]);
    }

    private static Task<List<EntityTotals>> TotalsAsync(IEventStore store, string metric) => TotalsAsync(store, Query(metric));

    /// <summary>The sums alone.</summary>
    private static async Task<List<EntityTotals>> TotalsAsync(IEventStore store, MetricQuery query) =>
        (await Make.ListAsync(store.ReadEntityTotalsAsync(query, None))).ConvertAll(totals => totals with { Squares = 0, ExposedAt = default });

    private static MetricQuery Query(string metric) => new("model", metric, Make.Start, Make.Far) { Feature = "room-model" };
}
