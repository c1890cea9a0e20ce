namespace RoomTypes.Events;

/// <summary>Keeps events, each once, and answers questions about them. Safe for use by many threads and processes.</summary>
/// <remarks>Operations throw <see cref="EventStoreException"/> when the store cannot be reached or written.</remarks>
public interface IEventStore : IAsyncDisposable
{
    /// <summary>Appends all or nothing, durably; events that are there already are left out.</summary>
    /// <returns>What became of each event, in their order.</returns>
    Task<AppendResult[]> AppendAsync(IReadOnlyList<EventRecord> batch, CancellationToken cancellationToken);

    /// <summary>The sums of a metric by entity, for the entities that met exactly one variation of the experiment.</summary>
    IAsyncEnumerable<EntityTotals> ReadEntityTotalsAsync(MetricQuery query, CancellationToken cancellationToken);

    /// <summary>The values of a metric since the first exposures of the same entities, entity by entity.</summary>
    IAsyncEnumerable<EntityValue> ReadEntityValuesAsync(MetricQuery query, CancellationToken cancellationToken);

    /// <summary>How many entities the totals would have, by variation and, if asked for, attributes.</summary>
    IAsyncEnumerable<VariationCount> CountEntitiesAsync(MetricQuery query, CancellationToken cancellationToken);

    /// <summary>How many entities met several variations of the experiment and are left out of its totals, and how many a launch took out of it later.</summary>
    Task<LeftEntities> CountLeftEntitiesAsync(MetricQuery query, CancellationToken cancellationToken);

    /// <summary>How a shadow's answers compare with those that were given, by models and by unit.</summary>
    IAsyncEnumerable<ShadowTotals> ReadShadowTotalsAsync(string shadow, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>The key figures of predictions by day (UTC), model, variation and room type, in that order.</summary>
    IAsyncEnumerable<KpiRow> ReadKpiAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Every event of a time range, kind by kind, in the order of their times.</summary>
    IAsyncEnumerable<EventRecord> ReadEventsAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Embeddings of predictions with what feedback says of these, in the order of their times.</summary>
    IAsyncEnumerable<KeptEmbedding> ReadEmbeddingsAsync(EmbeddingQuery query, CancellationToken cancellationToken);

    /// <summary>Forgets the embeddings of predictions made before; the predictions stay.</summary>
    /// <returns>How many were deleted.</returns>
    Task<long> DeleteEmbeddingsBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>Forgets what happened before, except the first exposures of entities that were seen since.</summary>
    /// <returns>How many events were deleted.</returns>
    Task<long> DeleteBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>The document of that path with its version; null if there is none.</summary>
    Task<StoredDocument?> GetDocumentAsync(string path, CancellationToken cancellationToken);

    /// <summary>Every document whose path starts so, by path.</summary>
    Task<IReadOnlyList<StoredDocument>> ListDocumentsAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Writes a document if its version is still the one that was read; version 0 is a document that is not there yet.</summary>
    /// <returns>Whether it was written.</returns>
    Task<bool> PutDocumentAsync(StoredDocument document, CancellationToken cancellationToken);

    /// <summary>Deletes a document if its version is still the one that was read.</summary>
    Task<bool> DeleteDocumentAsync(string path, long version, CancellationToken cancellationToken);
}

/// <summary>Metrics that the service's own events have.</summary>
public static class BuiltInMetrics
{
    /// <summary>Predictions that feedback corrected, over predictions.</summary>
    public const string CorrectionRate = "correction_rate";

    /// <summary>The mean probability of the answers.</summary>
    public const string Confidence = "confidence";
}

/// <summary>What of a metric is asked for.</summary>
/// <param name="Experiment">The experiment; empty for everybody who was answered in the time, as if exposed when that first happened.</param>
/// <param name="Metric">One of <see cref="BuiltInMetrics"/>, or the name of metric events.</param>
/// <param name="From">Events before do not count, nor as what was before an entity's exposure.</param>
/// <param name="Until">Exposures and events from this time on do not count.</param>
public sealed record MetricQuery(string Experiment, string Metric, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>The largest size of a value: larger ones are no measurements, and one would outweigh all others.</summary>
    public const double MostValue = 1e12;

    /// <summary>The feature whose launches end an entity's time in the experiment; empty for none.</summary>
    public string Feature { get; init; } = "";

    /// <summary>Entities that were first exposed before are left out; default none.</summary>
    public DateTimeOffset ExposedFrom { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Whether to tell the attributes of entities and to count entities by them.</summary>
    public bool WithAttributes { get; init; }

    /// <summary>How long after its first exposure an entity's events count; entities whose time is not over yet are left out. Null for ever.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>How long before an entity's first exposure its events count as its past; null for ever.</summary>
    public TimeSpan? PastWindow { get; init; }

    /// <summary>Smaller values do not count.</summary>
    public double Minimum { get; init; } = -MostValue;

    /// <summary>Larger values do not count.</summary>
    public double Maximum { get; init; } = MostValue;
}

/// <summary>A metric of one entity: sums before and since the entity's first exposure.</summary>
/// <param name="EntityId">The entity.</param>
/// <param name="Variation">The variation that it met.</param>
/// <param name="Numerator">The sum of the values since its first exposure.</param>
/// <param name="Denominator">How many values those are.</param>
/// <param name="PreNumerator">The sum of the values before (for CUPED).</param>
/// <param name="PreDenominator">How many values those are.</param>
public readonly record struct EntityTotals(
    string EntityId, string Variation, double Numerator, double Denominator, double PreNumerator, double PreDenominator)
{
    /// <summary>The sum of the squares of the values since its first exposure.</summary>
    public double Squares { get; init; }

    /// <summary>When it was first exposed.</summary>
    public DateTimeOffset ExposedAt { get; init; }

    /// <summary>The attributes of its first exposure, as <see cref="Exposure.Attributes"/>; null if there are none or they were not asked for.</summary>
    public string? Attributes { get; init; }
}

/// <summary>One value of a metric.</summary>
/// <param name="EntityId">The entity.</param>
/// <param name="Variation">The variation that it met.</param>
/// <param name="Value">The value.</param>
/// <param name="Attributes">As of <see cref="EntityTotals.Attributes"/>.</param>
public readonly record struct EntityValue(string EntityId, string Variation, double Value, string? Attributes = null);

/// <summary>A shadow's predictions beside those that were answered, of one unit: an entity, or a request that named none.</summary>
/// <param name="Model">The shadow's model, name@version.</param>
/// <param name="Answered">The model that answered.</param>
/// <param name="Predictions">How many.</param>
/// <param name="Disagreements">In how many the labels differ.</param>
/// <param name="Confidence">The sums of the confidences.</param>
/// <param name="Milliseconds">The sums of the times in the models.</param>
public readonly record struct ShadowTotals(
    string Model, string Answered, long Predictions, long Disagreements, PairedSum Confidence, PairedSum Milliseconds)
{
    /// <summary>How many have feedback.</summary>
    public long Judged { get; init; }

    /// <summary>In how many of these the shadow is right.</summary>
    public long Right { get; init; }

    /// <summary>In how many the answer was right.</summary>
    public long AnsweredRight { get; init; }

    /// <summary>In how many both were.</summary>
    public long BothRight { get; init; }

    /// <summary>Of the first prediction of which one alone is right, whether that is the shadow's; null without such a one.</summary>
    public bool? FirstIsShadows { get; init; }
}

/// <summary>Sums of a number of both models.</summary>
/// <param name="Shadow">The shadow's.</param>
/// <param name="Answered">The answers'.</param>
/// <param name="Squares">Of the squares of the differences.</param>
public readonly record struct PairedSum(double Shadow, double Answered, double Squares);

/// <summary>How many entities met a variation and no other.</summary>
/// <param name="Variation">The variation.</param>
/// <param name="Entities">How many.</param>
/// <param name="Attributes">The attributes that they have in common, as of <see cref="EntityTotals.Attributes"/>.</param>
public readonly record struct VariationCount(string Variation, long Entities, string? Attributes = null);

/// <summary>Entities that do not stay with the variation they met first.</summary>
/// <param name="Mixed">Met several variations; they count for none.</param>
/// <param name="Moved">Were taken over by a launch; they count until then.</param>
public readonly record struct LeftEntities(long Mixed, long Moved);

/// <summary>Key figures of some predictions.</summary>
/// <param name="Day">The day of the predictions, in UTC.</param>
/// <param name="Model">The model, name@version.</param>
/// <param name="Variation">The variation that named the model; empty outside experiments.</param>
/// <param name="RoomType">What was answered: a label, or "unknown".</param>
/// <param name="Predictions">How many.</param>
/// <param name="Confidence">Their mean probability.</param>
/// <param name="Confirmed">How many feedback called right.</param>
/// <param name="Corrected">How many feedback called wrong.</param>
/// <param name="Unknown">How many show little that the model knows (see <see cref="Prediction.UnknownScore"/>), whatever was answered.</param>
public readonly record struct KpiRow(
    DateOnly Day, string Model, string Variation, string RoomType, long Predictions, double Confidence, long Confirmed, long Corrected, long Unknown)
{
    /// <summary>The share of the predictions that feedback called wrong.</summary>
    public double CorrectionRate => (double)Corrected / Predictions;

    /// <summary>The share of the predictions that show little that the model knows.</summary>
    public double UnknownShare => (double)Unknown / Predictions;
}

/// <summary>A named text, for state that is no event.</summary>
/// <param name="Path">Its name; parts are separated by slashes.</param>
/// <param name="Body">The text.</param>
/// <param name="Version">Counts its writes, from 1.</param>
public sealed record StoredDocument(string Path, string Body, long Version);
