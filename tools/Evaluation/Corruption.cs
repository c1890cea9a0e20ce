using RoomTypes.Decoding;

namespace RoomTypes.Evaluate;

/// <summary>
/// What a robot's camera does to a picture, made of a good one. The picture is decoded to a square of <see cref="Side"/> pixels, altered, and
/// written as PNG, so that a model meets it as it meets any other. The same picture and seed give the same bytes.
/// </summary>
public sealed class Corruption
{
    /// <summary>Width and height of what is altered, in pixels: twice the input of the shipped models.</summary>
    public const int Side = 448;

    private readonly Func<byte[], int, (byte[] Rgb, int Side)> _alter;

    private Corruption(string name, string meaning, Func<byte[], int, (byte[] Rgb, int Side)> alter) => (Name, Meaning, _alter) = (name, meaning, alter);

    /// <summary>The corruptions there are.</summary>
    public static IReadOnlyList<Corruption> All { get; } =
    [
        new("blur", "a Gaussian of 4 pixels of 448", (rgb, _) => (Pixels.Blur(rgb, Side, sigma: 4), Side)),
        new("noise", "a Gaussian of 25 of 255 on each value", (rgb, seed) => (Pixels.Noise(rgb, deviation: 25, seed), Side)),
        new("dark", "a quarter of the light", (rgb, _) => (Pixels.Scale(rgb, 0.25f), Side)),
        new("rotation", "12 degrees, the edges drawn out", (rgb, _) => (Pixels.Rotate(rgb, Side, degrees: 12), Side)),
        new("crop", "the middle half of width and height", (rgb, _) => (Pixels.Crop(rgb, Side, Side / 2), Side / 2)),
    ];

    /// <summary>Its name, for example blur.</summary>
    public string Name { get; }

    /// <summary>What it does.</summary>
    public string Meaning { get; }

    /// <summary>The corruption of a name, or null.</summary>
    public static Corruption? Find(string name) => All.FirstOrDefault(corruption => corruption.Name == name);

    /// <summary>Alters a picture.</summary>
    /// <param name="decoder">Reads it.</param>
    /// <param name="picture">The file's bytes.</param>
    /// <param name="seed">For what is random.</param>
    /// <returns>A PNG file.</returns>
    /// <exception cref="ImageRejectedException">It cannot be read.</exception>
    public byte[] Apply(ImageDecoder decoder, byte[] picture, int seed)
    {
        var rgb = new byte[Side * Side * 3];
        decoder.Decode(picture, Side, Side, rgb);
        var (altered, side) = _alter(rgb, seed);
        return Png.Encode(altered, side, side);
    }
}
