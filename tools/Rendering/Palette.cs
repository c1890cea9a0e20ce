namespace Rendering;

/// <summary>Colours of lines, told apart by people who see few (Okabe and Ito, "Color Universal Design").</summary>
internal static class Palette
{
    private static readonly string[] Colors = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#767676", "#E69F00"];

    /// <summary>How many there are: more lines would share them.</summary>
    public static int Count => Colors.Length;

    /// <summary>The colour of the line with a number.</summary>
    public static string Color(int number) => Colors[number % Colors.Length];
}
