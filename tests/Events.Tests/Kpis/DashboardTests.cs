using System.Globalization;
using System.Text.Json;
using Npgsql;
using RoomTypes.Events;
using RoomTypes.Events.Lake;
using RoomTypes.Events.Postgres;
using RoomTypes.EventsTool.Dashboards;
using RoomTypes.Lakes;
using RoomTypes.Tests.Events;
using RoomTypes.Tests.Lake;
using Seams.Tests.Support;

namespace RoomTypes.Tests.Kpis;

/// <summary>The dashboards of Grafana: their files, their schema, and the queries of key figures on generated data, as Grafana would send them.</summary>
public sealed class DashboardTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private static readonly DateTimeOffset From = new(KpiData.First, default, default);
    private static readonly DateTimeOffset To = new(KpiData.Last.AddDays(1), default, default);
    private readonly TemporaryFolder _folder = new();
    private readonly KpiData _data = new(28);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_OfTheFolder_AreWhatTheProgramWrites()
    {
        var folder = Path.Combine(DocumentTable.Root, "dashboards");
        foreach (var dashboard in Dashboard.All)
        {
            var file = Path.Combine(folder, $"{dashboard.Name}.json");
            if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.WriteAllText(file, dashboard.Write());
            Assert.Equal(dashboard.Write(), File.ReadAllText(file));
        }

        Assert.Equal(Dashboard.All.Count, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public async Task Dashboards_AreOfGrafanasTypes()
    {
        var texts = Dashboard.All.ToDictionary(dashboard => dashboard.Name, dashboard => dashboard.Write());
        Assert.Equal([], await Grammar.FaultsAsync(texts, "Kpis", "dashboards.mjs"));
        var wrong = texts.First().Value.Replace("\"gridPos\"", "\"gridPosition\"", StringComparison.Ordinal);
        Assert.Contains("gridPosition", Assert.Single(await Grammar.FaultsAsync(new() { ["wrong"] = wrong }, "Kpis", "dashboards.mjs")));
    }

    [Fact]
    public async Task AthenaQueries_OnGeneratedEvents_AreTheKeyFigures()
    {
        var options = TestOptions.Read("Events:Store=lake", $"Events:Lake={_folder.Path}/lake");
        await using (var store = LakeKpis.Open(options)) await AppendAsync(store);
        await using var engine = new DuckDbEngine(new FolderLake($"{_folder.Path}/lake"), "");
        var questions = Queries("room-type-kpis-athena", "rawSQL").ToDictionary(query => query.Key, query => Expanded(query.Value));
        Assert.Equal([], await Grammar.FaultsAsync(questions));
        foreach (var (title, sql) in questions)
        {
            Assert.DoesNotContain('$', sql);
            var rows = new List<(DateTime, string, double?[])>();
            await foreach (var row in engine.QueryAsync(new LakeQuery(sql, [.. LakeTable.All.Select(table => table.Kind)]), CancellationToken.None))
            {
                rows.Add((DateTime.Parse(row.Text(0)!, CultureInfo.InvariantCulture), row.Text(1)!, [.. Enumerable.Range(2, engine.Columns.Count - 2).Select(i => row.Text(i) is null ? (double?)null : row.Number(i))]));
            }

            Verify(title, rows);
        }
    }

    [Fact]
    public async Task PostgresQueries_OnGeneratedEvents_AreTheKeyFigures()
    {
        var connection = await server.CreateDatabaseAsync();
        await using (var store = new PostgresEventStore(connection)) await AppendAsync(store);
        await using var source = NpgsqlDataSource.Create(connection);
        foreach (var (title, text) in Queries("room-type-kpis-postgres", "rawSql"))
        {
            var sql = Expanded(text);
            Assert.DoesNotContain('$', sql);
            var rows = new List<(DateTime, string, double?[])>();
#pragma warning disable CA2100 // The dashboard's own text.
            await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows.Add((reader.GetDateTime(0), reader.GetString(1), [.. Enumerable.Range(2, reader.FieldCount - 2).Select(i => reader.IsDBNull(i) ? (double?)null : Convert.ToDouble(reader.GetValue(i)))]));
            }

            Verify(title, rows);
        }
    }

    private async Task AppendAsync(IEventStore store)
    {
        foreach (var batch in _data.Events.Chunk(10_000)) await store.AppendAsync(batch, CancellationToken.None);
    }

    private void Verify(string title, List<(DateTime Time, string Model, double?[] Figures)> rows)
    {
        var kpi = title.ToLowerInvariant().Replace(' ', '_');
        var expected = _data.Rows(kpi, ["day", "model"], hasRobots: false).Select(row => $"{row.Key}: {Line(row.Value[^rows[0].Figures.Length..])}");
        Assert.Equal(expected, rows.Select(row => $"{row.Time:yyyy-MM-dd}|{row.Model}: {Line(row.Figures)}").Order(StringComparer.Ordinal));
    }

    private static string Line(double?[] figures) => string.Join(' ', figures.Select(figure => figure?.ToString("G12", CultureInfo.InvariantCulture) ?? "-"));

    /// <summary>The queries of a file, by their panels' titles.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Queries(string name, string field)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(DocumentTable.Root, "dashboards", $"{name}.json")));
        foreach (var panel in document.RootElement.Clone().GetProperty("panels").EnumerateArray())
        {
            foreach (var target in panel.GetProperty("targets").EnumerateArray())
                yield return new(panel.GetProperty("title").GetString()!, target.GetProperty(field).GetString()!);
        }
    }

    // $__from and $__to are Grafana's own variables, in milliseconds; the others macros of Athena's plugin.
    private static string Expanded(string sql) => sql
        .Replace("$__timeFrom()", $"TIMESTAMP '{From:yyyy-MM-dd HH:mm:ss}'", StringComparison.Ordinal)
        .Replace("$__timeTo()", $"TIMESTAMP '{To.AddMilliseconds(-1):yyyy-MM-dd HH:mm:ss}'", StringComparison.Ordinal)
        .Replace("$__from", $"{From.ToUnixTimeMilliseconds()}", StringComparison.Ordinal)
        .Replace("$__to", $"{To.ToUnixTimeMilliseconds()}", StringComparison.Ordinal)
        .Replace("$price", "0.000125", StringComparison.Ordinal);
}
