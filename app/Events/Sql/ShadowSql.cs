using System.Data.Common;

namespace RoomTypes.Events.Sql;

/// <summary>A shadow's predictions beside those that were answered.</summary>
internal static class ShadowSql
{
    private const string ShadowAlone = "o.room_type = s.room_type AND o.room_type <> p.room_type";
    private const string AnswerAlone = "o.room_type = p.room_type AND o.room_type <> s.room_type";

    /// <summary>By the two models and by unit. The last column is the time of the first prediction of which one alone is right, doubled, and one more if that is the shadow's.</summary>
    public const string Totals = $"""
        SELECT s.model, p.model, COUNT(*), SUM(CASE WHEN s.room_type <> p.room_type THEN 1 ELSE 0 END),
          SUM(s.confidence), SUM(p.confidence), SUM((s.confidence - p.confidence) * (s.confidence - p.confidence)),
          SUM(s.ms), SUM(s.answered_ms), SUM((s.ms - s.answered_ms) * (s.ms - s.answered_ms)),
          COUNT(o.room_type), SUM(CASE WHEN o.room_type = s.room_type THEN 1 ELSE 0 END), SUM(CASE WHEN o.room_type = p.room_type THEN 1 ELSE 0 END),
          SUM(CASE WHEN o.room_type = s.room_type AND o.room_type = p.room_type THEN 1 ELSE 0 END),
          MIN(CASE WHEN {ShadowAlone} THEN 2 * s.at + 1 WHEN {AnswerAlone} THEN 2 * s.at END)
        FROM shadow s JOIN prediction p ON p.id = s.id LEFT JOIN outcome o ON o.prediction = s.id
        WHERE s.name = @name AND s.at >= @from AND s.at < @until
        GROUP BY s.model, p.model, s.entity, CASE WHEN s.entity = '' THEN p.request ELSE '' END
        """;

    /// <summary>Reads a row of them.</summary>
    public static ShadowTotals Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3),
        new PairedSum(row.GetDouble(4), row.GetDouble(5), row.GetDouble(6)), new PairedSum(row.GetDouble(7), row.GetDouble(8), row.GetDouble(9)))
    {
        Judged = row.GetInt64(10),
        Right = row.GetInt64(11),
        AnsweredRight = row.GetInt64(12),
        BothRight = row.GetInt64(13),
        FirstIsShadows = row.IsDBNull(14) ? null : row.GetInt64(14) % 2 == 1,
    };
}
