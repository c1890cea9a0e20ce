using System.Runtime.InteropServices;
using Npgsql;
using NpgsqlTypes;

namespace RoomTypes.Events.Postgres;

/// <summary>
/// Writes a batch of events in one round trip: a statement for each kind takes its columns as arrays. Within the caller's transaction.
/// </summary>
internal sealed class PostgresBatch : IAsyncDisposable
{
    // What must not run beside each other: a transaction that writes a prediction and one that writes feedback on it would each miss the
    // other's row, and they would never be joined. Transactions without feedback share the lock.
    private const long JoinLock = 0x726f6f6d_65766e74;

    private const string InsertExposures = """
        WITH fresh AS (
          INSERT INTO exposure SELECT * FROM unnest(@id, @at, @entity, @experiment, @feature, @variation, @reason, @attributes) ON CONFLICT DO NOTHING RETURNING *),
        kept AS (
          INSERT INTO assignment AS a
          SELECT experiment, entity, (array_agg(variation ORDER BY at))[1], MIN(at), MAX(at), (COUNT(DISTINCT variation) > 1)::int, CASE WHEN COUNT(DISTINCT variation) > 1 THEN MIN(at) END,
            (array_agg(attributes ORDER BY at))[1]
          FROM fresh WHERE experiment <> '' GROUP BY experiment, entity ORDER BY experiment, entity
          ON CONFLICT (experiment, entity) DO UPDATE SET
            mixed_at = CASE WHEN a.variation = excluded.variation THEN LEAST(a.mixed_at, excluded.mixed_at)
              ELSE LEAST(a.mixed_at, excluded.mixed_at, GREATEST(a.first_at, excluded.first_at)) END,
            mixed = GREATEST(a.mixed, excluded.mixed, (a.variation <> excluded.variation)::int),
            variation = CASE WHEN excluded.first_at < a.first_at THEN excluded.variation ELSE a.variation END,
            attributes = CASE WHEN excluded.first_at < a.first_at THEN excluded.attributes ELSE a.attributes END,
            first_at = LEAST(a.first_at, excluded.first_at), last_at = GREATEST(a.last_at, excluded.last_at))
        SELECT id FROM fresh
        """;

    private const string InsertPredictions = """
        INSERT INTO prediction
        SELECT * FROM unnest(@id, @at, @entity, @request, @mission, @room, @model, @variation, @room_type, @confidence, @images, @unknown_score, @milliseconds)
        ON CONFLICT DO NOTHING RETURNING id
        """;

    private const string InsertEmbeddings = "INSERT INTO embedding SELECT * FROM unnest(@prediction, @at, @model, @vector, @brightness, @sharpness, @megapixels) ON CONFLICT DO NOTHING";

    private const string InsertFeedback = """
        WITH fresh AS (
          INSERT INTO feedback SELECT * FROM unnest(@id, @at, @entity, @prediction, @room_type) ON CONFLICT DO NOTHING RETURNING *),
        kept AS (
          INSERT INTO outcome AS o (prediction, at, room_type)
          SELECT DISTINCT ON (prediction) prediction, at, room_type FROM fresh ORDER BY prediction, at DESC, id DESC
          ON CONFLICT (prediction) DO UPDATE SET
            at = excluded.at, room_type = excluded.room_type, entity = NULL, predicted_at = NULL, corrected = NULL, variation = NULL
            WHERE excluded.at >= o.at)
        SELECT id FROM fresh
        """;

    private const string InsertMetrics = """
        INSERT INTO metric
        SELECT id, at, entity, name, value, NULLIF(prediction, '00000000-0000-0000-0000-000000000000'::uuid)
        FROM unnest(@id, @at, @entity, @name, @value, @prediction) AS m (id, at, entity, name, value, prediction)
        ON CONFLICT DO NOTHING RETURNING id
        """;

    private const string InsertShadows = """
        INSERT INTO shadow SELECT * FROM unnest(@id, @at, @entity, @name, @model, @room_type, @confidence, @ms, @answered_ms)
        ON CONFLICT DO NOTHING RETURNING id
        """;

    private const string JoinOutcomes = """
        UPDATE outcome o SET entity = p.entity, predicted_at = p.at, corrected = (p.room_type <> o.room_type)::int, variation = p.variation
        FROM prediction p WHERE p.id = o.prediction AND o.entity IS NULL AND o.prediction = ANY(@predictions)
        """;

    private const string JoinMetrics = """
        UPDATE metric m SET entity = p.entity FROM prediction p
        WHERE p.id = m.prediction AND m.prediction IS NOT NULL AND m.entity = '' AND m.prediction = ANY(@predictions)
        """;

    private const string Joined = "SELECT id FROM prediction WHERE id = ANY(@predictions)";

    private readonly IReadOnlyList<EventRecord> _records;
    private readonly NpgsqlBatch _batch;
    private readonly HashSet<(Type Kind, Guid Id)> _fresh = [];
    private readonly HashSet<Guid> _present = [];
    private readonly List<Action<Guid>?> _readers = [];

    public PostgresBatch(IReadOnlyList<EventRecord> records, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _records = records;
        _batch = new NpgsqlBatch(connection, transaction);
    }

    /// <summary>Writes and answers what became of each event.</summary>
    public async Task<AppendResult[]> ExecuteAsync(CancellationToken cancellationToken)
    {
        var lookups = Predictions(_records.Select(Named)).ToArray();
        Query($"SELECT pg_advisory_xact_lock{(lookups.Length == 0 ? "_shared" : "")}({JoinLock})", null);
        AddInserts();
        var joins = lookups.Concat(Of<Prediction>().Select(prediction => prediction.Id)).ToArray();
        if (joins.Length > 0)
        {
            Add(JoinOutcomes, ("predictions", NpgsqlDbType.Uuid, joins));
            Add(JoinMetrics, ("predictions", NpgsqlDbType.Uuid, joins));
        }

        if (lookups.Length > 0) Query(Joined, id => _present.Add(id), ("predictions", NpgsqlDbType.Uuid, lookups));
        await ReadIdsAsync(cancellationToken);
        return [.. _records.Select(Result)];
    }

    public ValueTask DisposeAsync() => _batch.DisposeAsync();

    private void AddInserts()
    {
        Insert(Of<Exposure>(), InsertExposures, list => [
            ("experiment", NpgsqlDbType.Text, Texts(list, exposure => exposure.Experiment)), ("feature", NpgsqlDbType.Text, Texts(list, exposure => exposure.Feature)),
            ("variation", NpgsqlDbType.Text, Texts(list, exposure => exposure.Variation)), ("reason", NpgsqlDbType.Text, Texts(list, exposure => exposure.Reason)),
            ("attributes", NpgsqlDbType.Text, list.ConvertAll(exposure => exposure.Attributes).ToArray())]);
        Insert(Of<Prediction>(), InsertPredictions, list => [
            ("request", NpgsqlDbType.Text, Texts(list, prediction => prediction.RequestId)), ("mission", NpgsqlDbType.Text, Texts(list, prediction => prediction.MissionId)),
            ("room", NpgsqlDbType.Text, Texts(list, prediction => prediction.RoomId)), ("model", NpgsqlDbType.Text, Texts(list, prediction => prediction.Model)),
            ("variation", NpgsqlDbType.Text, Texts(list, prediction => prediction.Variation)), ("room_type", NpgsqlDbType.Text, Texts(list, prediction => prediction.RoomType)),
            ("confidence", NpgsqlDbType.Double, list.ConvertAll(prediction => prediction.Confidence).ToArray()),
            ("images", NpgsqlDbType.Integer, list.ConvertAll(prediction => prediction.ImageCount).ToArray()),
            ("unknown_score", NpgsqlDbType.Double, list.ConvertAll(prediction => prediction.UnknownScore).ToArray()),
            ("milliseconds", NpgsqlDbType.Double, list.ConvertAll(prediction => prediction.Milliseconds).ToArray())]);
        InsertVectors(Of<Prediction>().FindAll(prediction => prediction.Embedding is not null));
        Insert(Of<Feedback>(), InsertFeedback, list => [
            ("prediction", NpgsqlDbType.Uuid, list.ConvertAll(feedback => feedback.PredictionId).ToArray()),
            ("room_type", NpgsqlDbType.Text, Texts(list, feedback => feedback.RoomType))]);
        Insert(Of<MetricEvent>(), InsertMetrics, list => [
            ("name", NpgsqlDbType.Text, Texts(list, metric => metric.Name)), ("value", NpgsqlDbType.Double, list.ConvertAll(metric => metric.Value).ToArray()),
            ("prediction", NpgsqlDbType.Uuid, list.ConvertAll(metric => metric.PredictionId ?? Guid.Empty).ToArray())]);
        Insert(Of<ShadowPrediction>(), InsertShadows, list => [
            ("name", NpgsqlDbType.Text, Texts(list, shadow => shadow.Shadow)), ("model", NpgsqlDbType.Text, Texts(list, shadow => shadow.Model)),
            ("room_type", NpgsqlDbType.Text, Texts(list, shadow => shadow.RoomType)),
            ("confidence", NpgsqlDbType.Double, list.ConvertAll(shadow => shadow.Confidence).ToArray()),
            ("ms", NpgsqlDbType.Double, list.ConvertAll(shadow => shadow.Milliseconds).ToArray()),
            ("answered_ms", NpgsqlDbType.Double, list.ConvertAll(shadow => shadow.AnsweredMilliseconds).ToArray())]);
    }

    private void Insert<T>(List<T> list, string sql, Func<List<T>, (string, NpgsqlDbType, Array)[]> columns)
        where T : EventRecord
    {
        if (list.Count == 0) return;
        Query(sql, id => _fresh.Add((typeof(T), id)), [
            ("id", NpgsqlDbType.Uuid, list.ConvertAll(record => record.Id).ToArray()),
            ("at", NpgsqlDbType.Bigint, list.ConvertAll(record => record.Time.ToUnixTimeMilliseconds()).ToArray()),
            ("entity", NpgsqlDbType.Text, Texts(list, record => record.EntityId)),
            .. columns(list)]);
    }

    private void InsertVectors(List<Prediction> list)
    {
        if (list.Count == 0) return;
        Query(InsertEmbeddings, null,
            ("prediction", NpgsqlDbType.Uuid, list.ConvertAll(prediction => prediction.Id).ToArray()),
            ("at", NpgsqlDbType.Bigint, list.ConvertAll(prediction => prediction.Time.ToUnixTimeMilliseconds()).ToArray()),
            ("model", NpgsqlDbType.Text, Texts(list, prediction => prediction.Model)),
            ("vector", NpgsqlDbType.Bytea, list.ConvertAll(prediction => MemoryMarshal.AsBytes(prediction.Embedding.AsSpan()).ToArray()).ToArray()),
            ("brightness", NpgsqlDbType.Double, list.ConvertAll(prediction => prediction.Quality?.Brightness).ToArray()),
            ("sharpness", NpgsqlDbType.Double, list.ConvertAll(prediction => prediction.Quality?.Sharpness).ToArray()),
            ("megapixels", NpgsqlDbType.Double, list.ConvertAll(prediction => prediction.Quality?.Megapixels).ToArray()));
    }

    /// <summary>Adds a statement whose rows, if it has any, are ids for the reader.</summary>
    private void Query(string sql, Action<Guid>? read, params (string Name, NpgsqlDbType Type, Array Values)[] columns)
    {
        Add(sql, columns);
        _readers.Add(read);
    }

    private void Add(string sql, params (string Name, NpgsqlDbType Type, Array Values)[] columns)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var (name, type, values) in columns) command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | type) { Value = values });
        _batch.BatchCommands.Add(command);
    }

    private async Task ReadIdsAsync(CancellationToken cancellationToken)
    {
        await using var rows = await _batch.ExecuteReaderAsync(cancellationToken);
        foreach (var read in _readers)
        {
            while (read is not null && await rows.ReadAsync(cancellationToken)) read(rows.GetGuid(0));
            await rows.NextResultAsync(cancellationToken);
        }
    }

    /// <summary>An id that comes twice within the batch is new once.</summary>
    private AppendResult Result(EventRecord record)
    {
        if (!_fresh.Remove((record.GetType(), record.Id))) return AppendResult.Duplicate;
        return Named(record) is { } prediction && !_present.Contains(prediction) ? AppendResult.AddedUnjoined : AppendResult.Added;
    }

    private List<T> Of<T>() => [.. _records.OfType<T>()];

    private static IEnumerable<Guid> Predictions(IEnumerable<Guid?> ids) => ids.OfType<Guid>().Distinct();

    private static Guid? Named(EventRecord record) => record switch
    {
        Feedback feedback => feedback.PredictionId,
        MetricEvent metric => metric.PredictionId,
        _ => null,
    };

    /// <summary>PostgreSQL's texts cannot hold the character zero.</summary>
    private static string[] Texts<T>(List<T> list, Func<T, string> text) =>
        [.. list.Select(record => text(record).Replace("\0", "", StringComparison.Ordinal))];
}
