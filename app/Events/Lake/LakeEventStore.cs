namespace RoomTypes.Events.Lake;

/// <summary>
/// Events as objects in a bucket or a folder, where any engine can query them. Appending reads nothing: what came twice and what belongs together
/// is for the questions to tell, which an engine answers that need not be there. Nothing is opened before it is needed.
/// </summary>
/// <param name="files">The lake.</param>
/// <param name="spool">Takes what the lake does not; null for none.</param>
/// <param name="pseudonyms">Names entities; null to keep their names.</param>
/// <param name="engine">Answers questions; null where others ask them.</param>
/// <param name="time">The clock.</param>
internal sealed class LakeEventStore(ILakeFiles files, Spool? spool, Pseudonyms? pseudonyms, ILakeEngine? engine, TimeProvider time) : IEventStore
{
    private readonly LakeDocuments _documents = new(files);
    private readonly LakeReader _reader = new(engine ?? new NoLakeEngine(files.Location));
    private readonly Lock _lock = new();
    private long _written;

    /// <summary>The objects.</summary>
    public ILakeFiles Files => files;

    public async Task<AppendResult[]> AppendAsync(IReadOnlyList<EventRecord> batch, CancellationToken cancellationToken)
    {
        IReadOnlyList<EventRecord> records = pseudonyms is null ? batch : [.. batch.Select(record => record with { EntityId = pseudonyms.Of(record.EntityId) })];
        await Task.WhenAll(LakeObject.Of(records, Stamp(batch.Count)).Select(item =>
            spool is null ? files.PutAsync(item.Path, item.Bytes, cancellationToken) : spool.PutAsync(item, cancellationToken)));
        var results = new AppendResult[batch.Count];
        Array.Fill(results, AppendResult.Kept);
        return results;
    }

    public IAsyncEnumerable<EntityTotals> ReadEntityTotalsAsync(MetricQuery query, CancellationToken cancellationToken) => _reader.ReadEntityTotalsAsync(query, cancellationToken);

    public IAsyncEnumerable<EntityValue> ReadEntityValuesAsync(MetricQuery query, CancellationToken cancellationToken) => _reader.ReadEntityValuesAsync(query, cancellationToken);

    public IAsyncEnumerable<VariationCount> CountEntitiesAsync(MetricQuery query, CancellationToken cancellationToken) => _reader.CountEntitiesAsync(query, cancellationToken);

    public async Task<LeftEntities> CountLeftEntitiesAsync(MetricQuery query, CancellationToken cancellationToken) =>
        await _reader.CountLeftEntitiesAsync(query, cancellationToken).FirstOrDefaultAsync(cancellationToken);

    public IAsyncEnumerable<ShadowTotals> ReadShadowTotalsAsync(string shadow, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        _reader.ReadShadowTotalsAsync(shadow, from, until, cancellationToken);

    public IAsyncEnumerable<KpiRow> ReadKpiAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) => _reader.ReadKpiAsync(from, until, cancellationToken);

    public IAsyncEnumerable<EventRecord> ReadEventsAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) => _reader.ReadEventsAsync(from, until, cancellationToken);

    public IAsyncEnumerable<KeptEmbedding> ReadEmbeddingsAsync(EmbeddingQuery query, CancellationToken cancellationToken) => _reader.ReadEmbeddingsAsync(query, cancellationToken);

    /// <summary>Deletes hours that are over by then, whole. First exposures go with them.</summary>
    public Task<long> DeleteBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken) => DeleteAsync($"{LakeObject.Folder}/", time, cancellationToken);

    public Task<long> DeleteEmbeddingsBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken) =>
        DeleteAsync($"{LakeObject.Folder}/kind={LakeTable.Embeddings}/", time, cancellationToken);

    public Task<StoredDocument?> GetDocumentAsync(string path, CancellationToken cancellationToken) => _documents.GetAsync(path, cancellationToken);

    public Task<IReadOnlyList<StoredDocument>> ListDocumentsAsync(string prefix, CancellationToken cancellationToken) => _documents.ListAsync(prefix, cancellationToken);

    public Task<bool> PutDocumentAsync(StoredDocument document, CancellationToken cancellationToken) => _documents.PutAsync(document, cancellationToken);

    public Task<bool> DeleteDocumentAsync(string path, long version, CancellationToken cancellationToken) => _documents.DeleteAsync(path, version, cancellationToken);

    public ValueTask DisposeAsync() => engine?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<long> DeleteAsync(string prefix, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        if (files.ExpiresByItself) return deleted;
        await foreach (var path in files.ListAsync(prefix, cancellationToken))
        {
            if (LakeObject.HourOf(path) is not { } hour || hour.AddHours(1) > before) continue;
            await files.DeleteAsync(path, cancellationToken);
            deleted += LakeObject.RowsOf(path);
        }

        return deleted;
    }

    /// <summary>The microsecond of the first of so many rows, later than that of every row before.</summary>
    private long Stamp(int rows)
    {
        var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        lock (_lock)
        {
            var first = Math.Max(now, _written);
            _written = first + rows;
            return first;
        }
    }
}
