using System.Globalization;
using System.Xml.Linq;
using HdrHistogram;
using Rendering;
using static Rendering.SvgElements;

namespace RoomTypes.Load;

/// <summary>Times by percentile as a line a status: each step to the right is a tenth of the requests that are left.</summary>
public static class PercentileChart
{
    private const int Width = 920;
    private const int Height = 480;
    private const int Left = 80;
    private const int Right = 120;
    private const int Top = 70;
    private const int Bottom = 60;
    private const int PointsOfStep = 20;
    private const int TextSize = 13;
    private const string Ink = "#222222";
    private const string Faint = "#bbbbbb";

    // Told apart by people who see few colours (Okabe and Ito, "Color Universal Design").
    private static readonly string[] Colors = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#767676"];

    /// <summary>The chart as an SVG document.</summary>
    public static string Draw(Measurement measured)
    {
        var lines = measured.Times.OrderBy(pair => pair.Key).ToList();
        var steps = (int)Math.Clamp(Math.Ceiling(Math.Log10(lines.Max(line => line.Value.TotalCount))), 1, 6);
        var axis = new LogAxis(lines.Min(line => Milliseconds(line.Value, 0)), lines.Max(line => Milliseconds(line.Value, 100)), Height - Bottom, Top);
        var svg = Chart(
            Width, Height, Ink, TextSize,
            Text(Left, 32, string.Create(CultureInfo.InvariantCulture, $"{measured.Shape.Rate:0.#} requests a second for {measured.Shape.Length.TotalSeconds:0} s"), 18),
            Text(Left, 54, "milliseconds from when a request was due to its answer, by percentile", TextSize));
        for (var step = 0; step <= steps; step++)
        {
            var x = X(step, steps);
            svg.Add(Line(x, Top, x, Height - Bottom, Faint), Text(x, Height - Bottom + 22, step == 0 ? "0%" : string.Create(CultureInfo.InvariantCulture, $"{100 - (100 / Math.Pow(10, step)):0.####}%"), TextSize, anchor: "middle"));
        }

        foreach (var tick in axis.Ticks) svg.Add(Line(Left, axis.At(tick), Width - Right, axis.At(tick), Faint), Text(Left - 8, axis.At(tick) + 4, tick.ToString("0.###", CultureInfo.InvariantCulture), TextSize, anchor: "end"));
        foreach (var ((status, times), i) in lines.Select((line, i) => (line, i))) svg.Add(Curve(times, steps, axis, Colors[i % Colors.Length], $"{status}", Top + 16 + (20 * i)));
        return svg.ToString();
    }

    private static IEnumerable<XElement> Curve(HistogramBase times, int steps, LogAxis axis, string color, string name, int legend)
    {
        var points = Enumerable.Range(0, (steps * PointsOfStep) + 1).Select(i => (double)i / PointsOfStep)
            .Select(step => (X(step, steps), axis.At(Milliseconds(times, 100 - (100 / Math.Pow(10, step))))));
        yield return Polyline(points, color, 2.5);
        yield return new XElement(Svg + "rect", Number("x", Width - Right + 16), Number("y", legend - 11), Number("width", 12), Number("height", 12), new XAttribute("fill", color));
        yield return Text(Width - Right + 34, legend, name, TextSize);
    }

    // Nothing is faster for a logarithm.
    private static double Milliseconds(HistogramBase times, double percentile) => Math.Max(Report.Milliseconds(times, percentile), 0.001);

    private static double X(double step, int steps) => Left + (step / steps * (Width - Left - Right));
}
