using System.Xml.Linq;
using RoomTypes.Http;
using static Rendering.SvgElements;

namespace RoomTypes.Reporting;

/// <summary>The differences to the control as a chart: a panel a metric, a bar an interval that holds at any time, a line one of a single look.</summary>
internal static class SvgChart
{
    private const int Width = 920;
    private const int Left = 230;
    private const int Right = 40;
    private const int RowHeight = 46;
    private const int PanelHead = 48;
    private const int PanelFoot = 44;
    private const int Head = 92;
    private const int Foot = 40;
    private const int SummaryCharacters = 112;

    // Told apart by people who see few colours (Okabe and Ito, "Color Universal Design").
    private const string Better = "#0072B2";
    private const string Worse = "#D55E00";
    private const string Open = "#767676";
    private const string Ink = "#222222";
    private const string Faint = "#bbbbbb";

    /// <summary>The chart as an SVG document.</summary>
    public static string Draw(ExperimentResults results)
    {
        var summary = Wrap(results.Summary).ToList();
        var top = Head + (20 * (summary.Count - 1));
        var height = top + results.Metrics.Sum(PanelHeight) + Foot;
        var svg = Chart(
            Width, height, Ink, textSize: 14,
            Text(24, 36, results.Experiment, size: 20, weight: "bold"),
            summary.Select((line, i) => Text(24, 62 + (20 * i), line)));
        // Read out, where it comes first.
        svg.AddFirst(new XElement(Svg + "title", $"{results.Experiment}: {results.Summary}"));
        foreach (var metric in results.Metrics)
        {
            svg.Add(Panel(metric, top));
            top += PanelHeight(metric);
        }

        svg.Add(Legend(top + 20));
        return svg.ToString();
    }

    private static int PanelHeight(MetricResult metric) => PanelHead + (RowHeight * metric.Comparisons.Count) + PanelFoot;

    private static XElement Panel(MetricResult metric, int top)
    {
        var axis = Axis.Of(metric);
        var bottom = top + PanelHead + (RowHeight * metric.Comparisons.Count);
        var panel = new XElement(
            Svg + "g",
            Text(24, top + 24, metric.Name, weight: "bold"),
            Text(24 + (9 * metric.Name.Length), top + 24, $"difference to the control{(metric.IsShare ? " in percentage points" : "")}; {(metric.HigherIsBetter ? "more" : "less")} is better"));
        foreach (var tick in axis.Ticks())
        {
            var x = axis.X(tick);
            var isZero = Math.Abs(tick) < axis.Step / 1_000;
            panel.Add(Line(x, top + PanelHead - 8, x, bottom + 4, isZero ? Ink : Faint, isZero ? 1.5 : 1, isZero ? null : "2 4"));
            panel.Add(Text(x, bottom + 22, Numbers.Difference(metric, isZero ? 0 : tick), anchor: "middle", size: 12));
        }

        foreach (var (comparison, i) in metric.Comparisons.Select((comparison, i) => (comparison, i))) panel.Add(Row(metric, comparison, axis, top + PanelHead + (RowHeight * i) + (RowHeight / 2)));
        return panel;
    }

    private static IEnumerable<XElement> Row(MetricResult metric, ComparisonResult comparison, Axis axis, int y)
    {
        yield return Text(24, y - 3, comparison.Variation);
        yield return Text(24, y + 14, Numbers.PValueIs(comparison.AnytimeValid.AdjustedPValue), size: 12);
        if (comparison.AnytimeValid.Interval is not { } anytime || comparison.FixedHorizon.Interval is not { } once || comparison.Difference is not { } difference) yield break;
        var color = anytime.Lower <= 0 && anytime.Upper >= 0 ? Open : difference > 0 == metric.HigherIsBetter ? Better : Worse;
        yield return new XElement(
            Svg + "rect",
            Number("x", axis.X(anytime.Lower)), Number("y", y - 9), Number("width", Math.Max(1, axis.X(anytime.Upper) - axis.X(anytime.Lower))), Number("height", 18),
            Number("rx", 3), new XAttribute("fill", color), new XAttribute("fill-opacity", "0.35"));
        yield return Line(axis.X(once.Lower), y, axis.X(once.Upper), y, color, 3, null);
        yield return new XElement(Svg + "circle", Number("cx", axis.X(difference)), Number("cy", y), Number("r", 6), new XAttribute("fill", color));
    }

    private static IEnumerable<XElement> Legend(int y)
    {
        yield return new XElement(Svg + "rect", Number("x", 24), Number("y", y - 10), Number("width", 36), Number("height", 14), Number("rx", 3), new XAttribute("fill", Open), new XAttribute("fill-opacity", "0.35"));
        yield return Text(68, y + 2, "95%, may be looked at any time", size: 12);
        yield return Line(290, y - 3, 326, y - 3, Open, 3, null);
        yield return Text(334, y + 2, "95%, for a single look", size: 12);
        yield return new XElement(Svg + "circle", Number("cx", 510), Number("cy", y - 3), Number("r", 6), new XAttribute("fill", Open));
        yield return Text(524, y + 2, "estimate", size: 12);
        foreach (var (color, word, x) in new[] { (Better, "better", 640), (Worse, "worse", 720), (Open, "open", 800) })
        {
            yield return new XElement(Svg + "rect", Number("x", x - 18), Number("y", y - 9), Number("width", 12), Number("height", 12), new XAttribute("fill", color));
            yield return Text(x, y + 2, word, size: 12);
        }
    }

    private static IEnumerable<string> Wrap(string text)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + word.Length >= SummaryCharacters)
            {
                yield return line;
                line = "";
            }

            line += line.Length == 0 ? word : $" {word}";
        }

        yield return line;
    }

    /// <summary>From values to places, with ticks at round numbers.</summary>
    private sealed record Axis(double Lower, double Upper, double Step)
    {
        public static Axis Of(MetricResult metric)
        {
            var ends = metric.Comparisons.SelectMany(comparison => new[] { comparison.AnytimeValid.Interval, comparison.FixedHorizon.Interval })
                .OfType<IntervalResult>().SelectMany(interval => new[] { interval.Lower, interval.Upper }).Append(0).ToList();
            var range = ends.Max() - ends.Min();
            var rough = range > 0 ? range / 5 : 0.2;
            var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
            var step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
            return new(Math.Floor(ends.Min() / step) * step, Math.Max(Math.Ceiling(ends.Max() / step), Math.Floor(ends.Min() / step) + 1) * step, step);
        }

        public double X(double value) => Left + ((value - Lower) / (Upper - Lower) * (Width - Left - Right));

        public IEnumerable<double> Ticks()
        {
            for (var i = 0; Lower + (i * Step) <= Upper + (Step / 2); i++) yield return Lower + (i * Step);
        }
    }
}
