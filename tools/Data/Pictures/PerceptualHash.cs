using System.Globalization;
using System.Numerics;

namespace RoomTypes.Data.Pictures;

/// <summary>
/// A hash that alike pictures share but for few bits: which of the 64 lowest frequencies of the luma are above their median. It bears
/// another size, compression and brightness; not a crop, a turn or a mirror.
/// </summary>
/// <remarks>C. Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions, 2010, section 3.2.1.</remarks>
public static class PerceptualHash
{
    private const int Size = 32;
    private const int Kept = 8;

    // The frequencies' cosines, row by row; the first, the mean, is left out, so that brightness counts for nothing.
    private static readonly double[] Cosines =
        [.. Enumerable.Range(1, Kept).SelectMany(frequency => Enumerable.Range(0, Size).Select(at => Math.Cos(Math.PI / Size * (at + 0.5) * frequency)))];

    /// <summary>The hash of a picture.</summary>
    /// <param name="luma">Rows of 0 to 255.</param>
    /// <param name="side">Pixels of a row, and rows; a multiple of 32.</param>
    public static ulong Of(ReadOnlySpan<float> luma, int side)
    {
        Span<double> small = stackalloc double[Size * Size];
        Shrink(luma, side, small);
        Span<double> frequencies = stackalloc double[Kept * Kept];
        Transform(small, frequencies);
        Span<double> sorted = stackalloc double[Kept * Kept];
        frequencies.CopyTo(sorted);
        sorted.Sort();
        var median = (sorted[(Kept * Kept / 2) - 1] + sorted[Kept * Kept / 2]) / 2;
        ulong hash = 0;
        for (var i = 0; i < frequencies.Length; i++)
        {
            if (frequencies[i] > median) hash |= 1UL << i;
        }

        return hash;
    }

    /// <summary>Bits in which two hashes differ: 0 to 64; of pictures that have nothing to do with each other, 32 on average.</summary>
    public static int Distance(ulong left, ulong right) => BitOperations.PopCount(left ^ right);

    /// <summary>As 16 hexadecimal digits.</summary>
    public static string Text(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>From 16 hexadecimal digits.</summary>
    /// <exception cref="DataException">It is something else.</exception>
    public static ulong Parse(string text) => text.Length == 16 && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash)
        ? hash
        : throw new DataException($"'{text}' is no perceptual hash; one has 16 hexadecimal digits.");

    private static void Shrink(ReadOnlySpan<float> luma, int side, Span<double> small)
    {
        var step = side / Size;
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++) small[(row / step * Size) + (column / step)] += luma[(row * side) + column];
        }
    }

    private static void Transform(ReadOnlySpan<double> small, Span<double> frequencies)
    {
        Span<double> rows = stackalloc double[Size * Kept];
        for (var row = 0; row < Size; row++)
        {
            for (var frequency = 0; frequency < Kept; frequency++)
            {
                for (var at = 0; at < Size; at++) rows[(row * Kept) + frequency] += small[(row * Size) + at] * Cosines[(frequency * Size) + at];
            }
        }

        for (var vertical = 0; vertical < Kept; vertical++)
        {
            for (var horizontal = 0; horizontal < Kept; horizontal++)
            {
                for (var row = 0; row < Size; row++) frequencies[(vertical * Kept) + horizontal] += rows[(row * Kept) + horizontal] * Cosines[(vertical * Size) + row];
            }
        }
    }
}
