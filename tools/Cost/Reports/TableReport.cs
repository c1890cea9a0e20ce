using Rendering;
using RoomTypes.Cost.Estimates;
using Spectre.Console;

namespace RoomTypes.Cost.Reports;

/// <summary>Estimates as a table for a console.</summary>
internal static class TableReport
{
    /// <summary>Writes it.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<Estimate> estimates, Measured measured)
    {
        var content = new TextTable(estimates);
        var table = new Table().AddColumns([.. content.Heads]);
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        foreach (var row in content.Rows) table.AddRow([.. row]);
        console.WritePlainLine($"{TextTable.Title(estimates[0])}");
        console.WritePlain(table);
        foreach (var note in TextTable.Notes(estimates, measured)) console.WritePlainLine($"{note}");
    }
}
