using Rendering;
using RoomTypes.Http;
using Spectre.Console;

namespace RoomTypes.Reporting;

/// <summary>Results by the values of attributes, for people.</summary>
internal static class BreakdownReport
{
    /// <summary>Writes a table an attribute and metric.</summary>
    public static void Write(IAnsiConsole console, BreakdownResult breakdown)
    {
        foreach (var attribute in breakdown.Attributes.Where(attribute => attribute.Groups.Count > 0))
        {
            for (var metric = 0; metric < attribute.Groups[0].Metrics.Count; metric++) console.WritePlain(Table(attribute, metric));
            foreach (var group in attribute.Groups.Where(group => group.Split.IsBroken))
                console.WritePlainLine($"[red]The split of {attribute.Attribute} {Name(group)} is broken ({Numbers.PValueIs(group.Split.AnytimeValidPValue)}): do not trust its numbers.[/]");
        }

        console.WritePlainLine($"[grey]by attribute: intervals and p-values are adjusted for {Numbers.Count(breakdown.AdjustedComparisons)} comparisons, and decide nothing[/]");
    }

    private static Table Table(AttributeResult attribute, int index)
    {
        var metrics = attribute.Groups.Select(group => group.Metrics[index]).ToList();
        var drawing = new IntervalDrawing(metrics.SelectMany(metric => metric.Comparisons).Select(comparison => comparison.AnytimeValid.Interval));
        var table = new Table().Title(PlainMarkup.Of($"{metrics[0].Name} by {attribute.Attribute} ({Numbers.Count(attribute.DistinctValues)} values)")).Border(TableBorder.Rounded);
        foreach (var heading in new[] { attribute.Attribute, "entities", "variation", Numbers.Unit(metrics[0]), "95%", "p (Holm)", "" }) table.AddColumn(new TableColumn(PlainMarkup.Of(heading)).NoWrap());
        foreach (var (group, metric) in attribute.Groups.Zip(metrics))
        {
            foreach (var comparison in metric.Comparisons)
            {
                var inference = comparison.AnytimeValid;
                table.AddRow(
                    PlainMarkup.Of(Name(group)), Numbers.Count(group.Split.Variations.Sum(variation => variation.Entities)), PlainMarkup.Of(comparison.Variation),
                    Numbers.Difference(metric, comparison.Difference), Numbers.Range(metric, inference.Interval), Numbers.PValue(inference.AdjustedPValue),
                    drawing.Draw(inference.Interval, comparison.Difference));
            }
        }

        return table;
    }

    private static string Name(GroupResult group) => group.Value ?? $"({group.Kind})";
}
