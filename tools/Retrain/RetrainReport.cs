using System.Globalization;
using Rendering;
using RoomTypes.Learning.Embeddings;
using Spectre.Console;

namespace RoomTypes.Retrain;

/// <summary>The outcome for people.</summary>
/// <param name="console">Where it is written.</param>
internal sealed class RetrainReport(IAnsiConsole console)
{
    /// <summary>Writes what it was learnt from, what was tried, what it does on held-out homes, and what to do next.</summary>
    public void Write(RetrainOutcome outcome)
    {
        console.WritePlain(Examples(outcome));
        console.WritePlain(Trials(outcome));
        var chosen = outcome.Result.Chosen;
        console.WritePlainLine($"Chosen is what changes least among those that are as good as the best: drawn to {(chosen.IsAroundParent ? "the parent" : "zero")}, penalty {chosen.Penalty}; temperature {Ratio(outcome.Result.Temperature)}.");
        console.WritePlain(HeldOut(outcome));
        console.WritePlainLine($"{outcome.Model} is registered as the challenger of {outcome.Parent}.");
        if (outcome.Result.Fitted.All(example => example.Origin == Origin.Feedback))
            console.WritePlainLine($"[yellow]It was learnt from feedback alone, drawn to its parent: measure it on pictures of your own before it answers (./run evaluate FOLDER --model {outcome.Model}).[/]");
    }

    private static Table Examples(RetrainOutcome outcome)
    {
        var examples = outcome.Gathered.Examples;
        var table = Titled("examples").AddColumns("label", "feedback", "pictures", "kept");
        for (var i = 0; i < outcome.Labels.Count; i++)
        {
            table.AddRow([PlainMarkup.Of(outcome.Labels[i]), .. Enum.GetValues<Origin>().Select(origin => $"{examples.Count(example => example.Label == i && example.Origin == origin)}")]);
        }

        var (homes, left) = (examples.Select(example => example.Group).Distinct().Count(), outcome.Gathered.LeftOut);
        return table.Caption(PlainMarkup.Of($"{examples.Count} of {homes} homes; {outcome.Gathered.Corrected} corrections{(left > 0 ? $"; {left} left out" : "")}"));
    }

    private static Table Trials(RetrainOutcome outcome)
    {
        var result = outcome.Result;
        var table = Titled("nats on homes that a fit had not seen").AddColumns("drawn to", "penalty", "loss").AddRow("the parent itself", "", Ratio(result.ParentLoss));
        foreach (var trial in result.Trials)
        {
            var mark = trial == result.Chosen ? "green" : "default";
            table.AddRow($"[{mark}]{(trial.IsAroundParent ? "the parent" : "zero")}[/]", $"[{mark}]{trial.Penalty.ToString(CultureInfo.InvariantCulture)}[/]", $"[{mark}]{Ratio(trial.Loss)}[/]");
        }

        return table;
    }

    private static Table HeldOut(RetrainOutcome outcome)
    {
        var table = Titled($"{outcome.Result.HeldOut.Count} examples of homes held out").AddColumns("", PlainMarkup.Of(outcome.Parent), PlainMarkup.Of(outcome.Model))
            .AddRow("accuracy", Ratio(outcome.Before.Accuracy), Ratio(outcome.After.Accuracy))
            .AddRow("expected calibration error", Ratio(outcome.Before.CalibrationError), Ratio(outcome.After.CalibrationError))
            .AddRow("negative log likelihood", Ratio(outcome.Before.NegativeLogLikelihood), Ratio(outcome.After.NegativeLogLikelihood));
        for (var i = 0; i < outcome.Labels.Count; i++) table.AddRow(PlainMarkup.Of($"recall of {outcome.Labels[i]}"), Ratio(outcome.Before.Recall(i)), Ratio(outcome.After.Recall(i)));
        return table;
    }

    private static Table Titled(string title) => new Table().Title(PlainMarkup.Of(title)).Border(TableBorder.Rounded);

    private static string Ratio(double value) => double.IsFinite(value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : "-";
}
