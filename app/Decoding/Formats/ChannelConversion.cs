namespace RoomTypes.Decoding.Formats;

/// <summary>Turns pixels into 8-bit RGB or RGBA, in place: a pixel is written no further than it was read.</summary>
internal static unsafe class ChannelConversion
{
    private const int Opaque = 255;

    /// <summary>Lays RGBA pixels (alpha not premultiplied) over white.</summary>
    public static void OverWhite(byte* pixels, long count)
    {
        byte* target = pixels;
        for (byte* source = pixels, end = pixels + count * 4; source < end; source += 4, target += 3)
        {
            int alpha = source[3], white = Opaque * (Opaque - alpha);
            byte red = DivideBy255(source[0] * alpha + white);
            byte green = DivideBy255(source[1] * alpha + white);
            byte blue = DivideBy255(source[2] * alpha + white);
            (target[0], target[1], target[2]) = (red, green, blue);
        }
    }

    /// <summary>Multiplies what each ink lets through. Inverted pictures store just that; others store the inks.</summary>
    public static void CmykToRgb(byte* pixels, long count, bool inverted)
    {
        int flip = inverted ? 0 : 255;
        byte* target = pixels;
        for (byte* source = pixels, end = pixels + count * 4; source < end; source += 4, target += 3)
        {
            int black = source[3] ^ flip;
            byte red = DivideBy255((source[0] ^ flip) * black);
            byte green = DivideBy255((source[1] ^ flip) * black);
            byte blue = DivideBy255((source[2] ^ flip) * black);
            (target[0], target[1], target[2]) = (red, green, blue);
        }
    }

    /// <summary>Turns 16-bit linear samples, alpha (a fourth channel) multiplied in, into 8-bit sRGB ones with alpha apart.</summary>
    public static void LinearToSrgb(byte* pixels, long count, int channels)
    {
        byte* target = pixels;
        for (ushort* source = (ushort*)pixels, end = source + count * channels; source < end; source += channels, target += channels)
        {
            int alpha = channels == 4 ? source[3] : ushort.MaxValue;
            for (int i = 0; i < 3; i++) target[i] = alpha == 0 ? (byte)0 : Srgb.OfLinear[Math.Min(source[i], alpha) * (long)ushort.MaxValue / alpha];
            if (channels == 4) target[3] = (byte)((alpha * Opaque + (ushort.MaxValue / 2)) / ushort.MaxValue);
        }
    }

    // Rounded to nearest, exact for 0 to 65,025.
    private static byte DivideBy255(int value)
    {
        value += 128;
        return (byte)((value + (value >> 8)) >> 8);
    }

    // Made when first needed. libpng takes sRGB for this power, in both directions (PNG_GAMMA_sRGB_INVERSE).
    private static class Srgb
    {
        private const double Gamma = 0.45455;

        public static readonly byte[] OfLinear =
            [.. Enumerable.Range(0, ushort.MaxValue + 1).Select(value => (byte)Math.Round(Opaque * Math.Pow((double)value / ushort.MaxValue, Gamma)))];
    }
}
