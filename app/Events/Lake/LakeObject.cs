using System.Globalization;

namespace RoomTypes.Events.Lake;

/// <summary>The rows of one table and one hour that are written together.</summary>
/// <param name="Path">Below the lake: <c>events/kind=K/dt=YYYY-MM-DD/hour=HH/ID-ROWS.parquet</c>.</param>
/// <param name="Bytes">The file.</param>
/// <param name="Rows">How many.</param>
internal sealed record LakeObject(string Path, byte[] Bytes, int Rows)
{
    /// <summary>Where all of them lie, below the lake.</summary>
    public const string Folder = "events";

    /// <summary>How their names end.</summary>
    public const string Extension = ".parquet";

    /// <summary>The objects of a batch. The same batch gives the same names, so that trying again puts no second copy beside the first.</summary>
    /// <param name="batch">The events.</param>
    /// <param name="written">The microsecond of the first, counted up for each.</param>
    public static IEnumerable<LakeObject> Of(IReadOnlyList<EventRecord> batch, long written)
    {
        var rows = batch.SelectMany((record, place) => LakeTable.Of(record).Select(table => (Table: table, Row: (Record: record, Written: written + place))));
        return rows.GroupBy(row => (row.Table, Hour: HourOf(row.Row.Record.Time))).Select(group => Of(group.Key.Table, group.Key.Hour, [.. group.Select(row => row.Row)]));
    }

    /// <summary>The folder of a table's hour.</summary>
    public static string Partition(string kind, DateTimeOffset hour) =>
        string.Create(CultureInfo.InvariantCulture, $"{Folder}/kind={kind}/dt={hour:yyyy-MM-dd}/hour={hour:HH}");

    /// <summary>The hour that a path is of; null for other paths.</summary>
    public static DateTimeOffset? HourOf(string path)
    {
        var parts = path.Split('/');
        return parts is [.., var day, var hour, _] && day.StartsWith("dt=", StringComparison.Ordinal) && hour.StartsWith("hour=", StringComparison.Ordinal)
            && DateTimeOffset.TryParseExact($"{day[3..]} {hour[5..]}", "yyyy-MM-dd HH", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }

    /// <summary>How many rows a path says that its object has; 0 for other paths.</summary>
    public static int RowsOf(string path) =>
        path.EndsWith(Extension, StringComparison.Ordinal) && int.TryParse(path[(path.LastIndexOf('-') + 1)..^Extension.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? rows : 0;

    private static LakeObject Of(LakeTable table, DateTimeOffset hour, (EventRecord Record, long Written)[] rows)
    {
        var id = ContentId.Of(hour, [.. rows.Select(row => $"{row.Record.Id:N}")]);
        return new($"{Partition(table.Kind, hour)}/{id:N}-{rows.Length}{Extension}", ParquetFile.Write(table, rows), rows.Length);
    }

    private static DateTimeOffset HourOf(DateTimeOffset time) => new(time.UtcDateTime.Date.AddHours(time.UtcDateTime.Hour), TimeSpan.Zero);
}
