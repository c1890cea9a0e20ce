namespace RoomTypes.Decoding.Formats;

/// <summary>Turns 4-channel pixels into RGB, in place: a pixel's 3 bytes are written no further than its 4 were read.</summary>
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

    // Rounded to nearest, exact for 0 to 65,025.
    private static byte DivideBy255(int value)
    {
        value += 128;
        return (byte)((value + (value >> 8)) >> 8);
    }
}
