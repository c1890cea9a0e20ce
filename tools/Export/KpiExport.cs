using System.Globalization;
using System.Text.Json;
using Rendering;
using RoomTypes.Events;
using Spectre.Console;

namespace RoomTypes.Export;

/// <summary>Key figures as a table, JSON lines or CSV.</summary>
internal static class KpiExport
{
    private static readonly string[] Columns = ["day", "model", "variation", "room type", "predictions", "confidence", "confirmed", "corrected", "correction rate", "unknown", "unknown share"];

    // As wide as the longest names need: a broken line is no row.
    private const int Width = 240;

    /// <summary>Writes every row.</summary>
    public static async Task WriteAsync(IAsyncEnumerable<KpiRow> rows, string format, Stream output)
    {
        await using var writer = new StreamWriter(output);
        if (format is "" or "table")
        {
            await WriteTableAsync(rows, writer);
            return;
        }

        if (format == "csv") await writer.WriteLineAsync(Csv.Line(Columns.Select(column => column.Replace(' ', '_'))));
        await foreach (var row in rows)
        {
            await writer.WriteLineAsync(format == "csv"
                ? Csv.Line(Cells(row, Csv.Number))
                : JsonSerializer.Serialize(row, EventJson.Default.KpiRow));
        }
    }

    private static async Task WriteTableAsync(IAsyncEnumerable<KpiRow> rows, TextWriter writer)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in Columns)
        {
            table.AddColumn(new TableColumn(column) { NoWrap = true, Alignment = Array.IndexOf(Columns, column) < 4 ? Justify.Left : Justify.Right });
        }

        await foreach (var row in rows) table.AddRow([.. Cells(row, value => value.ToString("0.0000", CultureInfo.InvariantCulture)).Select(PlainMarkup.Of)]);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No });
        console.Profile.Width = Width;
        console.WritePlain(table);
    }

    private static IEnumerable<string> Cells(KpiRow row, Func<double, string> number) =>
    [
        row.Day.ToString("O", CultureInfo.InvariantCulture), row.Model, row.Variation, row.RoomType, $"{row.Predictions}", number(row.Confidence),
        $"{row.Confirmed}", $"{row.Corrected}", number(row.CorrectionRate), $"{row.Unknown}", number(row.UnknownShare),
    ];
}
