using System.Globalization;
using System.Xml.Linq;
using Rendering;
using RoomTypes.Cost.Estimates;
using static Rendering.SvgElements;

namespace RoomTypes.Cost.Reports;

/// <summary>USD a month by requests a second, both by powers of ten: a line a backend, and below which one is the cheapest where.</summary>
internal static class CrossoverChart
{
    private const int Width = 920;
    private const int Height = 540;
    private const int Left = 90;
    private const int Right = 120;
    private const int Top = 60;
    private const int Bottom = 130;
    private const int TextSize = 13;
    private const int LabelHeight = 16;
    private const double LetterWidth = 7.5;
    private const string Ink = "#222222";
    private const string Faint = "#cccccc";

    /// <summary>The chart as an SVG document.</summary>
    public static string Draw(Crossovers costs)
    {
        var all = costs.Lines.SelectMany(line => line.Points).ToList();
        var (x, y) = (new LogAxis(all.Min(point => point.Rps), all.Max(point => point.Rps), Left, Width - Right), new LogAxis(all.Min(point => point.Usd), all.Max(point => point.Usd), Height - Bottom, Top));
        var svg = Chart(
            Width, Height, Ink, TextSize,
            Text(Left, 28, "USD a month", 18),
            Text(Left, 48, costs.Title, TextSize),
            Text((Left + Width - Right) / 2.0, Height - Bottom + 42, "requests a second; dashed beyond what the stack allows", TextSize, anchor: "middle"));
        foreach (var tick in x.Ticks) svg.Add(Line(x.At(tick), Top, x.At(tick), Height - Bottom, Faint), Text(x.At(tick), Height - Bottom + 20, tick.ToString("#,0.###", CultureInfo.InvariantCulture), TextSize, anchor: "middle"));
        foreach (var tick in y.Ticks) svg.Add(Line(Left, y.At(tick), Width - Right, y.At(tick), Faint), Text(Left - 8, y.At(tick) + 4, tick.ToString("#,0.###", CultureInfo.InvariantCulture), TextSize, anchor: "end"));
        foreach (var (line, i) in costs.Lines.Select((line, i) => (line, i)))
        {
            svg.Add(Part(line.Points.Where(point => point.Rps <= line.Most), x, y, Palette.Color(i), null), Part(line.Points.Where(point => point.Rps >= line.Most), x, y, Palette.Color(i), "5 5"));
            svg.Add(Text(Width - Right + 10, Top + 16 + (22 * i), line.Backend, TextSize).With(new XAttribute("fill", Palette.Color(i))));
        }

        svg.Add(Cheapest(costs, x));
        return svg.ToString();
    }

    private static IEnumerable<XElement> Cheapest(Crossovers costs, LogAxis x)
    {
        var y = Height - Bottom + 62;
        // Where each line of labels ends: what has no place in the first goes to the next.
        var ends = new List<double>();
        yield return Text(Left - 8, y + 13, "cheapest", TextSize, anchor: "end");
        foreach (var ((rps, backend), i) in costs.Changes.Select((change, i) => (change, i)))
        {
            var end = i + 1 < costs.Changes.Count ? x.At(costs.Changes[i + 1].Rps) : Width - Right;
            var color = Palette.Color(costs.Lines.ToList().FindIndex(line => line.Backend == backend));
            yield return new XElement(Svg + "rect", Number("x", x.At(rps)), Number("y", y), Number("width", end - x.At(rps)), Number("height", 18), new XAttribute("fill", color));
            if (i == 0) continue;
            var label = rps.ToString("0.##", CultureInfo.InvariantCulture);
            var half = label.Length * LetterWidth / 2;
            var row = ends.FindIndex(right => right < x.At(rps) - half) is >= 0 and var free ? free : ends.Count;
            if (row == ends.Count) ends.Add(0);
            ends[row] = x.At(rps) + half;
            yield return Text(x.At(rps), y + 36 + (row * LabelHeight), label, TextSize, anchor: "middle");
        }
    }

    private static XElement? Part(IEnumerable<(double Rps, double Usd)> points, LogAxis x, LogAxis y, string color, string? dashes)
    {
        var places = points.Select(point => (x.At(point.Rps), y.At(point.Usd))).ToList();
        return places.Count < 2 ? null : Polyline(places, color, 2.5, dashes);
    }

    private static XElement With(this XElement element, XAttribute attribute)
    {
        element.Add(attribute);
        return element;
    }
}
