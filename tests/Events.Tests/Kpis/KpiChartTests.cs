using System.Xml.Linq;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;
using RoomTypes.EventsTool.Kpis;
using Seams.Tests.Support;

namespace RoomTypes.Tests.Kpis;

/// <summary>Charts of key figures, and the pictures of docs/kpis.md, which are the command's on a generated month: UPDATE_DOCS=1 draws them.</summary>
public sealed class KpiChartTests : IDisposable
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly KpiQuestion Question = new(KpiFiles.Find("accuracy"), new(2026, 11, 1), new(2026, 11, 9), ["day", "model"]);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pictures_OfTheDocument_AreWhatTheCommandDraws()
    {
        var file = Path.Combine(_folder.Path, "events.db");
        await using (var store = new SqliteEventStore(file))
        {
            foreach (var batch in FleetMonth.Events().Chunk(10_000)) await store.AppendAsync(batch, CancellationToken.None);
        }

        var variables = new Dictionary<string, string> { ["RoomType__Events__Store"] = "sqlite", ["RoomType__Events__File"] = file };
        var pictures = Path.Combine(DocumentTable.Root, "docs", "kpis");
        foreach (var kpi in KpiFiles.All)
        {
            var (drawn, kept) = (Path.Combine(_folder.Path, $"{kpi.Name}.svg"), Path.Combine(pictures, $"{kpi.Name}.svg"));
            string[] arguments = ["query", kpi.Name, "--from", $"{FleetMonth.First:O}", "--to", $"{FleetMonth.Last:O}", "--price", FormattableString.Invariant($"{FleetMonth.Price}"), "--csv", "--chart", drawn];
            var (exitCode, _, error) = await Tool.RunWithAsync("EventsTool", variables, arguments);
            Assert.Equal((0, $"The chart is in {drawn}.\n"), (exitCode, error));
            if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.Copy(drawn, kept, overwrite: true);
            Assert.Equal(await File.ReadAllTextAsync(kept), await File.ReadAllTextAsync(drawn));
            Assert.Contains($"](kpis/{kpi.Name}.svg)", await File.ReadAllTextAsync(Path.Combine(DocumentTable.Root, "docs", "kpis.md")), StringComparison.Ordinal);
        }

        Assert.Equal(KpiFiles.All.Count, Directory.GetFiles(pictures).Length);
    }

    [Fact]
    public void Draw_ADayWithoutAValue_BreaksItsLine()
    {
        var chart = Draw(("01", "a", 0.5), ("02", "a", 0.6), ("03", "a", null), ("05", "a", 0.7), ("06", "a", 0.8), ("02", "b", 0.9));

        var lines = chart.Descendants(Svg + "polyline").Select(line => line.Attribute("points")!.Value.Split(' ').Length);
        Assert.Equal([2, 2, 1], lines);
        Assert.Equal(5, chart.Descendants(Svg + "circle").Count());
        Assert.Equal(["a", "b"], chart.Descendants(Svg + "text").Select(text => text.Value).Where(text => text is "a" or "b"));
    }

    [Fact]
    public void Draw_SharesFarFromNothing_TellsThemByPercentFromWhereTheyAre()
    {
        var labels = Draw(("01", "a", 0.91), ("02", "a", 0.97)).Descendants(Svg + "text").Select(text => text.Value).Where(text => text.EndsWith('%')).ToList();

        Assert.Equal(["90%", "92%", "94%", "96%", "98%"], labels);
    }

    [Fact]
    public void Draw_OfNothing_SaysSo() =>
        Assert.Equal("Nothing is known of accuracy from 2026-11-01 to 2026-11-09: there is no chart of it.", Assert.Throws<EventStoreException>(() => Draw()).Message);

    [Fact]
    public void Draw_MoreLinesThanColours_SaysWhatToName() =>
        Assert.Contains("--by tells 7 lines apart, and --chart draws 6 at most", Assert.Throws<EventStoreException>(() => Draw([.. Enumerable.Range(0, 7).Select(i => ("01", $"{i}", (double?)0.5))])).Message, StringComparison.Ordinal);

    private static XElement Draw(params (string Day, string Model, double? Accuracy)[] rows) => XElement.Parse(KpiChart.Draw(
        Question, new(["day", "model", .. Question.Kpi.Columns], 2, [.. rows.Select(row => new object?[] { $"2026-11-{row.Day}", row.Model, 1.0, 1.0, row.Accuracy })])));
}
