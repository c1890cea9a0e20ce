using System.Globalization;
using Rendering;
using Spectre.Console;

namespace RoomTypes.Evaluate;

/// <summary>The result for people.</summary>
/// <param name="console">Where it is written.</param>
public sealed class TableReport(IAnsiConsole console)
{
    /// <summary>Writes the summary, the classes, the confusion matrix and what could not be read.</summary>
    public void Write(EvaluationResult result)
    {
        console.WritePlain(Summary(result));
        console.WritePlain(Classes(result));
        console.WritePlain(Confusion(result));
        foreach (var failure in result.Failures) console.WritePlainLine($"[red]{failure.File}[/]: {failure.Message}");
    }

    private static Table Summary(EvaluationResult result) => Titled(result.Model)
        .HideHeaders().AddColumns("", "")
        .AddRow("pictures", $"{result.Scores.Count}" + (result.Failures.Count == 0 ? "" : $" and {result.Failures.Count} that could not be read"))
        .AddRow("accuracy", Ratio(result.Scores.Accuracy))
        .AddRow("expected calibration error", Ratio(result.Scores.CalibrationError))
        .AddRow("negative log likelihood", Ratio(result.Scores.NegativeLogLikelihood))
        .AddRow("unknown by the manifest's threshold", Ratio(result.UnknownShare))
        .AddRow("threshold that 95% are below", result.UnknownThreshold is var threshold && double.IsFinite(threshold) ? threshold.ToString("0.0000", CultureInfo.InvariantCulture) : "-")
        .AddRow("pictures per second", result.PicturesPerSecond.ToString("0.0", CultureInfo.InvariantCulture));

    private static Table Classes(EvaluationResult result)
    {
        var table = Titled("by class").AddColumns("label", "pictures", "precision", "recall");
        for (var i = 0; i < result.Labels.Count; i++)
        {
            table.AddRow(PlainMarkup.Of(result.Labels[i]), $"{result.Scores.Confusion[i].Sum()}", Ratio(result.Scores.Precision(i)), Ratio(result.Scores.Recall(i)));
        }

        return table;
    }

    private static Table Confusion(EvaluationResult result)
    {
        var table = Titled("true label (row), predicted label (column)").AddColumn(new TableColumn("").NoWrap());
        foreach (var label in result.Labels) table.AddColumn(new TableColumn(PlainMarkup.Of(label.Replace('_', '\n'))).RightAligned().NoWrap());
        for (var row = 0; row < result.Labels.Count; row++)
        {
            var counts = result.Scores.Confusion[row].Select((count, column) => Cell(count, row == column));
            table.AddRow([new Text(result.Labels[row]), .. counts]);
        }

        return table;
    }

    private static Markup Cell(int count, bool isCorrect) =>
        new(count == 0 ? "[grey].[/]" : isCorrect ? $"[green]{count}[/]" : $"[red]{count}[/]");

    private static Table Titled(string title) => new Table().Title(PlainMarkup.Of(title)).Border(TableBorder.Rounded);

    private static string Ratio(double value) => double.IsFinite(value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : "-";
}
