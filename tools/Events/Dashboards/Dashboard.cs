using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RoomTypes.EventsTool.Dashboards;

/// <summary>A dashboard of Grafana, in the JSON that it imports (schema version 42). Its data source is chosen on the page.</summary>
/// <param name="Name">The file's name without extension, and the dashboard's uid.</param>
/// <param name="Title">Its head.</param>
/// <param name="Source">What its panels are asked of.</param>
/// <param name="Panels">In their order.</param>
internal sealed record Dashboard(string Name, string Title, Source Source, IReadOnlyList<Panel> Panels)
{
    private const int SchemaVersion = 42;
    private const int Width = 12;
    private const int Height = 8;
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Every dashboard.</summary>
    public static IReadOnlyList<Dashboard> All { get; } =
    [
        new("room-type-kpis-athena", "Room types: key figures (Athena)", Source.Athena, KpiPanels.Of(Source.Athena)),
        new("room-type-kpis-postgres", "Room types: key figures (PostgreSQL)", Source.Postgres, KpiPanels.Of(Source.Postgres)),
        new("room-type-service", "Room types: the service", Source.Prometheus, ServicePanels.All),
    ];

    private string Plugin => Source switch { Source.Athena => "grafana-athena-datasource", Source.Postgres => "grafana-postgresql-datasource", _ => "prometheus" };

    /// <summary>The JSON.</summary>
    public string Write() => $"{new JsonObject
    {
        ["uid"] = Name,
        ["title"] = Title,
        ["tags"] = new JsonArray("room-type"),
        ["schemaVersion"] = SchemaVersion,
        ["timezone"] = "utc",
        ["editable"] = true,
        ["time"] = new JsonObject { ["from"] = Source == Source.Prometheus ? "now-6h" : "now-30d/d", ["to"] = "now" },
        ["templating"] = new JsonObject { ["list"] = new JsonArray([.. Variables()]) },
        ["panels"] = new JsonArray([.. Panels.Select(Write)]),
    }.ToJsonString(Readable)}\n";

    private IEnumerable<JsonNode> Variables()
    {
        yield return new JsonObject { ["type"] = "datasource", ["name"] = "source", ["label"] = "Data source", ["query"] = Plugin };
        if (Source != Source.Prometheus) yield return new JsonObject { ["type"] = "textbox", ["name"] = KpiPanels.Price, ["label"] = "USD a picture", ["query"] = "0.00001" };
    }

    private JsonNode Write(Panel panel, int place) => new JsonObject
    {
        ["id"] = place + 1,
        ["type"] = "timeseries",
        ["title"] = panel.Title,
        ["description"] = panel.Description,
        ["datasource"] = DataSource(),
        ["gridPos"] = new JsonObject { ["x"] = place % 2 * Width, ["y"] = place / 2 * Height, ["w"] = Width, ["h"] = Height },
        ["fieldConfig"] = new JsonObject
        {
            ["defaults"] = new JsonObject { ["unit"] = panel.Unit, ["min"] = 0, ["custom"] = new JsonObject { ["showPoints"] = Source == Source.Prometheus ? "never" : "always", ["fillOpacity"] = 0 } },
            ["overrides"] = new JsonArray(),
        },
        ["options"] = new JsonObject { ["legend"] = new JsonObject { ["displayMode"] = "list", ["placement"] = "bottom", ["showLegend"] = true }, ["tooltip"] = new JsonObject { ["mode"] = "multi" } },
        ["targets"] = new JsonArray([.. panel.Queries.Select(Write)]),
    };

    private JsonNode Write(Query query, int place)
    {
        var target = new JsonObject { ["refId"] = $"{(char)('A' + place)}", ["datasource"] = DataSource() };
        switch (Source)
        {
            case Source.Athena:
                // Tables that Grafana makes series of: time, then texts as labels, then numbers.
                (target["format"], target["rawSQL"]) = (0, query.Text);
                target["connectionArgs"] = new JsonObject
                {
                    ["region"] = "__default",
                    ["catalog"] = "__default",
                    ["database"] = "__default",
                    ["resultReuseEnabled"] = true,
                    ["resultReuseMaxAgeInMinutes"] = 60,
                };
                break;
            case Source.Postgres:
                (target["format"], target["rawQuery"], target["editorMode"], target["rawSql"]) = ("time_series", true, "code", query.Text);
                break;
            default:
                (target["editorMode"], target["range"], target["expr"], target["legendFormat"]) = ("code", true, query.Text, query.Legend);
                break;
        }

        return target;
    }

    private JsonObject DataSource() => new JsonObject { ["type"] = Plugin, ["uid"] = "${source}" };
}
