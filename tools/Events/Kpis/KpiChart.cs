using System.Globalization;
using System.Xml.Linq;
using Rendering;
using RoomTypes.Events;
using static Rendering.SvgElements;

namespace RoomTypes.EventsTool.Kpis;

/// <summary>A key figure by day: a panel for each of its columns, a line for each of what else is told apart. A day without a value breaks its line.</summary>
internal static class KpiChart
{
    private const int Width = 620;
    private const int Left = 74;
    private const int Right = 18;
    private const int Top = 36;
    private const int RowHeight = 20;
    private const int PanelHeight = 130;
    private const int Gap = 46;
    private const int Foot = 14;
    private const int TextSize = 12;
    private const double LetterWidth = 6.8;
    private const int LegendLine = 18;
    private const int MostDayLabels = 8;
    private const string Ink = "#222222";
    private const string Faint = "#dddddd";

    // Where values are close to each other and far from 0, an axis from 0 would show a straight line.
    private const double Far = 0.6;

    /// <summary>The chart as an SVG document.</summary>
    /// <param name="question">What was asked, by day.</param>
    /// <param name="answer">Its rows.</param>
    /// <exception cref="EventStoreException">There is nothing to draw, or too much to be told apart.</exception>
    public static string Draw(KpiQuestion question, KpiAnswer answer)
    {
        var lines = Lines(answer);
        if (lines.Count == 0) throw new EventStoreException($"Nothing is known of {question.Kpi.Name} from {question.From:O} to {question.To:O}: there is no chart of it.");
        if (lines.Count > Palette.Count) throw new EventStoreException($"--by tells {lines.Count} lines apart, and --chart draws {Palette.Count} at most; name less, such as --by day,model.");
        var (kpi, legend) = (question.Kpi, Legend([.. lines.Select(line => line.Name)]).ToList());
        var top = Top + (legend.Count == 0 ? 0 : (legend.Max(entry => entry.Row) + 1) * RowHeight) + (kpi.Figures.Count > 1 ? RowHeight : 0);
        var svg = Chart(
            Width, top + (kpi.Figures.Count * (PanelHeight + Gap)) + Foot, Ink, TextSize,
            new XElement(Svg + "title", kpi.Meaning),
            Text(Left, 24, IsShare(kpi) ? kpi.Title : $"{kpi.Title}, {kpi.Unit}", 16));
        foreach (var (name, row, x, color) in legend)
            svg.Add(Line(x, Top + (row * RowHeight) + 4, x + LegendLine, Top + (row * RowHeight) + 4, color, 3), Text(x + LegendLine + 6, Top + (row * RowHeight) + 8, name, TextSize));
        for (var i = 0; i < kpi.Figures.Count; i++) svg.Add(Panel(question, kpi.Figures[i], answer.Columns.Count - kpi.Figures.Count + i, top + (i * (PanelHeight + Gap)), lines));
        return svg.ToString();
    }

    private static bool IsShare(Kpi kpi) => kpi.Unit.EndsWith("0 to 1", StringComparison.Ordinal);

    // The day is the first of the texts.
    private static List<(string Name, List<object?[]> Rows)> Lines(KpiAnswer answer) =>
        [.. answer.Rows.GroupBy(row => string.Join(", ", row[1..answer.Texts].Select(text => text is "" or null ? "(none)" : text))).OrderBy(line => line.Key, StringComparer.Ordinal).Select(line => (line.Key, line.ToList()))];

    private static IEnumerable<(string Name, int Row, double X, string Color)> Legend(List<string> names)
    {
        if (names is [""]) yield break;
        var (x, row) = ((double)Left, 0);
        foreach (var (name, i) in names.Select((name, i) => (name, i)))
        {
            var width = LegendLine + 26 + (name.Length * LetterWidth);
            if (x > Left && x + width > Width - Right) (x, row) = (Left, row + 1);
            yield return (name, row, x, Palette.Color(i));
            x += width;
        }
    }

    private static IEnumerable<XElement> Panel(KpiQuestion question, string figure, int column, int top, List<(string Name, List<object?[]> Rows)> lines)
    {
        var (kpi, bottom, days) = (question.Kpi, top + PanelHeight, question.To.DayNumber - question.From.DayNumber);
        var all = lines.SelectMany(line => line.Rows).Select(row => row[column]).OfType<double>().DefaultIfEmpty(0).ToList();
        var axis = new LinearAxis(all.Min() > Far * all.Max() ? all.Min() : Math.Min(0, all.Min()), all.Max(), bottom, top);
        if (kpi.Figures.Count > 1) yield return Text(Left, top - 8, figure, TextSize, weight: "bold");
        foreach (var tick in axis.Ticks)
        {
            yield return Line(Left, axis.At(tick), Width - Right, axis.At(tick), Faint);
            yield return Text(Left - 8, axis.At(tick) + 4, tick.ToString(IsShare(kpi) ? "0.###%" : "#,0.######", CultureInfo.InvariantCulture), TextSize, anchor: "end");
        }

        for (var day = 0; day <= days; day += ((days + MostDayLabels) / MostDayLabels))
            yield return Text(X(day), bottom + 18, question.From.AddDays(day).ToString("d MMM", CultureInfo.InvariantCulture), TextSize, anchor: "middle");
        foreach (var (line, i) in lines.Select((line, i) => (line, i)))
        {
            var points = line.Rows.Where(row => row[column] is double).Select(row => (Day: DateOnly.ParseExact((string)row[0]!, "O", CultureInfo.InvariantCulture).DayNumber - question.From.DayNumber, Value: (double)row[column]!)).OrderBy(point => point.Day).ToList();
            // Days that follow each other differ from their place by the same.
            foreach (var run in points.Select((point, place) => (point, place)).GroupBy(each => each.point.Day - each.place, each => each.point))
                yield return Polyline(run.Select(point => (X(point.Day), axis.At(point.Value))), Palette.Color(i), 2);
            foreach (var (day, value) in points) yield return Dot(X(day), axis.At(value), 2.5, Palette.Color(i));
        }

        double X(double day) => days == 0 ? (Left + Width - Right) / 2.0 : Left + (day / days * (Width - Right - Left));
    }
}
