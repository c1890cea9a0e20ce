using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RoomTypes.Events.Sql;

/// <summary>The questions that both databases are asked in the same words.</summary>
/// <param name="open">Opens a connection for one question.</param>
internal sealed class EventReader(Func<CancellationToken, ValueTask<DbConnection>> open)
{
    private const string Range = " WHERE at >= @from AND at < @until ORDER BY at, id";

    /// <inheritdoc cref="IEventStore.ReadEntityTotalsAsync"/>
    public IAsyncEnumerable<EntityTotals> ReadEntityTotalsAsync(MetricQuery query, CancellationToken cancellationToken) => QueryAsync(
        TotalsSql.Of(query),
        TotalsSql.Parameters(query),
        row => new EntityTotals(row.GetString(0), row.GetString(1), row.GetDouble(3), row.GetDouble(4), row.GetDouble(6), row.GetDouble(7))
        {
            ExposedAt = Time(row, 2),
            Squares = row.GetDouble(5),
            Attributes = Text(row, 8),
        },
        cancellationToken);

    /// <inheritdoc cref="IEventStore.ReadEntityValuesAsync"/>
    public IAsyncEnumerable<EntityValue> ReadEntityValuesAsync(MetricQuery query, CancellationToken cancellationToken) => QueryAsync(
        TotalsSql.ValuesOf(query), TotalsSql.Parameters(query), row => new EntityValue(row.GetString(0), row.GetString(1), row.GetDouble(2), Text(row, 3)), cancellationToken);

    /// <inheritdoc cref="IEventStore.CountEntitiesAsync"/>
    public IAsyncEnumerable<VariationCount> CountEntitiesAsync(MetricQuery query, CancellationToken cancellationToken) =>
        QueryAsync(TotalsSql.CountOf(query), TotalsSql.Parameters(query), row => new VariationCount(row.GetString(0), row.GetInt64(1), Text(row, 2)), cancellationToken);

    /// <inheritdoc cref="IEventStore.CountLeftEntitiesAsync"/>
    public IAsyncEnumerable<LeftEntities> CountLeftEntitiesAsync(MetricQuery query, CancellationToken cancellationToken) =>
        QueryAsync(TotalsSql.CountLeft, TotalsSql.Parameters(query), row => new LeftEntities(row.GetInt64(0), row.GetInt64(1)), cancellationToken);

    /// <inheritdoc cref="IEventStore.ReadShadowTotalsAsync"/>
    public IAsyncEnumerable<ShadowTotals> ReadShadowTotalsAsync(string shadow, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        QueryAsync(ShadowSql.Totals, [("name", shadow), .. Window(from, until)], ShadowSql.Read, cancellationToken);

    /// <inheritdoc cref="IEventStore.ReadKpiAsync"/>
    public IAsyncEnumerable<KpiRow> ReadKpiAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) => QueryAsync(
        """
        SELECT day, model, variation, room_type, predictions, confidence, confirmed, corrected, unknown FROM kpi
        WHERE day >= @from / 86400000 AND day * 86400000 < @until ORDER BY day, model, variation, room_type
        """,
        Window(from, until),
        row => new KpiRow(
            DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(row.GetInt64(0))), row.GetString(1), row.GetString(2), row.GetString(3),
            row.GetInt64(4), row.GetDouble(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8)),
        cancellationToken);

    /// <inheritdoc cref="IEventStore.ReadEventsAsync"/>
    public async IAsyncEnumerable<EventRecord> ReadEventsAsync(
        DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (sql, read) in Kinds)
        {
            await foreach (var record in QueryAsync(sql + Range, Window(from, until), read, cancellationToken)) yield return record;
        }
    }

    /// <inheritdoc cref="IEventStore.ReadEmbeddingsAsync"/>
    public IAsyncEnumerable<KeptEmbedding> ReadEmbeddingsAsync(EmbeddingQuery query, CancellationToken cancellationToken) => QueryAsync(
        $"""
        SELECT p.id, e.at, p.entity, p.room_type, p.confidence, o.room_type, e.vector, p.unknown_score, e.brightness, e.sharpness, e.megapixels
        FROM embedding e JOIN prediction p ON p.id = e.prediction {(query.OnlyJudged ? "" : "LEFT ")}JOIN outcome o ON o.prediction = e.prediction
        WHERE e.model = @model AND e.at >= @from AND e.at < @until ORDER BY e.at, e.prediction LIMIT @most
        """,
        [("model", query.Model), ("most", (long)query.Most), .. Window(query.From, query.Until)],
        row => new KeptEmbedding(
            Id(row, 0), Time(row, 1), row.GetString(2), row.GetString(3), row.GetDouble(4), Text(row, 5), MemoryMarshal.Cast<byte, Half>(row.GetFieldValue<byte[]>(6)).ToArray())
        {
            UnknownScore = row.IsDBNull(7) ? null : row.GetDouble(7),
            Quality = row.IsDBNull(8) ? null : new(row.GetDouble(8), row.GetDouble(9), row.GetDouble(10)),
        },
        cancellationToken);

    /// <inheritdoc cref="IEventStore.GetDocumentAsync"/>
    public async Task<StoredDocument?> GetDocumentAsync(string path, CancellationToken cancellationToken)
    {
        await foreach (var document in QueryAsync("SELECT path, body, version FROM document WHERE path = @path", [("path", path)], ReadDocument, cancellationToken))
        {
            return document;
        }

        return null;
    }

    /// <inheritdoc cref="IEventStore.ListDocumentsAsync"/>
    public async Task<IReadOnlyList<StoredDocument>> ListDocumentsAsync(string prefix, CancellationToken cancellationToken)
    {
        var documents = new List<StoredDocument>();
        const string Sql = "SELECT path, body, version FROM document WHERE SUBSTR(path, 1, LENGTH(@prefix)) = @prefix ORDER BY path";
        await foreach (var document in QueryAsync(Sql, [("prefix", prefix)], ReadDocument, cancellationToken)) documents.Add(document);
        return documents;
    }

    private static readonly (string Sql, Func<DbDataReader, EventRecord> Read)[] Kinds =
    [
        ("SELECT id, at, entity, experiment, feature, variation, reason, attributes FROM exposure", row => new Exposure
        {
            Id = Id(row, 0), Time = Time(row, 1), EntityId = row.GetString(2),
            Experiment = row.GetString(3), Feature = row.GetString(4), Variation = row.GetString(5), Reason = row.GetString(6), Attributes = Text(row, 7),
        }),
        ("SELECT id, at, entity, request, mission, room, model, variation, room_type, confidence, images, unknown_score, milliseconds FROM prediction", row => new Prediction
        {
            Id = Id(row, 0), Time = Time(row, 1), EntityId = row.GetString(2), RequestId = row.GetString(3), MissionId = row.GetString(4),
            RoomId = row.GetString(5), Model = row.GetString(6), Variation = row.GetString(7), RoomType = row.GetString(8),
            Confidence = row.GetDouble(9), ImageCount = row.GetInt32(10), UnknownScore = row.IsDBNull(11) ? null : row.GetDouble(11),
            Milliseconds = row.IsDBNull(12) ? null : row.GetDouble(12),
        }),
        ("SELECT id, at, entity, prediction, room_type FROM feedback", row => new Feedback
        {
            Id = Id(row, 0), Time = Time(row, 1), EntityId = row.GetString(2), PredictionId = Id(row, 3), RoomType = row.GetString(4),
        }),
        ("SELECT id, at, entity, name, value, prediction FROM metric", row => new MetricEvent
        {
            Id = Id(row, 0), Time = Time(row, 1), EntityId = row.GetString(2), Name = row.GetString(3), Value = row.GetDouble(4),
            PredictionId = row.IsDBNull(5) ? null : Id(row, 5),
        }),
        ("SELECT id, at, entity, name, model, room_type, confidence, ms, answered_ms FROM shadow", row => new ShadowPrediction
        {
            Id = Id(row, 0), Time = Time(row, 1), EntityId = row.GetString(2), Shadow = row.GetString(3), Model = row.GetString(4),
            RoomType = row.GetString(5), Confidence = row.GetDouble(6), Milliseconds = row.GetDouble(7), AnsweredMilliseconds = row.GetDouble(8),
        }),
    ];

    private static StoredDocument ReadDocument(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetInt64(2));

    private static DateTimeOffset Time(DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static Guid Id(DbDataReader row, int column) => row.GetValue(column) is byte[] bytes ? new Guid(bytes, bigEndian: true) : row.GetGuid(column);

    private static (string, object)[] Window(DateTimeOffset from, DateTimeOffset until) =>
        [("from", from.ToUnixTimeMilliseconds()), ("until", until.ToUnixTimeMilliseconds())];

    private async IAsyncEnumerable<T> QueryAsync<T>(
        string sql, (string Name, object Value)[] parameters, Func<DbDataReader, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await open(cancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts above; values go in as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await using var rows = await Guarded(() => command.ExecuteReaderAsync(cancellationToken));
        while (await Guarded(() => rows.ReadAsync(cancellationToken))) yield return read(rows);
    }

    private static async Task<T> Guarded<T>(Func<Task<T>> query)
    {
        try
        {
            return await query();
        }
        catch (DbException exception)
        {
            throw new EventStoreException($"The event store could not be read: {exception.Message}", exception);
        }
    }
}
