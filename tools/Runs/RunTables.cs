using System.Globalization;
using Rendering;
using RoomTypes.Tracking;
using Spectre.Console;

namespace RoomTypes.Runs;

/// <summary>Runs for people.</summary>
/// <param name="console">Where they are written.</param>
internal sealed class RunTables(IAnsiConsole console)
{
    // What the table of all runs shows of each; the rest is told by show and diff.
    private static readonly (string Column, string Metric)[] Shown = [("accuracy", "accuracy"), ("ECE", "expectedCalibrationError"), ("NLL", "negativeLogLikelihood")];

    /// <summary>All of them, a line each.</summary>
    public void Write(IReadOnlyList<RunRecord> runs)
    {
        var table = Titled("runs");
        foreach (var column in new[] { "id", "command", "model" }) table.AddColumn(new TableColumn(column).NoWrap());
        foreach (var (column, _) in Shown) table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        table.AddColumn(new TableColumn("seconds").RightAligned().NoWrap());
        foreach (var run in runs)
        {
            table.AddRow([
                .. new[] { run.Id, run.Command, run.Model }.Select(PlainMarkup.Of),
                .. Shown.Select(shown => Text(run.Metrics.TryGetValue(shown.Metric, out var value) ? value : null)),
                Text(run.Seconds)]);
        }

        console.WritePlain(table);
    }

    /// <summary>All of one.</summary>
    public void Write(RunRecord run)
    {
        var table = Titled(run.Id).HideHeaders().AddColumns("", "")
            .AddRow("command", PlainMarkup.Of(run.Command)).AddRow("model", PlainMarkup.Of(run.Model))
            .AddRow("started", PlainMarkup.Of(run.Started.ToString("O", CultureInfo.InvariantCulture))).AddRow("seconds", Text(run.Seconds))
            .AddRow("revision", PlainMarkup.Of(run.Revision ?? "-"));
        foreach (var (name, value) in run.Parameters.Concat(run.Environment)) table.AddRow(PlainMarkup.Of(name), PlainMarkup.Of(value));
        foreach (var (name, value) in run.Metrics) table.AddRow(PlainMarkup.Of(name), Text(value));
        foreach (var (name, digest) in run.Artifacts) table.AddRow(PlainMarkup.Of(name), PlainMarkup.Of($"sha256 {digest}"));
        console.WritePlain(table);
    }

    /// <summary>What two differ in; metrics also where they are equal.</summary>
    public void Write(RunRecord left, RunRecord right)
    {
        var table = Titled("what differs, and every metric").AddColumn("");
        foreach (var run in new[] { left, right }) table.AddColumn(new TableColumn(PlainMarkup.Of(run.Id)).RightAligned());
        table.AddColumn(new TableColumn("change").RightAligned());
        foreach (var (name, of) in Texts(left, right).Where(row => row.Of(left) != row.Of(right))) table.AddRow(PlainMarkup.Of(name), PlainMarkup.Of(of(left)), PlainMarkup.Of(of(right)), "");
        foreach (var name in left.Metrics.Keys.Union(right.Metrics.Keys).Order(StringComparer.Ordinal))
        {
            double? before = left.Metrics.TryGetValue(name, out var one) ? one : null, after = right.Metrics.TryGetValue(name, out var other) ? other : null;
            table.AddRow(PlainMarkup.Of(name), Text(before), Text(after), after - before is { } change ? change.ToString("+0.####;-0.####;0", CultureInfo.InvariantCulture) : "");
        }

        console.WritePlain(table);
    }

    private static IEnumerable<(string Name, Func<RunRecord, string> Of)> Texts(RunRecord left, RunRecord right)
    {
        yield return ("command", run => run.Command);
        yield return ("model", run => run.Model);
        yield return ("revision", run => run.Revision ?? "-");
        foreach (var name in left.Parameters.Keys.Union(right.Parameters.Keys).Order(StringComparer.Ordinal)) yield return (name, run => run.Parameters.GetValueOrDefault(name, "-"));
        foreach (var name in left.Environment.Keys.Union(right.Environment.Keys).Order(StringComparer.Ordinal)) yield return (name, run => run.Environment.GetValueOrDefault(name, "-"));
    }

    private static Table Titled(string title) => new Table().Title(PlainMarkup.Of(title)).Border(TableBorder.Rounded);

    private static string Text(double? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "-";
}
