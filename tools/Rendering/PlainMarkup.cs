using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rendering;

/// <summary>Markup for Spectre.Console in which values are shown as they are: neither their brackets nor their colons mean anything.</summary>
internal static class PlainMarkup
{
    // The name of an emoji between two colons becomes that emoji. This stands for a colon of a value until that is over;
    // Unicode leaves it to private use.
    private const char Colon = '\uE03A';

    /// <summary>The markup that shows <paramref name="text"/>, for what <see cref="WritePlain"/> writes.</summary>
    public static string Of(string text) => Markup.Escape(text).Replace(':', Colon);

    /// <summary>Writes a line of markup whose holes are values.</summary>
    public static void WritePlainLine(this IAnsiConsole console, FormattableString markup) => console.WritePlain(new Markup(
        string.Format(CultureInfo.InvariantCulture, markup.Format, [.. markup.GetArguments().Select(value => value is string text ? Of(text) : value)])
        + Environment.NewLine));

    /// <summary>Writes what is made of markup of <see cref="Of"/>.</summary>
    public static void WritePlain(this IAnsiConsole console, IRenderable renderable) => console.Write(new WithColons(renderable));

    private sealed class WithColons(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth)
            .Select(segment => segment.Text.Contains(Colon) ? new Segment(segment.Text.Replace(Colon, ':'), segment.Style) : segment);
    }
}
