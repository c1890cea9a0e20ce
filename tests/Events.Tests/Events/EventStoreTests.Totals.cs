using RoomTypes.Events;

namespace RoomTypes.Tests.Events;

/// <summary>What experiments are computed from.</summary>
public abstract partial class EventStoreTests
{
    [Fact]
    public async Task Totals_OfAMetric_AreSplitByTheFirstExposure()
    {
        await using var store = await OpenAsync();
        await store.AppendAsync(
            [
                Make.Exposure("robot-1", "a", 20), Make.Exposure("robot-1", "a", 10), Make.Exposure("robot-2", "b", 10), Make.Exposure("robot-3", "b", 10, "another"),
                Make.Metric("robot-1", 1, 5), Make.Metric("robot-1", 2, 10), Make.Metric("robot-1", 4, 15), Make.Metric("robot-1", 8, 30),
                Make.Metric("robot-1", 100, 15, "another"), Make.Metric("robot-3", 100, 15),
            ],
            None);
        Assert.Equal(
            [new EntityTotals("robot-1", "a", 14, 3, 1, 1), new EntityTotals("robot-2", "b", 0, 0, 0, 0)],
            await TotalsAsync(store, "minutes"));
        Assert.Equal(
            [new EntityTotals("robot-1", "a", 4, 1, 1, 1), new EntityTotals("robot-2", "b", 0, 0, 0, 0)],
            await TotalsAsync(store, Query("minutes") with { From = Make.At(12), Until = Make.At(30) }));
        Assert.Empty(await TotalsAsync(store, Query("minutes") with { Until = Make.At(10) }));
    }

    [Fact]
    public async Task Totals_OfEntitiesThatMetTwoVariations_AreLeftOutAndCounted()
    {
        await using var store = await OpenAsync();
        await store.AppendAsync([Make.Exposure("robot-1", "a", 1), Make.Exposure("robot-2", "a", 1), Make.Exposure("robot-2", "b", 2)], None);
        await store.AppendAsync([Make.Exposure("robot-1", "a", 3), Make.Exposure("robot-3", "a", 3)], None);
        await store.AppendAsync([Make.Exposure("robot-3", "b", 2)], None);
        Assert.Equal("robot-1", Assert.Single(await TotalsAsync(store, "minutes")).EntityId);
        Assert.Equal(new LeftEntities(2, 0), await store.CountLeftEntitiesAsync(Query("minutes"), None));
        Assert.Equal([new VariationCount("a", 1)], await Make.ListAsync(store.CountEntitiesAsync(Query("minutes"), None)));
    }

    [Fact]
    public async Task Totals_WithAttributes_HaveThoseOfTheFirstExposureInWhateverOrderTheyCome()
    {
        await using var store = await OpenAsync();
        await store.AppendAsync([At("robot-1", 5, "rome"), At("robot-1", 4, "paris"), At("robot-2", 1, "rome"), At("robot-3", 1, null)], None);
        await store.AppendAsync([At("robot-1", 1, "berlin"), At("robot-1", 2, "oslo"), At("robot-2", 3, "berlin"), At("robot-3", 2, "berlin"), Make.Metric("robot-1", 2, 6)], None);
        var query = Query("minutes") with { WithAttributes = true };
        Assert.Equal([Site("berlin"), Site("rome"), null], (await TotalsAsync(store, query)).Select(totals => totals.Attributes));
        Assert.Equal([new VariationCount("a", 1), new("a", 1, Site("berlin")), new("a", 1, Site("rome"))], (await Make.ListAsync(store.CountEntitiesAsync(query, None))).OrderBy(count => count.Attributes));
        Assert.Equal([new EntityValue("robot-1", "a", 2, Site("berlin"))], await Make.ListAsync(store.ReadEntityValuesAsync(query, None)));
        Assert.All(await TotalsAsync(store, "minutes"), totals => Assert.Null(totals.Attributes));
        Assert.Equal([new VariationCount("a", 3)], await Make.ListAsync(store.CountEntitiesAsync(Query("minutes"), None)));

        static Exposure At(string entity, double seconds, string? site) => Make.Exposure(entity, "a", seconds) with { Attributes = Site(site) };

        static string? Site(string? value) => value is null ? null : $$"""{"site":"{{value}}"}""";
    }

    [Fact]
    public async Task Totals_OfBuiltInMetrics_ComeFromPredictionsAndFeedback()
    {
        await using var store = await OpenAsync();
        var before = Make.Prediction("robot-1", 1, confidence: 0.25);
        var wrong = Make.Prediction("robot-1", 3, confidence: 0.5);
        var right = Make.Prediction("robot-1", 4, confidence: 1);
        await store.AppendAsync(
            [before, Make.Exposure("robot-1", "a", 2), wrong, right, Make.Feedback(before, "bedroom", 5), Make.Feedback(wrong, "bedroom", 5), Make.Feedback(right, "kitchen", 5)],
            None);
        Assert.Equal(new EntityTotals("robot-1", "a", 1, 2, 1, 1), Assert.Single(await TotalsAsync(store, BuiltInMetrics.CorrectionRate)));
        Assert.Equal(new EntityTotals("robot-1", "a", 1.5, 2, 0.25, 1), Assert.Single(await TotalsAsync(store, BuiltInMetrics.Confidence)));
    }

    [Fact]
    public async Task Totals_OfPredictions_CountWhatTheEntitysOwnVariationPredicted()
    {
        await using var store = await OpenAsync();
        var (own, named, other) = (Make.Prediction("robot-1", 2), Make.Prediction("robot-1", 3, variation: ""), Make.Prediction("robot-1", 4, variation: "b"));
        await store.AppendAsync(
            [Make.Exposure("robot-1", "a", 1), own, named, other, Make.Feedback(own, "bedroom", 5), Make.Feedback(named, "bedroom", 5), Make.Feedback(other, "bedroom", 5)], None);
        Assert.Equal(new EntityTotals("robot-1", "a", 1, 1, 0, 0), Assert.Single(await TotalsAsync(store, BuiltInMetrics.CorrectionRate)));
        Assert.Equal(new EntityTotals("robot-1", "a", 0.5, 1, 0, 0), Assert.Single(await TotalsAsync(store, BuiltInMetrics.Confidence)));
    }

    [Fact]
    public async Task Totals_OfEntitiesThatALaunchTook_CountUntilThen()
    {
        await using var store = await OpenAsync();
        await store.AppendAsync(
            [
                Make.Exposure("robot-1", "a", 1), Make.Exposure("robot-1", "b", 5, "") with { Reason = "LAUNCH_RULE_MATCH" }, Make.Exposure("robot-2", "b", 1),
                Make.Metric("robot-1", 1, 4), Make.Metric("robot-1", 2, 6), Make.Metric("robot-2", 4, 6),
            ],
            None);
        Assert.Equal([new EntityTotals("robot-1", "a", 1, 1, 0, 0), new EntityTotals("robot-2", "b", 4, 1, 0, 0)], await TotalsAsync(store, "minutes"));
        Assert.Equal(new LeftEntities(0, 1), await store.CountLeftEntitiesAsync(Query("minutes"), None));
    }

    [Fact]
    public async Task Totals_WithinAWindow_AreOfEntitiesWhoseTimeIsOver()
    {
        await using var store = await OpenAsync();
        await store.AppendAsync(
            [
                Make.Exposure("robot-1", "a", 10), Make.Exposure("robot-2", "a", 25),
                Make.Metric("robot-1", 1, 2), Make.Metric("robot-1", 2, 7), Make.Metric("robot-1", 4, 14), Make.Metric("robot-1", 8, 16), Make.Metric("robot-2", 16, 26),
            ],
            None);
        var query = Query("minutes") with { Until = Make.At(30), Window = TimeSpan.FromSeconds(6), PastWindow = TimeSpan.FromSeconds(5) };
        Assert.Equal([new EntityTotals("robot-1", "a", 4, 1, 2, 1)], await TotalsAsync(store, query));
    }

    [Fact]
    public async Task Totals_OfValuesOutOfRange_LeaveThemOut()
    {
        await using var store = await OpenAsync();
        await store.AppendAsync([Make.Exposure("robot-1", "a", 1), Make.Metric("robot-1", 3, 2), Make.Metric("robot-1", 1e200, 2), Make.Metric("robot-1", -50, 2)], None);
        var totals = Assert.Single(await Make.ListAsync(store.ReadEntityTotalsAsync(Query("minutes"), None)));
        Assert.Equal((-47, 2, 2_509), (totals.Numerator, totals.Denominator, totals.Squares));
        Assert.Equal(new EntityTotals("robot-1", "a", 3, 1, 0, 0), Assert.Single(await TotalsAsync(store, Query("minutes") with { Minimum = 0, Maximum = 10 })));
        Assert.Equal([new EntityValue("robot-1", "a", 3)], await Make.ListAsync(store.ReadEntityValuesAsync(Query("minutes") with { Minimum = 0 }, None)));
    }

    [Fact]
    public async Task Totals_UntilBeforeAnEntityMixed_StillHaveIt()
    {
        await using var store = await OpenAsync();
        await store.AppendAsync([Make.Exposure("robot-1", "a", 1), Make.Metric("robot-1", 3, 2)], None);
        await store.AppendAsync([Make.Exposure("robot-1", "b", 20)], None);
        Assert.Empty(await TotalsAsync(store, "minutes"));
        Assert.Single(await TotalsAsync(store, Query("minutes") with { Until = Make.At(20) }));
        Assert.Empty(await TotalsAsync(store, Query("minutes") with { Until = Make.At(20), ExposedFrom = Make.At(2) }));
    }
}
