using System.Globalization;
using Rendering;
using RoomTypes.Data.Checks;
using Spectre.Console;

namespace RoomTypes.Data.Reports;

/// <summary>Reports for people.</summary>
/// <param name="console">Where they are written.</param>
internal sealed class TableReport(IAnsiConsole console)
{
    public void Write(Statistics statistics)
    {
        console.WritePlain(Counts(statistics));
        console.WritePlain(Spreads(statistics));
        console.WritePlainLine($"{statistics.Pictures} pictures of {statistics.Entities} entities, {statistics.Alike} like another one");
        console.WritePlainLine($"digest {statistics.Digest}");
    }

    public void Write(DataSet data, IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            if (finding.IsError) console.WritePlainLine($"[red]error[/] {finding.Kind}: {string.Join(", ", finding.Files)}");
            else console.WritePlainLine($"[yellow]warning[/] {finding.Kind}: {string.Join(", ", finding.Files)}");
            console.WritePlainLine($"    {finding.Message}");
        }

        var errors = findings.Count(finding => finding.IsError);
        console.WritePlainLine($"{data.Items.Count} pictures, {errors} errors, {findings.Count - errors} warnings");
        console.WritePlainLine($"digest {data.Digest}");
    }

    private static Table Counts(Statistics statistics)
    {
        var splits = statistics.Counts.Keys.ToList();
        var labels = statistics.Counts.Values.SelectMany(counts => counts.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        var table = Titled("pictures").AddColumn("label");
        foreach (var split in splits) table.AddColumn(new TableColumn(PlainMarkup.Of(split.Length == 0 ? "not split" : split)).RightAligned());
        foreach (var label in labels.Append(""))
            table.AddRow([PlainMarkup.Of(label.Length == 0 ? "all" : label), .. splits.Select(split => PlainMarkup.Of(Text(label.Length == 0 ? statistics.Counts[split].Values.Sum() : statistics.Counts[split].GetValueOrDefault(label))))]);
        return table;
    }

    private static Table Spreads(Statistics statistics)
    {
        var table = Titled("spread").AddColumn("");
        foreach (var name in new[] { "least", "lower quartile", "median", "upper quartile", "most" }) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var (name, spread) in new[] { ("width", statistics.Width), ("height", statistics.Height), ("brightness", statistics.Brightness), ("clipped", statistics.Clipped), ("sharpness", statistics.Sharpness) })
            table.AddRow(name, Text(spread.Least), Text(spread.Lower), Text(spread.Median), Text(spread.Upper), Text(spread.Most));
        return table;
    }

    private static Table Titled(string title) => new Table().Title(PlainMarkup.Of(title)).Border(TableBorder.Rounded);

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
