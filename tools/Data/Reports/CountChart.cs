using System.Globalization;
using System.Xml.Linq;
using static Rendering.SvgElements;

namespace RoomTypes.Data.Reports;

/// <summary>Pictures by label as bars, each made up of its splits.</summary>
internal static class CountChart
{
    private const int Width = 720;
    private const int Left = 130;
    private const int Right = 70;
    private const int Top = 76;
    private const int RowHeight = 34;
    private const int BarHeight = 22;
    private const string Ink = "#222222";

    // Told apart by people who see few colours (Okabe and Ito, "Color Universal Design").
    private static readonly string[] Colors = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#767676"];

    /// <summary>The chart as an SVG document.</summary>
    public static string Draw(Statistics statistics)
    {
        var splits = statistics.Counts.Keys.ToList();
        var labels = statistics.Counts.Values.SelectMany(counts => counts.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        var most = labels.Max(label => statistics.Counts.Values.Sum(counts => counts.GetValueOrDefault(label)));
        var svg = Chart(Width, Top + (RowHeight * labels.Count) + 20, Ink, 13, Text(20, 32, $"{statistics.Pictures} pictures by label", 18), Legend(splits));
        foreach (var (label, row) in labels.Select((label, row) => (label, row)))
            svg.Add(Bar(label, [.. splits.Select(split => statistics.Counts[split].GetValueOrDefault(label))], Top + (row * RowHeight), (double)(Width - Left - Right) / most));
        return svg.ToString();
    }

    private static IEnumerable<XElement> Legend(List<string> splits)
    {
        foreach (var (split, i) in splits.Select((split, i) => (split, i)))
        {
            yield return Rectangle(Left + (i * 120), 48, 12, 12, i);
            yield return Text(Left + (i * 120) + 18, 59, split.Length == 0 ? "not split" : split, 13);
        }
    }

    private static IEnumerable<XElement> Bar(string label, int[] counts, double y, double scale)
    {
        yield return Text(Left - 10, y + 16, label, 13, anchor: "end");
        var x = (double)Left;
        for (var i = 0; i < counts.Length; i++)
        {
            yield return Rectangle(x, y, counts[i] * scale, BarHeight, i);
            x += counts[i] * scale;
        }

        yield return Text(x + 8, y + 16, counts.Sum().ToString(CultureInfo.InvariantCulture), 13);
    }

    private static XElement Rectangle(double x, double y, double width, double height, int color) => new(
        Svg + "rect", Number("x", x), Number("y", y), Number("width", width), Number("height", height), new XAttribute("fill", Colors[color % Colors.Length]));
}
