using System.Globalization;
using System.Xml.Linq;
using Rendering;
using RoomTypes.Cost.Days;
using RoomTypes.Simulation;
using static Rendering.SvgElements;

namespace RoomTypes.Cost.Reports;

/// <summary>A simulated day by five minutes: above what is asked, in the middle how long answers take, below what runs; a line a backend.</summary>
internal static class DayChart
{
    private const int Width = 920;
    private const int Left = 90;
    private const int Right = 120;
    private const int PanelHeight = 150;
    private const int Gap = 60;
    private const int Top = 70;
    private const int TextSize = 13;
    private const string Ink = "#222222";
    private const string Faint = "#cccccc";

    /// <summary>The chart as an SVG document.</summary>
    public static string Draw(IReadOnlyList<SimulatedDay> days)
    {
        var minutes = days.Max(day => day.Day.Slices.Count) * 5.0;
        var svg = Chart(Width, Top + (3 * (PanelHeight + Gap)) + 10, Ink, TextSize, Text(Left, 28, $"{days[0].Plan.Stack}: a day in steps of five minutes", 18));
        svg.Add(Panel(0, "requests a second", [(Ink, days[0].Day.Slices.Select(slice => slice.Requests / 300.0))], minutes));
        svg.Add(Panel(1, "p99 of answers in ms, by powers of ten", Lines(days, slice => slice.P99Milliseconds), minutes, isLog: true));
        svg.Add(Panel(2, "containers or environments", Lines(days, slice => slice.Running), minutes));
        foreach (var (day, i) in days.Select((day, i) => (day, i)))
        {
            var name = Text(Width - Right + 10, Top + PanelHeight + Gap + 16 + (22 * i), day.Plan.Backend, TextSize);
            name.SetAttributeValue("fill", Palette.Color(i));
            svg.Add(name);
        }

        return svg.ToString();
    }

    private static List<(string Color, IEnumerable<double> Values)> Lines(IReadOnlyList<SimulatedDay> days, Func<Slice, double> value) =>
        [.. days.Select((day, i) => (Palette.Color(i), day.Day.Slices.Select(value)))];

    private static IEnumerable<XElement> Panel(int number, string title, List<(string Color, IEnumerable<double> Values)> lines, double minutes, bool isLog = false)
    {
        var (top, bottom) = (Top + (number * (PanelHeight + Gap)), Top + (number * (PanelHeight + Gap)) + PanelHeight);
        var all = lines.SelectMany(line => line.Values).Where(value => !double.IsNaN(value) && (!isLog || value > 0)).DefaultIfEmpty(1).ToList();
        var axis = new LogAxis(isLog ? all.Min() : 1, isLog ? all.Max() : 1, bottom, top);
        // An even number, whose half is whole too.
        var most = Math.Max(2, 2 * Math.Ceiling(all.Max() / 2));
        Func<double, double> y = isLog ? axis.At : value => bottom - (value / most * PanelHeight);
        var ticks = isLog ? axis.Ticks : [0, most / 2, most];
        yield return Text(Left, top - 12, title, TextSize, weight: "bold");
        foreach (var tick in ticks)
        {
            yield return Line(Left, y(tick), Width - Right, y(tick), Faint);
            yield return Text(Left - 8, y(tick) + 4, tick.ToString("#,0.##", CultureInfo.InvariantCulture), TextSize, anchor: "end");
        }

        for (var hour = 0; hour <= minutes / 60; hour += minutes > 720 ? 3 : 1)
            yield return Text(X(hour * 60), bottom + 18, $"{hour}:00", TextSize, anchor: "middle");
        foreach (var (color, values) in lines)
            yield return Polyline(values.Select((value, i) => (X: i, Y: value)).Where(point => !double.IsNaN(point.Y)).Select(point => (X(point.X * 5), y(point.Y))), color, 1.5);

        double X(double minute) => Left + (minute / minutes * (Width - Right - Left));
    }
}
