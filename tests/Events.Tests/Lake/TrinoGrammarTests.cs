using RoomTypes.Events.Lake;
using RoomTypes.EventsTool.Kpis;
using RoomTypes.Tests.Kpis;

namespace RoomTypes.Tests.Lake;

/// <summary>DuckDB answers in Athena's place here: that Athena could read the questions too, Trino's grammar says.</summary>
public sealed class TrinoGrammarTests
{
    // A file's value may be any; those of tables that a question may have one of several of come once as each.
    private static readonly Dictionary<string, object> Values = new string[]
    {
        "until", "from", "exposed_from", "matured", "window", "past", "with_attributes", "minimum", "maximum", "only_judged", "most",
    }.ToDictionary(name => name, _ => (object)1L).Concat(new[] { "first_day", "last_day", "experiment", "feature", "metric", "shadow", "model" }.ToDictionary(name => name, name => (object)$"{name}'s"))
        .ToDictionary();

    [Fact]
    public async Task Questions_OfTheServiceAndKeyFigures_AreTrinos()
    {
        var questions = new Dictionary<string, string>();
        foreach (var name in new[] { "totals", "values", "count", "left", "shadow_totals", "kpi", "read_exposures", "read_predictions", "read_feedback", "read_metrics", "read_shadows", "read_embeddings" })
        {
            foreach (var entities in new[] { "everybody", "assigned" })
            {
                foreach (var events in new[] { "events_confidence", "events_correction_rate", "events_metric" })
                    questions[$"{name} {entities} {events}"] = LakeSql.Of(name, Values, ("entities", entities), ("events", events)).Sql;
            }
        }

        foreach (var kpi in KpiFiles.All)
        {
            questions[kpi.Name] = new KpiQuestion(kpi, KpiData.First, KpiData.Last, Kpi.Dimensions) { Price = 1e-6 }.In(KpiDialect.Lake).Sql;
            questions[$"{kpi.Name} robots"] = new KpiQuestion(kpi, KpiData.First, KpiData.Last, []) { Price = 1e-6, Robots = Robots.OfTable("inventory.robots") }.In(KpiDialect.Lake).Sql;
        }

        Assert.Equal([], await Grammar.FaultsAsync(questions));
    }

    [Fact]
    public async Task Grammar_OfWhatTrinoDoesNotKnow_FindsIt() =>
        Assert.StartsWith("wrong: 1:", Assert.Single(await Grammar.FaultsAsync(new() { ["wrong"] = "SELECT * EXCLUDE (id) FROM prediction", ["right"] = "SELECT 1" })), StringComparison.Ordinal);
}
