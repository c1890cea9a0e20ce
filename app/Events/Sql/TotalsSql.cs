namespace RoomTypes.Events.Sql;

/// <summary>
/// The sums of a metric by entity. The assignments are walked in the order of their key and each one's events are a range of a covering
/// index, so that nothing is sorted and no table is read.
/// </summary>
internal static class TotalsSql
{
    private const string Frame = """
        WITH entity_exposure AS (
          SELECT entity, variation, CASE WHEN first_at < @from THEN @from ELSE first_at END AS exposed_at
          FROM assignment
          WHERE experiment = @experiment AND mixed = 0 AND first_at < @until AND last_at >= @from)
        SELECT a.entity, {columns}
        FROM entity_exposure a {joins}
        ORDER BY a.entity
        """;

    // An entity has one variation; MIN names it without a sort by both.
    private const string Sums = """
        MIN(a.variation),
        COALESCE(SUM(CASE WHEN e.at >= a.exposed_at THEN {value} END), 0), CAST(COUNT(CASE WHEN e.at >= a.exposed_at THEN 1 END) AS DOUBLE PRECISION),
        COALESCE(SUM(CASE WHEN e.at < a.exposed_at THEN {value} END), 0), CAST(COUNT(CASE WHEN e.at < a.exposed_at THEN 1 END) AS DOUBLE PRECISION)
        """;

    /// <summary>How many entities met several variations.</summary>
    public const string CountMixed =
        "SELECT COUNT(*) FROM assignment WHERE experiment = @experiment AND mixed = 1 AND first_at < @until AND last_at >= @from";

    /// <summary>The query for a metric.</summary>
    public static string Of(string metric) => metric switch
    {
        BuiltInMetrics.Confidence => Metric("e.confidence", "LEFT JOIN prediction e ON e.entity = a.entity AND e.at < @until"),
        BuiltInMetrics.CorrectionRate => Corrections,
        _ => Metric("e.value", "LEFT JOIN metric e ON e.name = @metric AND e.entity = a.entity AND e.at < @until"),
    };

    // Corrections are few beside predictions: they are counted apart instead of joined one by one.
    private static readonly string Corrections = Frame
        .Replace("{columns}", $"a.variation, {Corrected(">=")}, {Predictions(">=")}, {Corrected("<")}, {Predictions("<")}", StringComparison.Ordinal)
        .Replace("{joins}", "", StringComparison.Ordinal);

    private static string Corrected(string side) =>
        $"(SELECT CAST(COUNT(*) AS DOUBLE PRECISION) FROM outcome o WHERE o.entity = a.entity AND o.predicted_at {side} a.exposed_at AND o.predicted_at < @until AND o.corrected = 1)";

    private static string Predictions(string side) =>
        $"(SELECT CAST(COUNT(*) AS DOUBLE PRECISION) FROM prediction p WHERE p.entity = a.entity AND p.at {side} a.exposed_at AND p.at < @until)";

    private static string Metric(string value, string join) => Frame
        .Replace("{columns}", Sums.Replace("{value}", value, StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("{joins}", $"{join} GROUP BY a.entity", StringComparison.Ordinal);
}
