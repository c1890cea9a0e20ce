using System.Globalization;
using RoomTypes.Events;
using RoomTypes.EventsTool;
using RoomTypes.EventsTool.Kpis;
using RoomTypes.Hosting;
using RoomTypes.Tests.Events;

namespace RoomTypes.Tests.Kpis;

/// <summary>Every key figure, asked of a store as ./run events query does.</summary>
public abstract class KpiTests : IAsyncLifetime
{
    private static readonly string[][] Groupings = [[], ["day", "model"], ["room_type", "variation"], ["day", "model", "variation", "room_type"]];
    private readonly KpiData _data = new(28);

    private protected TemporaryFolder Folder { get; } = new();

    public static TheoryData<string> Names => [.. KpiFiles.All.Select(kpi => kpi.Name)];

    public virtual async Task InitializeAsync()
    {
        await using var store = await OpenAsync();
        // In several, since some events come twice.
        foreach (var batch in _data.Events.Chunk((_data.Events.Count / 2) + 1)) await store.AppendAsync(batch, CancellationToken.None);
    }

    public virtual Task DisposeAsync()
    {
        Folder.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Figure_OfGeneratedEvents_IsWhatSummingThemSays(string name)
    {
        foreach (var by in Groupings) await VerifyAsync(name, by, null);
        string[] joined = ["model", "firmware", "site"];
        await VerifyAsync(name, joined, await CsvAsync());
        if (await TableAsync() is { } table) await VerifyAsync(name, joined, table);
    }

    [Fact]
    public async Task Figures_ThatTheServiceTells_AreTheSame()
    {
        string[] by = ["day", "model", "variation", "room_type"];
        var (from, until) = (new DateTimeOffset(KpiData.First, default, default), new DateTimeOffset(KpiData.Last.AddDays(1), default, default));
        await using var store = await OpenAsync();
        var told = await Make.ListAsync(store.ReadKpiAsync(from, until, CancellationToken.None));
        Same(told, row => [row.Predictions, row.Corrected, row.CorrectionRate], await ReadAsync("correction_rate", by));
        Same(told, row => [row.Predictions, row.Confidence], await ReadAsync("confidence", by));
        Same(told, row => [row.Predictions, row.Unknown, row.UnknownShare], await ReadAsync("unknown_share", by));
        Same(told, row => [row.Predictions, row.Confirmed + row.Corrected, (double)(row.Confirmed + row.Corrected) / row.Predictions], await ReadAsync("coverage", by));
        Assert.True(told.Count > 30, $"{told.Count} rows");

        void Same(List<KpiRow> rows, Func<KpiRow, double?[]> figures, SortedDictionary<string, double?[]> found)
        {
            var expected = new SortedDictionary<string, double?[]>(StringComparer.Ordinal);
            foreach (var row in rows) expected[$"{row.Day:yyyy-MM-dd}|{row.Model}|{row.Variation}|{row.RoomType}"] = figures(row);
            Verify(expected, found);
        }
    }

    /// <summary>The settings of the store that is asked.</summary>
    protected abstract ServiceOptions Options { get; }

    /// <summary>The store that the events are appended to.</summary>
    protected abstract Task<IEventStore> OpenAsync();

    /// <summary>Makes the robots a table of the store, and names it; null where it cannot.</summary>
    protected virtual Task<string?> TableAsync() => Task.FromResult<string?>(null);

    /// <summary>The robots as statements of SQL.</summary>
    protected string RobotStatements(string table) => string.Concat(_data.Robots.Select(robot =>
        $"INSERT INTO {table} VALUES ('{robot.Key}', '{robot.Value.Firmware}', {(robot.Value.Site is { } site ? $"'{site}'" : "NULL")});"));

    private async Task VerifyAsync(string name, string[] by, string? robots)
    {
        var expected = _data.Rows(name, by, robots is not null);
        Assert.NotEmpty(expected);
        Verify(expected, await ReadAsync(name, by, robots));
    }

    private async Task<SortedDictionary<string, double?[]>> ReadAsync(string name, string[] by, string? robots = null)
    {
        var kpi = KpiFiles.Find(name);
        var answer = await QueryCommand.AskAsync(Options, new KpiQuestion(kpi, KpiData.First, KpiData.Last, by) { Price = KpiData.Price }, robots, CancellationToken.None);
        var order = Kpi.Dimensions.Where(by.Contains).ToArray();
        Assert.Equal([.. order, .. kpi.Columns], answer.Columns);
        var rows = new SortedDictionary<string, double?[]>(StringComparer.Ordinal);
        foreach (var row in answer.Rows) rows.Add(string.Join('|', by.Select(dimension => row[Array.IndexOf(order, dimension)])), [.. row.Skip(order.Length).Select(cell => (double?)cell)]);
        return rows;
    }

    private async Task<string> CsvAsync()
    {
        var file = Path.Combine(Folder.Path, "robots.csv");
        await File.WriteAllTextAsync(file, _data.Csv());
        return file;
    }

    private static void Verify(SortedDictionary<string, double?[]> expected, SortedDictionary<string, double?[]> found) => Assert.Equal(
        expected.Select(row => $"{row.Key}: {Line(row.Value)}"), found.Select(row => $"{row.Key}: {Line(row.Value)}"));

    private static string Line(double?[] figures) => string.Join(' ', figures.Select(figure => figure?.ToString("G12", CultureInfo.InvariantCulture) ?? "-"));
}
