namespace RoomTypes.Events.Sql;

/// <summary>
/// The sums of a metric by entity. Events lie in the order of their times, which makes writing them cheap, and every one of the metric is
/// read: nearly all are an experiment's own. What an entity's time in the experiment is, and what was before, is said once, in <see cref="Counts"/>
/// and <see cref="IsPast"/>: "before" is before the first exposure, whatever time is asked for.
/// </summary>
internal static class TotalsSql
{
    /// <summary>The entities of the experiment that met one variation, by entity: entity, variation, when it was exposed, when a launch took it, its attributes.</summary>
    public const string Assigned = """
        SELECT a.entity, a.variation, a.first_at, COALESCE((
            SELECT MIN(e.at) FROM exposure e WHERE e.experiment = '' AND e.reason = 'LAUNCH_RULE_MATCH' AND e.feature = @feature AND e.entity = a.entity AND e.at >= a.first_at),
          9223372036854775807) AS moved_at, a.attributes
        FROM assignment a WHERE a.experiment = @experiment AND (a.mixed = 0 OR a.mixed_at >= @until)
          AND a.first_at >= @exposed_from AND a.first_at < @until AND a.first_at <= @matured
        """;

    /// <summary>Everybody who was answered in the time, as if exposed then: what an experiment would have met.</summary>
    private const string Everybody = """
        SELECT p.entity, '' AS variation, MIN(p.at) AS first_at, 9223372036854775807 AS moved_at, NULL AS attributes
        FROM prediction p WHERE p.entity <> '' AND p.at >= @from AND p.at < @until GROUP BY p.entity HAVING MIN(p.at) <= @matured
        """;

    /// <summary>How many entities met one variation, by variation and attributes.</summary>
    public static string CountOf(MetricQuery query) => $"""
        SELECT b.variation, COUNT(*), {(query.WithAttributes ? "b.attributes" : "NULL")} FROM ({Assigned}) b GROUP BY b.variation{(query.WithAttributes ? ", b.attributes" : "")}
        """;

    /// <summary>How many entities met several variations, and how many of the others a launch took.</summary>
    public const string CountLeft = $"""
        SELECT (SELECT COUNT(*) FROM assignment WHERE experiment = @experiment AND mixed = 1 AND COALESCE(mixed_at, 0) < @until
            AND first_at >= @exposed_from AND first_at < @until),
          (SELECT COUNT(*) FROM ({Assigned}) b WHERE b.moved_at < @until)
        """;

    /// <summary>An event since an entity's exposure, by the variation that it met.</summary>
    private const string Counts = """
        (e.at >= a.first_at AND e.at >= @from AND e.at < a.moved_at AND e.at - a.first_at < @window AND (a.variation = '' OR e.variation IS NULL OR e.variation = a.variation))
        """;

    /// <summary>An event of an entity's past.</summary>
    private const string IsPast = "(e.at < a.first_at AND a.first_at - e.at <= @past)";

    /// <summary>
    /// The events of a metric in any order: entity, at, what they add to numerator and denominator, the square of the value, and the variation
    /// that made them, null where none can be told.
    /// </summary>
    public static string EventsOf(string metric) => metric switch
    {
        BuiltInMetrics.Confidence => "SELECT entity, at, confidence AS numerator, 1 AS denominator, confidence * confidence AS square, variation FROM prediction WHERE at < @until",
        BuiltInMetrics.CorrectionRate => """
            SELECT entity, at, 0 AS numerator, 1 AS denominator, 0 AS square, variation FROM prediction WHERE at < @until
            UNION ALL SELECT entity, predicted_at, 1, 0, 1, variation FROM outcome WHERE corrected = 1 AND predicted_at < @until
            """,
        _ => """
            SELECT entity, at, value AS numerator, 1 AS denominator, value * value AS square, NULL AS variation
            FROM metric WHERE name = @metric AND at < @until AND value BETWEEN @minimum AND @maximum
            """,
    };

    /// <summary>The entities that a query is about, by entity.</summary>
    public static string EntitiesOf(MetricQuery query) => query.Experiment.Length == 0 ? Everybody : Assigned;

    /// <summary>The sums, for a database that groups by hashing.</summary>
    public static string Of(MetricQuery query) => $"""
        SELECT a.entity, MIN(a.variation), MIN(a.first_at), {Sum("numerator", Counts)}, {Sum("denominator", Counts)}, {Sum("square", Counts)},
          {Sum("numerator", IsPast)}, {Sum("denominator", IsPast)}, {(query.WithAttributes ? "MIN(a.attributes)" : "NULL")}
        FROM ({EntitiesOf(query)}) a LEFT JOIN ({EventsOf(query.Metric)}) e ON e.entity = a.entity
        GROUP BY a.entity ORDER BY a.entity
        """;

    /// <summary>Every value since the exposures, entity by entity.</summary>
    public static string ValuesOf(MetricQuery query) => $"""
        SELECT a.entity, a.variation, CAST(e.numerator AS DOUBLE PRECISION), {(query.WithAttributes ? "a.attributes" : "NULL")}
        FROM ({EntitiesOf(query)}) a JOIN ({EventsOf(query.Metric)}) e ON e.entity = a.entity WHERE {Counts} ORDER BY a.entity
        """;

    /// <summary>The values of the parameters, by name without the sign.</summary>
    public static (string Name, object Value)[] Parameters(MetricQuery query) =>
    [
        ("experiment", query.Experiment), ("metric", query.Metric), ("feature", query.Feature),
        ("exposed_from", query.ExposedFrom.ToUnixTimeMilliseconds()),
        ("from", query.From.ToUnixTimeMilliseconds()), ("until", query.Until.ToUnixTimeMilliseconds()),
        ("matured", query.Window is { } time ? (query.Until - time).ToUnixTimeMilliseconds() : long.MaxValue),
        ("window", Milliseconds(query.Window)), ("past", Milliseconds(query.PastWindow)), ("minimum", query.Minimum), ("maximum", query.Maximum),
    ];

    private static long Milliseconds(TimeSpan? span) => span is { } time ? (long)time.TotalMilliseconds : long.MaxValue;

    private static string Sum(string column, string condition) =>
        $"CAST(COALESCE(SUM(CASE WHEN {condition} THEN e.{column} END), 0) AS DOUBLE PRECISION)";
}
