using System.Globalization;
using Rendering;
using RoomTypes.Http;
using Spectre.Console;

namespace RoomTypes.Reporting;

/// <summary>The results for people.</summary>
/// <param name="console">Where they are written.</param>
public sealed class TextReport(IAnsiConsole console)
{
    /// <summary>Writes the split, a table a metric with intervals drawn, and the verdict.</summary>
    public void Write(ExperimentResults results)
    {
        if (results.Split.Variations.Count > 0)
        {
            console.WritePlain(Split(results));
            console.WritePlainLine($"[grey]{SampleRatio(results.Split)}[/]");
        }

        foreach (var metric in results.Metrics)
        {
            console.WritePlain(Values(metric));
            console.WritePlain(Comparisons(metric));
            console.WritePlainLine($"[grey]{Sensitivity(metric)}[/]");
            foreach (var remark in Remarks(metric)) console.WritePlainLine($"[grey]{remark}[/]");
        }

        if (results.Breakdown is { } breakdown) BreakdownReport.Write(console, breakdown);
        if (results.History is { Count: > 0 } history) console.WritePlain(History(results.Metrics, history));
        foreach (var pair in results.Shadow?.Pairs ?? []) ShadowReport.Write(console, pair);
        var color = results.Verdict switch { "better" => "green", "worse" or "split-broken" => "red", _ => "yellow" };
        console.WritePlain(new Markup($"[bold {color}]{PlainMarkup.Of(results.Summary)}[/]{Environment.NewLine}"));
    }

    private static Table Split(ExperimentResults results)
    {
        var split = results.Split;
        var total = Math.Max(1, split.Variations.Sum(variation => variation.Entities));
        var table = Titled($"{results.Experiment}: who met what").AddColumns("variation", "planned", "arrived", "entities");
        foreach (var variation in split.Variations)
            table.AddRow(PlainMarkup.Of(variation.Name), $"{100 * variation.PlannedShare:0.0}%", $"{100.0 * variation.Entities / total:0.0}%", Numbers.Count(variation.Entities));
        return table;
    }

    private static string SampleRatio(SplitResult split)
    {
        var mixed = split.MixedEntities > 0 ? $"; {Numbers.Count(split.MixedEntities)} met several and are left out" : "";
        var moved = split.MovedEntities > 0 ? $"; {Numbers.Count(split.MovedEntities)} were taken over by a launch and count until then" : "";
        return $"sample ratio: {Numbers.PValueIs(split.AnytimeValidPValue)} at any time, {Numbers.PValueIs(split.FixedHorizonPValue)} at one look{mixed}{moved}";
    }

    /// <summary>Where values were cut, and how a guardrail stands.</summary>
    private static IEnumerable<string> Remarks(MetricResult metric)
    {
        if (metric.CappedAt is { } cap) yield return $"values over {Numbers.Value(metric, cap)} are cut to it: those of {Numbers.Count(metric.CappedEntities ?? 0)} entities";
        if (metric.WorstChange is not { } worst) yield break;
        foreach (var comparison in metric.Comparisons)
        {
            var range = comparison.RelativeInterval is { } interval ? $"{Numbers.Percent(interval.Lower)} to {Numbers.Percent(interval.Upper)}" : "too few values";
            yield return $"guardrail, {Numbers.Percent(worst).TrimStart('+')} worse is tolerated: {comparison.Variation} {comparison.Guardrail} ({range})";
        }
    }

    /// <summary>What the deciding metric said at the end of every day.</summary>
    private static Table History(IReadOnlyList<MetricResult> metrics, IReadOnlyList<HistoryResult> history)
    {
        var deciding = metrics.FirstOrDefault(metric => metric.WorstChange is null) ?? metrics[0];
        var drawing = new IntervalDrawing(history.SelectMany(day => day.Comparisons).Select(comparison => comparison.Interval));
        var table = Titled($"{deciding.Name} as it came").AddColumns("until", "variation", "entities", Numbers.Unit(deciding), "95% at any time", "", "verdict");
        foreach (var day in history)
        {
            foreach (var comparison in day.Comparisons)
            {
                table.AddRow(
                    PlainMarkup.Of(day.Until.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)), PlainMarkup.Of(comparison.Variation), Numbers.Count(comparison.Entities),
                    Numbers.Difference(deciding, comparison.Difference), Numbers.Range(deciding, comparison.Interval), drawing.Draw(comparison.Interval, comparison.Difference), day.Verdict);
            }
        }

        return table;
    }

    private static Table Values(MetricResult metric)
    {
        var table = Titled($"{metric.Name} ({(metric.HigherIsBetter ? "more" : "less")} is better)").AddColumns("variation", "entities", "value", "95% at any time");
        foreach (var variation in metric.Variations)
        {
            var range = variation.AnytimeValid is { } interval ? $"{Numbers.Value(metric, interval.Lower)} to {Numbers.Value(metric, interval.Upper)}" : "-";
            table.AddRow(PlainMarkup.Of(variation.Name), Numbers.Count(variation.Entities), Numbers.Value(metric, variation.Value), range);
        }

        return table;
    }

    private static Table Comparisons(MetricResult metric)
    {
        var drawing = new IntervalDrawing(metric.Comparisons.SelectMany(comparison => new[] { comparison.AnytimeValid.Interval, comparison.FixedHorizon.Interval }));
        var table = Titled("against the control, at any time and at one look");
        foreach (var heading in new[] { "variation", Numbers.Unit(metric), "95%", "p (Holm)", "" }) table.AddColumn(new TableColumn(heading).NoWrap());
        foreach (var comparison in metric.Comparisons)
        {
            Add(table, metric, PlainMarkup.Of(comparison.Variation), comparison, comparison.AnytimeValid, drawing);
            Add(table, metric, "[grey]one look[/]", comparison, comparison.FixedHorizon, drawing);
        }

        return table;
    }

    private static void Add(Table table, MetricResult metric, string label, ComparisonResult comparison, InferenceResult inference, IntervalDrawing drawing) => table.AddRow(
        label,
        Numbers.Difference(metric, comparison.Difference),
        Numbers.Range(metric, inference.Interval),
        Numbers.PValue(inference.AdjustedPValue),
        drawing.Draw(inference.Interval, comparison.Difference));

    private static string Sensitivity(MetricResult metric) => string.Join("; ", metric.Comparisons.Where(comparison => comparison.MinimumDetectableEffect is not null).Select(comparison =>
        $"{comparison.Variation}: sees {Numbers.Difference(metric, comparison.MinimumDetectableEffect).TrimStart('+')}{(metric.IsShare ? " points" : "")} in 4 of 5 cases"
        + (comparison.VarianceExplained > 0.005 ? $", CUPED took {100 * comparison.VarianceExplained:0}% of the variance" : "")));

    private static Table Titled(string title) => new Table().Title(PlainMarkup.Of(title)).Border(TableBorder.Rounded);
}
