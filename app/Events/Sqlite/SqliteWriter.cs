using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace RoomTypes.Events.Sqlite;

/// <summary>Writes events through one connection, within a transaction of the caller's.</summary>
internal sealed class SqliteWriter(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _exposure = Prepare(connection, "INSERT INTO exposure VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING");

    private readonly SqliteStatement _assignment = Prepare(connection, """
        INSERT INTO assignment VALUES (?1, ?2, ?3, ?4, ?4, 0, NULL, ?5) ON CONFLICT DO UPDATE SET
          mixed_at = CASE WHEN variation = excluded.variation THEN mixed_at
            ELSE MIN(COALESCE(mixed_at, 9223372036854775807), MAX(first_at, excluded.first_at)) END,
          mixed = MAX(mixed, variation <> excluded.variation),
          variation = CASE WHEN excluded.first_at < first_at THEN excluded.variation ELSE variation END,
          attributes = CASE WHEN excluded.first_at < first_at THEN excluded.attributes ELSE attributes END,
          first_at = MIN(first_at, excluded.first_at), last_at = MAX(last_at, excluded.last_at)
        """);

    private readonly SqliteStatement _prediction = Prepare(
        connection, "INSERT INTO prediction VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT DO NOTHING");

    private readonly SqliteStatement _embedding = Prepare(connection, "INSERT INTO embedding VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING");

    private readonly SqliteStatement _feedback = Prepare(connection, "INSERT INTO feedback VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING");

    private readonly SqliteStatement _outcome = Prepare(connection, """
        INSERT INTO outcome VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET
          at = excluded.at, room_type = excluded.room_type, entity = excluded.entity, predicted_at = excluded.predicted_at, corrected = excluded.corrected,
          variation = excluded.variation
          WHERE excluded.at >= at
        """);

    // Prediction, entity, time, room type, variation.
    private readonly SqliteStatement _joinOutcome = Prepare(
        connection, "UPDATE outcome SET entity = ?2, predicted_at = ?3, corrected = room_type <> ?4, variation = ?5 WHERE prediction = ?1 AND entity IS NULL");

    private readonly SqliteStatement _joinMetrics = Prepare(
        connection, "UPDATE metric SET entity = ?2 WHERE prediction = ?1 AND prediction IS NOT NULL AND entity = ''");

    private readonly SqliteStatement _predicted = Prepare(connection, "SELECT entity, at, room_type, variation FROM prediction WHERE id = ?1");

    private readonly SqliteStatement _metric = Prepare(connection, "INSERT INTO metric VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING");

    private readonly SqliteStatement _shadow = Prepare(connection, "INSERT INTO shadow VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING");

    /// <summary>Writes one event unless it is there.</summary>
    public AppendResult Append(EventRecord record) => record switch
    {
        Exposure exposure => Append(exposure),
        Prediction prediction => Append(prediction),
        Feedback feedback => Append(feedback),
        MetricEvent metric => Append(metric),
        ShadowPrediction shadow => Append(shadow),
        _ => throw new ArgumentOutOfRangeException(nameof(record), record.GetType(), null),
    };

    public void Dispose()
    {
        foreach (var statement in new[] { _exposure, _assignment, _prediction, _embedding, _feedback, _outcome, _joinOutcome, _joinMetrics, _predicted, _metric, _shadow })
        {
            statement.Dispose();
        }
    }

    private AppendResult Append(Exposure exposure)
    {
        Start(_exposure, exposure).Bind(4, exposure.Experiment).Bind(5, exposure.Feature).Bind(6, exposure.Variation).Bind(7, exposure.Reason).Bind(8, exposure.Attributes);
        if (_exposure.Execute() == 0) return AppendResult.Duplicate;
        if (exposure.Experiment.Length > 0)
        {
            _assignment.Bind(1, exposure.Experiment).Bind(2, exposure.EntityId).Bind(3, exposure.Variation).Bind(4, exposure.Time).Bind(5, exposure.Attributes).Execute();
        }

        return AppendResult.Added;
    }

    private AppendResult Append(Prediction prediction)
    {
        Start(_prediction, prediction).Bind(4, prediction.RequestId).Bind(5, prediction.MissionId).Bind(6, prediction.RoomId)
            .Bind(7, prediction.Model).Bind(8, prediction.Variation).Bind(9, prediction.RoomType)
            .Bind(10, prediction.Confidence).Bind(11, prediction.ImageCount).Bind(12, prediction.UnknownScore).Bind(13, prediction.Milliseconds);
        if (_prediction.Execute() == 0) return AppendResult.Duplicate;
        if (prediction.Embedding is { } vector)
        {
            _embedding.Bind(1, prediction.Id).Bind(2, prediction.Time).Bind(3, prediction.Model).Bind(4, MemoryMarshal.AsBytes(vector.AsSpan()))
                .Bind(5, prediction.Quality?.Brightness).Bind(6, prediction.Quality?.Sharpness).Bind(7, prediction.Quality?.Megapixels).Execute();
        }

        _joinOutcome.Bind(1, prediction.Id).Bind(2, prediction.EntityId).Bind(3, prediction.Time).Bind(4, prediction.RoomType).Bind(5, prediction.Variation).Execute();
        _joinMetrics.Bind(1, prediction.Id).Bind(2, prediction.EntityId).Execute();
        return AppendResult.Added;
    }

    private AppendResult Append(Feedback feedback)
    {
        if (Start(_feedback, feedback).Bind(4, feedback.PredictionId).Bind(5, feedback.RoomType).Execute() == 0) return AppendResult.Duplicate;
        _outcome.Bind(1, feedback.PredictionId).Bind(2, feedback.Time).Bind(3, feedback.RoomType);
        if (Find(feedback.PredictionId) is not { } predicted)
        {
            _outcome.BindNull(4).BindNull(5).BindNull(6).BindNull(7).Execute();
            return AppendResult.AddedUnjoined;
        }

        _outcome.Bind(4, predicted.Entity).Bind(5, predicted.At).Bind(6, predicted.RoomType == feedback.RoomType ? 0 : 1).Bind(7, predicted.Variation).Execute();
        return AppendResult.Added;
    }

    private AppendResult Append(MetricEvent metric)
    {
        var predicted = metric.PredictionId is { } prediction ? Find(prediction) : null;
        Start(_metric, metric).Bind(4, metric.Name).Bind(5, metric.Value).Bind(6, metric.PredictionId);
        if (metric.EntityId.Length == 0 && predicted is not null) _metric.Bind(3, predicted.Value.Entity);
        if (_metric.Execute() == 0) return AppendResult.Duplicate;
        return metric.PredictionId is null || predicted is not null ? AppendResult.Added : AppendResult.AddedUnjoined;
    }

    private AppendResult Append(ShadowPrediction shadow)
    {
        Start(_shadow, shadow).Bind(4, shadow.Shadow).Bind(5, shadow.Model).Bind(6, shadow.RoomType)
            .Bind(7, shadow.Confidence).Bind(8, shadow.Milliseconds).Bind(9, shadow.AnsweredMilliseconds);
        return _shadow.Execute() == 0 ? AppendResult.Duplicate : AppendResult.Added;
    }

    private (string Entity, long At, string RoomType, string Variation)? Find(Guid prediction)
    {
        if (!_predicted.Bind(1, prediction).Next()) return null;
        var found = (_predicted.Text(0), _predicted.Int64(1), _predicted.Text(2), _predicted.Text(3));
        _predicted.Reset();
        return found;
    }

    private static SqliteStatement Start(SqliteStatement statement, EventRecord record) =>
        statement.Bind(1, record.Id).Bind(2, record.Time).Bind(3, record.EntityId);

    private static SqliteStatement Prepare(SqliteConnection connection, string sql) => new(connection.Handle!, sql);
}
