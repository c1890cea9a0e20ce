using RoomTypes.Events.Lake;
using RoomTypes.EventsTool.Kpis;

namespace RoomTypes.EventsTool.Dashboards;

/// <summary>A chart of each key figure by day and model, from the same files as ./run events query.</summary>
internal static class KpiPanels
{
    /// <summary>The dashboard's own variable: USD that a picture costs.</summary>
    public const string Price = "price";

    private static readonly Dictionary<string, string> Units = new() { ["share, 0 to 1"] = "percentunit", ["probability, 0 to 1"] = "percentunit", ["milliseconds"] = "ms", ["USD"] = "currencyUSD" };

    /// <summary>The panels, in the order of the figures' names.</summary>
    public static IReadOnlyList<Panel> Of(Source source) => [.. KpiFiles.All.Select(kpi => new Panel(kpi.Title, kpi.Meaning, Units[kpi.Unit], [new(Sql(kpi, source))]))];

    // Grafana makes a series of each value of a text column.
    private static string Sql(Kpi kpi, Source source)
    {
        var question = new KpiQuestion(kpi, default, default, ["day", "model"]);
        return $"""
            SELECT CAST(k.day AS TIMESTAMP) AS time, k.model, {string.Join(", ", kpi.Figures.Select(figure => $"k.{figure}"))}
            FROM (
            {question.In(source == Source.Athena ? KpiDialect.Lake : KpiDialect.Postgres, Values).Sql.TrimEnd()}) k
            ORDER BY 1
            """;
    }

    // Milliseconds since 1970, and the days of the lake's partitions: Athena's plugin writes times as TIMESTAMP '2026-11-01 00:00:00', in UTC.
    private static readonly Dictionary<string, object> Values = new()
    {
        ["from"] = new LakeExpression("$__from"),
        ["until"] = new LakeExpression("$__to"),
        ["first_day"] = new LakeExpression("CAST(CAST($__timeFrom() AS DATE) AS VARCHAR)"),
        ["last_day"] = new LakeExpression("CAST(CAST($__timeTo() AS DATE) AS VARCHAR)"),
        ["price"] = new LakeExpression($"${Price}"),
    };
}
