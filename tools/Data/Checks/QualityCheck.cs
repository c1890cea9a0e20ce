using System.Globalization;

namespace RoomTypes.Data.Checks;

/// <summary>Pictures of which little can be seen.</summary>
internal static class QualityCheck
{
    // The shipped samples, lit and in focus, have brightness 0.43 to 0.70, at most 0.5% clipped and sharpness 108 to 628; five of them
    // blurred over 13 pixels have sharpness 6 to 17, darkened to an eighth brightness 0.05 to 0.08.
    private const double Dark = 0.1;
    private const double Bright = 0.93;
    private const double MuchClipped = 0.6;
    private const double Blurred = 20;
    private const int Small = 64;

    public static IEnumerable<Finding> Of(DataSet data) =>
        data.Items.Select(item => (item, Faults: string.Join("; ", Faults(item.Traits))))
            .Where(pair => pair.Faults.Length > 0)
            .Select(pair => new Finding("quality", false, [pair.item.File], $"{pair.Faults}. Leave it out unless such pictures are what the model has to bear."));

    private static IEnumerable<string> Faults(Traits traits)
    {
        if (traits.Brightness < Dark) yield return Text($"dark: brightness {traits.Brightness:0.00}, below {Dark}");
        if (traits.Brightness > Bright) yield return Text($"bright: brightness {traits.Brightness:0.00}, above {Bright}");
        if (traits.Clipped > MuchClipped) yield return Text($"without detail: {traits.Clipped:0%} black or white, above {MuchClipped:0%}");
        if (traits.Sharpness < Blurred) yield return Text($"blurred: sharpness {traits.Sharpness:0.0}, below {Blurred}");
        if (Math.Min(traits.Width, traits.Height) < Small) yield return $"small: {traits.Width} x {traits.Height}, below {Small} pixels";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
