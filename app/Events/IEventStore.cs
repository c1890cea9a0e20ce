namespace RoomTypes.Events;

/// <summary>Keeps events, each once, and answers questions about them. Safe for use by many threads and processes.</summary>
/// <remarks>Operations throw <see cref="EventStoreException"/> when the store cannot be reached or written.</remarks>
public interface IEventStore : IAsyncDisposable
{
    /// <summary>Appends all or nothing, durably; events that are there already are left out.</summary>
    /// <returns>What became of each event, in their order.</returns>
    Task<AppendResult[]> AppendAsync(IReadOnlyList<EventRecord> batch, CancellationToken cancellationToken);

    /// <summary>
    /// The sums of a metric by entity, for the entities that met exactly one variation of the experiment and were exposed to it between
    /// <paramref name="from"/> and <paramref name="until"/>.
    /// </summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="metric">One of <see cref="BuiltInMetrics"/>, or the name of metric events.</param>
    /// <param name="from">An entity that was first exposed before is taken as exposed at this time.</param>
    /// <param name="until">Exposures and events from this time on do not count.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<EntityTotals> ReadEntityTotalsAsync(
        string experiment, string metric, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>How many entities met several variations of the experiment and are left out of its totals.</summary>
    Task<long> CountMixedEntitiesAsync(string experiment, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>The key figures of predictions by day (UTC), model, variation and room type, in that order.</summary>
    IAsyncEnumerable<KpiRow> ReadKpiAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Every event of a time range, kind by kind, in the order of their times.</summary>
    IAsyncEnumerable<EventRecord> ReadEventsAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken);

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

/// <summary>A metric of one entity: a ratio of sums, before and since the entity's first exposure.</summary>
/// <param name="EntityId">The entity.</param>
/// <param name="Variation">The variation that it met.</param>
/// <param name="Numerator">The sum of the values since its first exposure.</param>
/// <param name="Denominator">How many values those are.</param>
/// <param name="PreNumerator">The sum of the values before (for CUPED).</param>
/// <param name="PreDenominator">How many values those are.</param>
public readonly record struct EntityTotals(
    string EntityId, string Variation, double Numerator, double Denominator, double PreNumerator, double PreDenominator);

/// <summary>Key figures of some predictions.</summary>
/// <param name="Day">The day of the predictions, in UTC.</param>
/// <param name="Model">The model, name@version.</param>
/// <param name="Variation">The variation that named the model; empty outside experiments.</param>
/// <param name="RoomType">The label that was answered.</param>
/// <param name="Predictions">How many.</param>
/// <param name="Confidence">Their mean probability.</param>
/// <param name="Confirmed">How many feedback called right.</param>
/// <param name="Corrected">How many feedback called wrong.</param>
public readonly record struct KpiRow(
    DateOnly Day, string Model, string Variation, string RoomType, long Predictions, double Confidence, long Confirmed, long Corrected)
{
    /// <summary>The share of the predictions that feedback called wrong.</summary>
    public double CorrectionRate => (double)Corrected / Predictions;
}

/// <summary>A named text, for state that is no event.</summary>
/// <param name="Path">Its name; parts are separated by slashes.</param>
/// <param name="Body">The text.</param>
/// <param name="Version">Counts its writes, from 1.</param>
public sealed record StoredDocument(string Path, string Body, long Version);
