namespace RoomTypes.Events.Sql;

/// <summary>
/// The sums of a metric by entity. Events lie in the order of their times, which makes writing them cheap, and every one of the metric is
/// read: nearly all are an experiment's own.
/// </summary>
internal static class TotalsSql
{
    /// <summary>The entities of the experiment that met one variation, by entity: entity, variation, when it was exposed.</summary>
    public const string Assigned = """
        SELECT entity, variation, CASE WHEN first_at < @from THEN @from ELSE first_at END AS exposed_at
        FROM assignment WHERE experiment = @experiment AND mixed = 0 AND first_at < @until AND last_at >= @from
        """;

    /// <summary>How many entities met several variations.</summary>
    public const string CountMixed =
        "SELECT COUNT(*) FROM assignment WHERE experiment = @experiment AND mixed = 1 AND first_at < @until AND last_at >= @from";

    /// <summary>The events of a metric in any order: entity, at, and what they add to numerator and denominator.</summary>
    public static string EventsOf(string metric) => metric switch
    {
        BuiltInMetrics.Confidence => "SELECT entity, at, confidence AS numerator, 1 AS denominator FROM prediction WHERE at < @until",
        BuiltInMetrics.CorrectionRate => """
            SELECT entity, at, 0 AS numerator, 1 AS denominator FROM prediction WHERE at < @until
            UNION ALL SELECT entity, predicted_at, 1, 0 FROM outcome WHERE corrected = 1 AND predicted_at < @until
            """,
        _ => "SELECT entity, at, value AS numerator, 1 AS denominator FROM metric WHERE name = @metric AND at < @until",
    };

    /// <summary>The sums, for a database that groups by hashing.</summary>
    public static string Of(string metric) => $"""
        SELECT a.entity, MIN(a.variation), {Sum("numerator", ">=")}, {Sum("denominator", ">=")}, {Sum("numerator", "<")}, {Sum("denominator", "<")}
        FROM ({Assigned}) a LEFT JOIN ({EventsOf(metric)}) e ON e.entity = a.entity
        GROUP BY a.entity ORDER BY a.entity
        """;

    private static string Sum(string column, string side) =>
        $"CAST(COALESCE(SUM(CASE WHEN e.at {side} a.exposed_at THEN e.{column} END), 0) AS DOUBLE PRECISION)";
}
