using System.Data.Common;

namespace RoomTypes.Events.Sql;

/// <summary>
/// The tables, in the words that SQLite and PostgreSQL share. Times are milliseconds since 1970. A migration that was released never
/// changes; a new one is added at the end.
/// </summary>
/// <param name="IdType">The type of ids: 16 bytes.</param>
/// <param name="BytesType">The type of other bytes.</param>
/// <param name="Clustered">What follows a table that is ordered by its primary key.</param>
internal sealed record Migrations(string IdType, string BytesType, string Clustered)
{
    private const string First = """
        CREATE TABLE exposure (
          id {id} PRIMARY KEY, at BIGINT NOT NULL, entity TEXT NOT NULL,
          experiment TEXT NOT NULL, feature TEXT NOT NULL, variation TEXT NOT NULL, reason TEXT NOT NULL) {clustered};

        -- What results are made of: an entity's first exposure to an experiment, kept up with every exposure.
        CREATE TABLE assignment (
          experiment TEXT NOT NULL, entity TEXT NOT NULL, variation TEXT NOT NULL,
          first_at BIGINT NOT NULL, last_at BIGINT NOT NULL, mixed INTEGER NOT NULL, PRIMARY KEY (experiment, entity)) {clustered};

        CREATE TABLE prediction (
          id {id} PRIMARY KEY, at BIGINT NOT NULL, entity TEXT NOT NULL,
          request TEXT NOT NULL, mission TEXT NOT NULL, room TEXT NOT NULL, model TEXT NOT NULL, variation TEXT NOT NULL,
          room_type TEXT NOT NULL, confidence DOUBLE PRECISION NOT NULL, images INTEGER NOT NULL) {clustered};
        CREATE INDEX prediction_by_entity ON prediction (entity, at, confidence);

        CREATE TABLE feedback (
          id {id} PRIMARY KEY, at BIGINT NOT NULL, entity TEXT NOT NULL, prediction {id} NOT NULL, room_type TEXT NOT NULL) {clustered};

        -- The newest feedback of each prediction; entity, predicted_at and corrected are null until the prediction is there.
        CREATE TABLE outcome (
          prediction {id} PRIMARY KEY, at BIGINT NOT NULL, room_type TEXT NOT NULL,
          entity TEXT, predicted_at BIGINT, corrected INTEGER) {clustered};
        CREATE INDEX outcome_by_entity ON outcome (entity, predicted_at, corrected);

        -- The entity is empty until it is known.
        CREATE TABLE metric (
          id {id} PRIMARY KEY, at BIGINT NOT NULL, entity TEXT NOT NULL, name TEXT NOT NULL, value DOUBLE PRECISION NOT NULL,
          prediction {id}) {clustered};
        CREATE INDEX metric_by_entity ON metric (name, entity, at, value);
        CREATE INDEX metric_of_prediction ON metric (prediction) WHERE prediction IS NOT NULL AND entity = '';

        CREATE TABLE document (path TEXT PRIMARY KEY, body TEXT NOT NULL, version BIGINT NOT NULL);

        -- Key figures for people and dashboards.
        CREATE VIEW kpi AS
        SELECT p.at / 86400000 AS day, p.model, p.variation, p.room_type, COUNT(*) AS predictions, AVG(p.confidence) AS confidence,
          SUM(CASE WHEN o.corrected = 0 THEN 1 ELSE 0 END) AS confirmed, SUM(CASE WHEN o.corrected = 1 THEN 1 ELSE 0 END) AS corrected
        FROM prediction p LEFT JOIN outcome o ON o.prediction = p.id
        GROUP BY p.at / 86400000, p.model, p.variation, p.room_type;
        """;

    // By entity, every event was written to a page of its own: a third of the events a second.
    private const string EventsByTime = """
        DROP INDEX prediction_by_entity;
        CREATE INDEX prediction_by_time ON prediction (at, entity, confidence);
        DROP INDEX metric_by_entity;
        CREATE INDEX metric_by_time ON metric (name, at, entity, value);
        DROP INDEX outcome_by_entity;
        """;

    // Predictions count for the variation that made them, and an entity's time in an experiment ends when a launch takes it.
    private const string ByWhatPredicted = """
        DROP INDEX prediction_by_time;
        CREATE INDEX prediction_by_time ON prediction (at, entity, confidence, variation);
        ALTER TABLE outcome ADD COLUMN variation TEXT;
        UPDATE outcome SET variation = (SELECT p.variation FROM prediction p WHERE p.id = outcome.prediction) WHERE entity IS NOT NULL;
        ALTER TABLE assignment ADD COLUMN mixed_at BIGINT;
        CREATE INDEX exposure_of_launch ON exposure (feature, entity, at) WHERE experiment = '';
        """;

    private const string Shadows = """
        -- What a second model says of a prediction's pictures; the id is the prediction's.
        CREATE TABLE shadow (
          id {id} PRIMARY KEY, at BIGINT NOT NULL, entity TEXT NOT NULL, name TEXT NOT NULL, model TEXT NOT NULL, room_type TEXT NOT NULL,
          confidence DOUBLE PRECISION NOT NULL, ms DOUBLE PRECISION NOT NULL, answered_ms DOUBLE PRECISION NOT NULL) {clustered};
        CREATE INDEX shadow_by_time ON shadow (name, at);
        """;

    // What results are broken down by: the attributes of the first exposure count.
    private const string Attributes = """
        ALTER TABLE exposure ADD COLUMN attributes TEXT;
        ALTER TABLE assignment ADD COLUMN attributes TEXT;
        """;

    // Apart from predictions, which are read whole and a fiftieth of the size.
    private const string Embeddings = """
        CREATE TABLE embedding (prediction {id} PRIMARY KEY, at BIGINT NOT NULL, model TEXT NOT NULL, vector {bytes} NOT NULL) {clustered};
        CREATE INDEX embedding_by_time ON embedding (model, at);
        """;

    // How many predictions count as unknown: from half of their score on.
    private const string UnknownRooms = """
        ALTER TABLE prediction ADD COLUMN unknown_score DOUBLE PRECISION;
        DROP VIEW kpi;
        CREATE VIEW kpi AS
        SELECT p.at / 86400000 AS day, p.model, p.variation, p.room_type, COUNT(*) AS predictions, AVG(p.confidence) AS confidence,
          SUM(CASE WHEN o.corrected = 0 THEN 1 ELSE 0 END) AS confirmed, SUM(CASE WHEN o.corrected = 1 THEN 1 ELSE 0 END) AS corrected,
          SUM(CASE WHEN p.unknown_score >= 0.5 THEN 1 ELSE 0 END) AS unknown
        FROM prediction p LEFT JOIN outcome o ON o.prediction = p.id
        GROUP BY p.at / 86400000, p.model, p.variation, p.room_type;
        """;

    // What the pixels say of the camera goes when the embedding does.
    private const string Qualities = """
        ALTER TABLE embedding ADD COLUMN brightness DOUBLE PRECISION;
        ALTER TABLE embedding ADD COLUMN sharpness DOUBLE PRECISION;
        ALTER TABLE embedding ADD COLUMN megapixels DOUBLE PRECISION;
        """;

    // How long a request took: the key figure "latency", by firmware and site too.
    private const string Times = "ALTER TABLE prediction ADD COLUMN milliseconds DOUBLE PRECISION;";

    private static readonly string[] All = [First, EventsByTime, ByWhatPredicted, Shadows, Attributes, Embeddings, UnknownRooms, Qualities, Times];

    /// <summary>Brings the tables up to date, within a transaction that keeps other processes from doing the same.</summary>
    public async Task ApplyAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, transaction, "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY)", cancellationToken);
        var version = await ReadVersionAsync(connection, transaction, cancellationToken);
        if (version > All.Length)
        {
            throw new EventStoreException($"The event store has version {version}, of a newer program; this one knows {All.Length}. Use the newer program.");
        }

        for (; version < All.Length; version++)
        {
            var sql = All[version].Replace("{id}", IdType, StringComparison.Ordinal).Replace("{bytes}", BytesType, StringComparison.Ordinal).Replace("{clustered}", Clustered, StringComparison.Ordinal);
            await ExecuteAsync(connection, transaction, sql, cancellationToken);
            await ExecuteAsync(connection, transaction, $"INSERT INTO migration (version) VALUES ({version + 1})", cancellationToken);
        }
    }

    private static async Task<int> ReadVersionAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT COALESCE(MAX(version), 0) FROM migration";
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task ExecuteAsync(DbConnection connection, DbTransaction transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // The texts above and nothing from outside.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
