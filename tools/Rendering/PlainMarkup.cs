using System.Globalization;
using Spectre.Console;

namespace Rendering;

/// <summary>Markup for Spectre.Console in which values are shown as they are: neither their brackets nor their colons mean anything.</summary>
internal static class PlainMarkup
{
    // The name of an emoji between two colons becomes that emoji, unless a tag comes between them.
    private const string Colon = "[default]:[/]";

    /// <summary>The markup that shows <paramref name="text"/>.</summary>
    public static string Of(string text) => Markup.Escape(text).Replace(":", Colon, StringComparison.Ordinal);

    /// <summary>Writes a line of markup whose holes are values.</summary>
    public static void WritePlainLine(this IAnsiConsole console, FormattableString markup) => console.MarkupLine(
        string.Format(CultureInfo.InvariantCulture, markup.Format, [.. markup.GetArguments().Select(value => value is string text ? Of(text) : value)]));
}
