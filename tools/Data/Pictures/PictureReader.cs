using RoomTypes.Decoding;
using RoomTypes.Models;

namespace RoomTypes.Data.Pictures;

/// <summary>Reads pictures with the service's own decoder: what it refuses is refused here. Safe to use from several threads at once.</summary>
public sealed class PictureReader
{
    private const int Side = 224;

    // BT.601, which JPEG has.
    private const float Red = 0.299f;
    private const float Green = 0.587f;
    private const float Blue = 0.114f;
    private const float NearlyBlack = 5;
    private const float NearlyWhite = 250;

    private readonly ImageDecoder _decoder = new(new DecodingOptions { MaxImageBytes = 100_000_000 });

    /// <summary>A file's digest and what its pixels say.</summary>
    /// <exception cref="ImageRejectedException">The service would not take it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public (string Sha256, Traits Traits) Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var header = _decoder.ReadHeader(bytes);
        var rgb = new byte[Side * Side * 3];
        _decoder.Decode(bytes, Side, Side, rgb);
        var luma = Luma(rgb);
        return (Digest.Compute(bytes), new Traits(
            header.Width, header.Height, PerceptualHash.Text(PerceptualHash.Of(luma, Side)), Rounded(Mean(luma) / 255), Rounded(Clipped(luma)), Rounded(Sharpness(luma))));
    }

    private static float[] Luma(byte[] rgb)
    {
        var luma = new float[Side * Side];
        for (var i = 0; i < luma.Length; i++) luma[i] = (Red * rgb[3 * i]) + (Green * rgb[(3 * i) + 1]) + (Blue * rgb[(3 * i) + 2]);
        return luma;
    }

    private static double Mean(float[] luma) => luma.Average(value => (double)value);

    private static double Clipped(float[] luma) => luma.Count(value => value is <= NearlyBlack or >= NearlyWhite) / (double)luma.Length;

    // J. L. Pech-Pacheco et al., Diatom autofocusing in brightfield microscopy: a comparative study, 2000.
    private static double Sharpness(float[] luma)
    {
        double sum = 0, squares = 0;
        for (var row = 1; row < Side - 1; row++)
        {
            for (var column = 1; column < Side - 1; column++)
            {
                var at = (row * Side) + column;
                var laplacian = luma[at - Side] + luma[at + Side] + luma[at - 1] + luma[at + 1] - (4 * luma[at]);
                sum += laplacian;
                squares += laplacian * laplacian;
            }
        }

        const int Count = (Side - 2) * (Side - 2);
        return (squares / Count) - Math.Pow(sum / Count, 2);
    }

    private static double Rounded(double value) => Math.Round(value, 4);
}
