using System.Globalization;
using RoomTypes.Events;
using RoomTypes.Events.Lake;

namespace RoomTypes.EventsTool.Kpis;

/// <summary>What is asked for of a key figure.</summary>
/// <param name="Kpi">The figure.</param>
/// <param name="From">The first day, UTC.</param>
/// <param name="To">The last day.</param>
/// <param name="By">Of <see cref="Kpi.Dimensions"/>.</param>
internal sealed record KpiQuestion(Kpi Kpi, DateOnly From, DateOnly To, IReadOnlyCollection<string> By)
{
    /// <summary>USD that a picture costs; null if it was not told.</summary>
    public double? Price { get; init; }

    /// <summary>The SQL of the table of robots; null for none.</summary>
    public string? Robots { get; init; }

    /// <summary>The columns of the answer that are asked for: their names and places.</summary>
    public IReadOnlyList<(string Name, int Index)> Columns =>
        [.. Kpi.Dimensions.Concat(Kpi.Columns).Select((name, i) => (Name: name, Index: i)).Where(column => column.Index >= Kpi.Dimensions.Length || By.Contains(column.Name))];

    /// <summary>The question in the words of a dialect.</summary>
    /// <exception cref="EventStoreException">The figure needs a value that was not told.</exception>
    public LakeQuery In(KpiDialect dialect)
    {
        var values = new Dictionary<string, object>
        {
            ["from"] = Start(From),
            ["until"] = Start(To.AddDays(1)),
            ["first_day"] = From.ToString("O", CultureInfo.InvariantCulture),
            ["last_day"] = To.ToString("O", CultureInfo.InvariantCulture),
        };
        if (Price is { } price) values["price"] = price;
        if (Price is null && LakeSql.Names(Kpi.Text).Contains("price"))
            throw new EventStoreException($"{Kpi.Name} needs --price, the USD that a picture costs; ./run cost STACK says it.");
        return In(dialect, values);
    }

    /// <summary>The question with values of the asker's own: from, until, first_day, last_day and what the figure needs.</summary>
    public LakeQuery In(KpiDialect dialect, IReadOnlyDictionary<string, object> values)
    {
        var all = new Dictionary<string, object>(values);
        foreach (var dimension in Kpi.Dimensions) all[$"by_{dimension}"] = By.Contains(dimension) ? 1 : 0;
        return LakeSql.OfText(Kpi.Text, all, table => table == "robots" && Robots is not null ? Robots : KpiFiles.Table(table, dialect));
    }

    private static long Start(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
