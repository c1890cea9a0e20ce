using System.Globalization;
using System.Xml.Linq;

namespace Rendering;

/// <summary>Elements of SVG charts, alike in all of them.</summary>
internal static class SvgElements
{
    /// <summary>Of all elements.</summary>
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>A chart on white, with its content.</summary>
    public static XElement Chart(int width, int height, string ink, int textSize, params object?[] content) => new(
        Svg + "svg",
        new XAttribute("viewBox", $"0 0 {width} {height}"), new XAttribute("width", width), new XAttribute("height", height),
        new XAttribute("font-family", "Helvetica, Arial, sans-serif"), new XAttribute("font-size", textSize), new XAttribute("fill", ink),
        new XElement(Svg + "rect", new XAttribute("width", width), new XAttribute("height", height), new XAttribute("fill", "white")),
        content);

    /// <summary>A line of text, whose place is its anchor's.</summary>
    public static XElement Text(double x, double y, string text, int size = 14, string weight = "normal", string anchor = "start") => new(
        Svg + "text", Number("x", x), Number("y", y), Number("font-size", size), new XAttribute("font-weight", weight), new XAttribute("text-anchor", anchor), text);

    /// <summary>A straight line.</summary>
    public static XElement Line(double x1, double y1, double x2, double y2, string color, double width = 1, string? dashes = null) => new(
        Svg + "line", Number("x1", x1), Number("y1", y1), Number("x2", x2), Number("y2", y2), new XAttribute("stroke", color), Number("stroke-width", width),
        dashes is null ? null : new XAttribute("stroke-dasharray", dashes));

    /// <summary>A line through points.</summary>
    public static XElement Polyline(IEnumerable<(double X, double Y)> points, string color, double width, string? dashes = null) => new(
        Svg + "polyline", new XAttribute("points", string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}")))),
        new XAttribute("fill", "none"), new XAttribute("stroke", color), Number("stroke-width", width), dashes is null ? null : new XAttribute("stroke-dasharray", dashes));

    /// <summary>A dot.</summary>
    public static XElement Dot(double x, double y, double radius, string color) => new(
        Svg + "circle", Number("cx", x), Number("cy", y), Number("r", radius), new XAttribute("fill", color));

    /// <summary>A number, to a hundredth of a pixel.</summary>
    public static XAttribute Number(string name, double value) => new(name, value.ToString("0.##", CultureInfo.InvariantCulture));
}
