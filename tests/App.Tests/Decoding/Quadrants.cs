namespace RoomTypes.Tests.Decoding;

/// <summary>The picture of tests/Fixtures/images/make.py: four flat quadrants, so that turning, mirroring or wrong colours show.</summary>
internal static class Quadrants
{
    /// <summary>Top left, top right, bottom left, bottom right.</summary>
    public static readonly (double Red, double Green, double Blue)[] Colors = [(200, 40, 40), (40, 160, 60), (50, 60, 190), (220, 200, 70)];

    /// <summary>Each quadrant's middle must have its colour.</summary>
    public static void AssertShows((double Red, double Green, double Blue)[] colors, byte[] rgb, int width, int height, double tolerance)
    {
        for (int i = 0; i < 4; i++)
        {
            int x = (1 + i % 2 * 2) * width / 4, y = (1 + i / 2 * 2) * height / 4;
            int at = (y * width + x) * 3;
            Assert.Equal(colors[i].Red, rgb[at], tolerance);
            Assert.Equal(colors[i].Green, rgb[at + 1], tolerance);
            Assert.Equal(colors[i].Blue, rgb[at + 2], tolerance);
        }
    }

    /// <summary>ITU-R BT.601 luma, as Pillow converts to grey.</summary>
    public static (double Red, double Green, double Blue) Grey((double Red, double Green, double Blue) color)
    {
        double luma = 0.299 * color.Red + 0.587 * color.Green + 0.114 * color.Blue;
        return (luma, luma, luma);
    }

    public static (double Red, double Green, double Blue) OverWhite((double Red, double Green, double Blue) color, double alpha) =>
        (255 + (color.Red - 255) * alpha, 255 + (color.Green - 255) * alpha, 255 + (color.Blue - 255) * alpha);

    public static (double Red, double Green, double Blue) Darkened((double Red, double Green, double Blue) color, double light) =>
        (color.Red * light, color.Green * light, color.Blue * light);
}
