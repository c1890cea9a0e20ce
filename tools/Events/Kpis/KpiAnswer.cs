using System.Globalization;
using System.Text.Json;
using Rendering;
using RoomTypes.Events.Lake;
using Spectre.Console;

namespace RoomTypes.EventsTool.Kpis;

/// <summary>The rows of a key figure, as a table, CSV or JSON lines.</summary>
/// <param name="Columns">Their names; the first ones are texts, the others numbers.</param>
/// <param name="Texts">How many are texts.</param>
/// <param name="Rows">A cell without a value is null.</param>
internal sealed record KpiAnswer(IReadOnlyList<string> Columns, int Texts, IReadOnlyList<object?[]> Rows)
{
    // As wide as the longest names need: a broken line is no row.
    private const int Width = 240;

    /// <summary>Has an engine answer.</summary>
    public static async Task<KpiAnswer> ReadAsync(ILakeEngine engine, LakeQuery query, KpiQuestion question, CancellationToken cancellationToken)
    {
        var rows = new List<object?[]>();
        await foreach (var row in engine.QueryAsync(query, cancellationToken))
        {
            rows.Add([.. question.Columns.Select(column => row.Text(column.Index) is not { } text ? null : column.Index < Kpi.Dimensions.Length ? text : (object)row.Number(column.Index))]);
        }

        return new([.. question.Columns.Select(column => column.Name)], question.By.Count, rows);
    }

    /// <summary>Writes a table for people.</summary>
    public void WriteTable(TextWriter output)
    {
        var table = new Table().Border(TableBorder.Simple);
        for (var i = 0; i < Columns.Count; i++) table.AddColumn(new TableColumn(Columns[i]) { NoWrap = true, Alignment = i < Texts ? Justify.Left : Justify.Right });
        foreach (var row in Rows) table.AddRow([.. row.Select(cell => PlainMarkup.Of(cell is double number ? number.ToString("0.######", CultureInfo.InvariantCulture) : (string?)cell ?? ""))]);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        console.Profile.Width = Width;
        console.WritePlain(table);
    }

    /// <summary>Writes CSV with a first line of names.</summary>
    public void WriteCsv(TextWriter output)
    {
        output.WriteLine(Csv.Line(Columns));
        foreach (var row in Rows) output.WriteLine(Csv.Line(row.Select(cell => cell is double number ? Csv.Number(number) : (string?)cell ?? "")));
    }

    /// <summary>Writes an object a row, each on its line.</summary>
    public void WriteJson(Stream output)
    {
        foreach (var row in Rows)
        {
            using (var json = new Utf8JsonWriter(output))
            {
                json.WriteStartObject();
                for (var i = 0; i < row.Length; i++)
                {
                    if (row[i] is double number) json.WriteNumber(Columns[i], number);
                    else json.WriteString(Columns[i], (string?)row[i]);
                }

                json.WriteEndObject();
            }

            output.Write("\n"u8);
        }
    }
}
