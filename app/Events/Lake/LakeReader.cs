using System.Globalization;
using System.Runtime.InteropServices;

namespace RoomTypes.Events.Lake;

/// <summary>The questions of an event store, as files of SQL, and their answers.</summary>
/// <param name="engine">Answers them.</param>
internal sealed class LakeReader(ILakeEngine engine)
{
    /// <inheritdoc cref="IEventStore.ReadEntityTotalsAsync"/>
    public IAsyncEnumerable<EntityTotals> ReadEntityTotalsAsync(MetricQuery query, CancellationToken cancellationToken) => QueryAsync(
        LakeSql.Of("totals", Values(query), Tables(query)),
        row => new EntityTotals(row.Text(0)!, row.Text(1)!, row.Number(3), row.Number(4), row.Number(6), row.Number(7))
        {
            ExposedAt = Time(row, 2),
            Squares = row.Number(5),
            Attributes = row.Text(8),
        },
        cancellationToken);

    /// <inheritdoc cref="IEventStore.ReadEntityValuesAsync"/>
    public IAsyncEnumerable<EntityValue> ReadEntityValuesAsync(MetricQuery query, CancellationToken cancellationToken) => QueryAsync(
        LakeSql.Of("values", Values(query), Tables(query)),
        row => new EntityValue(row.Text(0)!, row.Text(1)!, row.Number(2), row.Text(3)), cancellationToken);

    /// <inheritdoc cref="IEventStore.CountEntitiesAsync"/>
    public IAsyncEnumerable<VariationCount> CountEntitiesAsync(MetricQuery query, CancellationToken cancellationToken) => QueryAsync(
        LakeSql.Of("count", Values(query)), row => new VariationCount(row.Text(0)!, row.Whole(1), row.Text(2)), cancellationToken);

    /// <inheritdoc cref="IEventStore.CountLeftEntitiesAsync"/>
    public IAsyncEnumerable<LeftEntities> CountLeftEntitiesAsync(MetricQuery query, CancellationToken cancellationToken) => QueryAsync(
        LakeSql.Of("left", Values(query)), row => new LeftEntities(row.Whole(0), row.Whole(1)), cancellationToken);

    /// <inheritdoc cref="IEventStore.ReadShadowTotalsAsync"/>
    public IAsyncEnumerable<ShadowTotals> ReadShadowTotalsAsync(string shadow, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) => QueryAsync(
        LakeSql.Of("shadow_totals", Range(from, until, ("shadow", shadow))),
        row => new ShadowTotals(
            row.Text(0)!, row.Text(1)!, row.Whole(2), row.Whole(3),
            new PairedSum(row.Number(4), row.Number(5), row.Number(6)), new PairedSum(row.Number(7), row.Number(8), row.Number(9)))
        {
            Judged = row.Whole(10),
            Right = row.Whole(11),
            AnsweredRight = row.Whole(12),
            BothRight = row.Whole(13),
            FirstIsShadows = row.Text(14) is null ? null : row.Whole(14) % 2 == 1,
        },
        cancellationToken);

    /// <inheritdoc cref="IEventStore.ReadKpiAsync"/>
    public IAsyncEnumerable<KpiRow> ReadKpiAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) => QueryAsync(
        LakeSql.Of("kpi", Range(from, until)),
        row => new KpiRow(
            DateOnly.ParseExact(row.Text(0)!, "yyyy-MM-dd", CultureInfo.InvariantCulture), row.Text(1)!, row.Text(2)!, row.Text(3)!,
            row.Whole(4), row.Number(5), row.Whole(6), row.Whole(7), row.Whole(8)),
        cancellationToken);

    /// <inheritdoc cref="IEventStore.ReadEventsAsync"/>
    public async IAsyncEnumerable<EventRecord> ReadEventsAsync(
        DateTimeOffset from, DateTimeOffset until, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (name, read) in Kinds)
        {
            await foreach (var record in QueryAsync(LakeSql.Of(name, Range(from, until)), read, cancellationToken)) yield return record;
        }
    }

    /// <inheritdoc cref="IEventStore.ReadEmbeddingsAsync"/>
    public IAsyncEnumerable<KeptEmbedding> ReadEmbeddingsAsync(EmbeddingQuery query, CancellationToken cancellationToken) => QueryAsync(
        LakeSql.Of("read_embeddings", Range(query.From, query.Until, ("model", query.Model), ("only_judged", query.OnlyJudged ? 1 : 0), ("most", query.Most))),
        row => new KeptEmbedding(
            Guid.Parse(row.Text(0)!), Time(row, 1), row.Text(2)!, row.Text(3)!, row.Number(4), row.Text(5),
            MemoryMarshal.Cast<byte, Half>(Convert.FromBase64String(row.Text(6)!)).ToArray())
        {
            UnknownScore = row.Text(7) is null ? null : row.Number(7),
            Quality = row.Text(8) is null ? null : new(row.Number(8), row.Number(9), row.Number(10)),
        },
        cancellationToken);

    private static readonly (string Name, Func<ILakeRow, EventRecord> Read)[] Kinds =
    [
        ("read_exposures", row => new Exposure
        {
            Id = Guid.Parse(row.Text(0)!), Time = Time(row, 1), EntityId = row.Text(2)!,
            Experiment = row.Text(3)!, Feature = row.Text(4)!, Variation = row.Text(5)!, Reason = row.Text(6)!, Attributes = row.Text(7),
        }),
        ("read_predictions", row => new Prediction
        {
            Id = Guid.Parse(row.Text(0)!), Time = Time(row, 1), EntityId = row.Text(2)!, RequestId = row.Text(3)!, MissionId = row.Text(4)!,
            RoomId = row.Text(5)!, Model = row.Text(6)!, Variation = row.Text(7)!, RoomType = row.Text(8)!,
            Confidence = row.Number(9), ImageCount = (int)row.Whole(10), UnknownScore = row.Text(11) is null ? null : row.Number(11),
            Milliseconds = row.Text(12) is null ? null : row.Number(12),
        }),
        ("read_feedback", row => new Feedback
        {
            Id = Guid.Parse(row.Text(0)!), Time = Time(row, 1), EntityId = row.Text(2)!, PredictionId = Guid.Parse(row.Text(3)!), RoomType = row.Text(4)!,
        }),
        ("read_metrics", row => new MetricEvent
        {
            Id = Guid.Parse(row.Text(0)!), Time = Time(row, 1), EntityId = row.Text(2)!, Name = row.Text(3)!, Value = row.Number(4),
            PredictionId = row.Text(5) is { } prediction ? Guid.Parse(prediction) : null,
        }),
        ("read_shadows", row => new ShadowPrediction
        {
            Id = Guid.Parse(row.Text(0)!), Time = Time(row, 1), EntityId = row.Text(2)!, Shadow = row.Text(3)!, Model = row.Text(4)!,
            RoomType = row.Text(5)!, Confidence = row.Number(6), Milliseconds = row.Number(7), AnsweredMilliseconds = row.Number(8),
        }),
    ];

    /// <summary>The days of a time range, and the range.</summary>
    /// <param name="from">Its first time.</param>
    /// <param name="until">The time before which it ends.</param>
    /// <param name="more">Other values.</param>
    internal static Dictionary<string, object> Range(DateTimeOffset from, DateTimeOffset until, params ReadOnlySpan<(string Name, object Value)> more)
    {
        var last = until > DateTimeOffset.MinValue.AddMilliseconds(1) ? until.AddMilliseconds(-1) : until;
        var values = new Dictionary<string, object>
        {
            ["from"] = from.ToUnixTimeMilliseconds(),
            ["until"] = until.ToUnixTimeMilliseconds(),
            ["first_day"] = Day(from),
            ["last_day"] = Day(last),
        };
        foreach (var (name, value) in more) values[name] = value;
        return values;
    }

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Dictionary<string, object> Values(MetricQuery query) => Range(
        Earliest(query), query.Until,
        ("from", query.From.ToUnixTimeMilliseconds()), ("exposed_from", query.ExposedFrom.ToUnixTimeMilliseconds()),
        ("experiment", query.Experiment), ("feature", query.Feature), ("metric", query.Metric), ("with_attributes", query.WithAttributes ? 1 : 0),
        ("matured", query.Window is { } time ? (query.Until - time).ToUnixTimeMilliseconds() : long.MaxValue),
        ("window", Milliseconds(query.Window)), ("past", Milliseconds(query.PastWindow)), ("minimum", query.Minimum), ("maximum", query.Maximum));

    /// <summary>The first time whose events can count: as long before the first exposure as an entity's past reaches.</summary>
    private static DateTimeOffset Earliest(MetricQuery query)
    {
        var first = query.Experiment.Length == 0 ? query.From : query.ExposedFrom;
        return query.PastWindow is { } past && first - DateTimeOffset.MinValue > past ? first - past : DateTimeOffset.MinValue;
    }

    private static long Milliseconds(TimeSpan? span) => span is { } time ? (long)time.TotalMilliseconds : long.MaxValue;

    private static (string Table, string File)[] Tables(MetricQuery query) =>
    [
        ("entities", query.Experiment.Length == 0 ? "everybody" : "assigned"),
        ("events", query.Metric switch
        {
            BuiltInMetrics.Confidence => "events_confidence",
            BuiltInMetrics.CorrectionRate => "events_correction_rate",
            _ => "events_metric",
        }),
    ];

    private static DateTimeOffset Time(ILakeRow row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.Whole(column));

    private async IAsyncEnumerable<T> QueryAsync<T>(
        LakeQuery query, Func<ILakeRow, T> read, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in engine.QueryAsync(query, cancellationToken)) yield return read(row);
    }
}
