using RoomTypes.Events;
using RoomTypes.Events.Lake;
using RoomTypes.EventsTool.Kpis;
using RoomTypes.Lakes;
using RoomTypes.Tests.Events;
using Seams.Tests.Support;

namespace RoomTypes.Tests.Kpis;

/// <summary>The files of kpis/, their document and the questions that are made of them.</summary>
public sealed class KpiFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_AsTheDocument_SayWhatEachFigureIs() => DocumentTable.Holds(
        "docs/kpis.md",
        ["figure", "what it is", "unit", "formula", "columns"],
        KpiFiles.All.Select(kpi => new[] { $"[`{kpi.Name}`](../kpis/{kpi.Name}.sql)", kpi.Meaning, kpi.Unit, $"{kpi.Formula}{(kpi.Parameters is { } needed ? $"; needs {needed}" : "")}", string.Join(", ", kpi.Columns.Select(column => $"`{column}`")) }));

    [Fact]
    public void Files_OfTheFolder_AreTheOnesThatTheProgramCarries() => Assert.Equal(
        Directory.GetFiles(Path.Combine(DocumentTable.Root, "kpis"), "*.sql").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal), KpiFiles.All.Select(kpi => kpi.Name));

    [Fact]
    public async Task Columns_OfEachFile_AreTheAnswers()
    {
        await using var engine = new DuckDbEngine(new FolderLake(_folder.Path), "");
        foreach (var kpi in KpiFiles.All)
        {
            await foreach (var _ in engine.QueryAsync(Question(kpi, ["day"]).In(KpiDialect.Lake), CancellationToken.None)) Assert.Fail("There are no events.");
            Assert.Equal([.. Kpi.Dimensions, .. kpi.Columns], engine.Columns);
        }
    }

    [Fact]
    public void Files_OfEveryKind_SayTheirDialect()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(DocumentTable.Root, "kpis"), "*.sql", SearchOption.AllDirectories))
            Assert.Single(File.ReadLines(file), line => line.StartsWith("-- dialect: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Cost_WithoutAPrice_IsToldWhoSaysIt()
    {
        var failure = Assert.Throws<EventStoreException>(() => (Question(KpiFiles.Find("cost_per_mission"), []) with { Price = null }).In(KpiDialect.Lake));
        Assert.Contains("--price", failure.Message);
    }

    [Fact]
    public void Find_OfAnUnknownName_ListsAll() => Assert.Contains("accuracy, confidence, correction_rate", Assert.Throws<EventStoreException>(() => KpiFiles.Find("speed")).Message);

    [Theory]
    [InlineData("entity_id,site\nrobot-1,a\n", "columns entity_id, firmware and site")]
    [InlineData("entity_id,firmware,site\nrobot-1,1,a\nrobot-1,2,a\n", "1 rows more than entities")]
    public async Task Robots_OfAFileThatIsNoTableOfThem_SayWhatIsWrong(string text, string said)
    {
        var file = Path.Combine(_folder.Path, "robots.csv");
        await File.WriteAllTextAsync(file, text);
        Assert.Contains(said, (await Assert.ThrowsAsync<EventStoreException>(() => Robots.OfFileAsync(file, CancellationToken.None))).Message);
        Assert.Contains(said, (await Assert.ThrowsAsync<EventStoreException>(() => Robots.WrittenOutAsync(file, CancellationToken.None))).Message);
    }

    [Fact]
    public async Task Robots_MoreThanAQuestionCarries_AreToBecomeATable()
    {
        var file = Path.Combine(_folder.Path, "robots.csv");
        await File.WriteAllTextAsync(file, $"entity_id,firmware,site\n{string.Concat(Enumerable.Range(0, 9_000).Select(i => $"robot-{i:D8},1.2.3,somewhere\n"))}");
        Assert.Contains("--robots robots", (await Assert.ThrowsAsync<EventStoreException>(() => Robots.WrittenOutAsync(file, CancellationToken.None))).Message);
    }

    [Theory]
    [InlineData("robots; DROP TABLE prediction")]
    [InlineData("a.b.c.d")]
    [InlineData("robots.txt ")]
    public void Robots_OfNoTablesName_AreRefused(string name) => Assert.Contains(name, Assert.Throws<EventStoreException>(() => Robots.OfTable(name)).Message);

    [Fact]
    public async Task Query_AsACommand_WritesTablesCsvAndJson()
    {
        var robots = Path.Combine(_folder.Path, "robots.parquet");
        await WriteParquetAsync(robots);
        var variables = new Dictionary<string, string> { ["RoomType__Events__Store"] = "lake", ["RoomType__Events__Lake"] = $"{_folder.Path}/lake" };
        await using (var store = LakeKpis.Open(TestOptions.Read("Events:Store=lake", $"Events:Lake={_folder.Path}/lake")))
        {
            var about = Make.Prediction("robot-1", 0, "kitchen");
            await store.AppendAsync([about, Make.Feedback(about, "kitchen", 5), Make.Prediction("robot-2", 1, "bedroom")], CancellationToken.None);
        }

        string[] asked = ["query", "accuracy", "--from", "2026-11-01", "--to", "2026-11-02"];
        Assert.Equal((0, "day,model,judged,confirmed,accuracy\n2026-11-01,room-type@2,1,1,1\n", ""), await Tool.RunWithAsync("EventsTool", variables, [.. asked, "--csv"]));
        Assert.Equal(
            (0, "{\"site\":\"\",\"judged\":0,\"confirmed\":0,\"accuracy\":null}\n{\"site\":\"here\",\"judged\":1,\"confirmed\":1,\"accuracy\":1}\n", ""),
            await Tool.RunWithAsync("EventsTool", variables, [.. asked, "--json", "--by", "site", "--robots", robots]));
        var (exitCode, table, _) = await Tool.RunWithAsync("EventsTool", variables, [.. asked, "--robots", robots]);
        Assert.Equal(0, exitCode);
        Assert.Matches("2026-11-01 +. room-type@2 +. 1.5 +. here +. +1 . +1 . +1", table);
        Assert.Equal((2, ""), await RefusedAsync(variables, [.. asked, "--by", "site"]));
        Assert.Equal(
            (0, "day,model,judged,confirmed,accuracy\n", "Nothing is known of accuracy from 2025-01-01 to 2025-01-02.\n"),
            await Tool.RunWithAsync("EventsTool", variables, ["query", "accuracy", "--from", "2025-01-01", "--to", "2025-01-02", "--csv", "--chart", $"{_folder.Path}/none.svg"]));
        Assert.False(File.Exists($"{_folder.Path}/none.svg"));
    }

    private static async Task<(int, string)> RefusedAsync(Dictionary<string, string> variables, string[] arguments)
    {
        var (exitCode, output, error) = await Tool.RunWithAsync("EventsTool", variables, arguments);
        Assert.Contains("--robots", error);
        return (exitCode, output);
    }

    private static async Task WriteParquetAsync(string file)
    {
        await using var connection = await DuckDb.OpenAsync(CancellationToken.None);
        await DuckDb.ExecuteAsync(connection, $"COPY (SELECT 'robot-1' AS entity_id, '1.5' AS firmware, 'here' AS site) TO {DuckDb.Quoted(file)} (FORMAT parquet)", CancellationToken.None);
    }

    private static KpiQuestion Question(Kpi kpi, string[] by) => new(kpi, KpiData.First, KpiData.Last, by) { Price = 1 };
}
