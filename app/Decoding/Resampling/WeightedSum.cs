using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RoomTypes.Decoding.Resampling;

/// <summary>The two inner loops of a resize, in integers: vectors of any width and plain code give the same bytes.</summary>
internal static unsafe class WeightedSum
{
    /// <summary>Rows that <see cref="OfPixels"/> handles at once.</summary>
    public const int Rows = 4;

    /// <summary>How far <see cref="OfPixels"/> reads behind a pixel and writes behind its target: it handles 3 bytes as 4.</summary>
    public const int Slack = 1;

    private const uint Most = byte.MaxValue;

    /// <summary>Stores, for each of <see cref="Rows"/> rows, the weighted mean of as many neighbouring RGB pixels as there are weights.</summary>
    public static void OfPixels(byte* pixels, nint stride, ReadOnlySpan<int> weights, byte* target, nint targetStride)
    {
        var half = Vector128.Create((uint)TriangleFilter.Half);
        Vector128<uint> sum0 = half, sum1 = half, sum2 = half, sum3 = half;
        foreach (int weight in weights)
        {
            var factor = Vector128.Create((uint)weight);
            sum0 += LoadPixel(pixels) * factor;
            sum1 += LoadPixel(pixels + stride) * factor;
            sum2 += LoadPixel(pixels + 2 * stride) * factor;
            sum3 += LoadPixel(pixels + 3 * stride) * factor;
            pixels += 3;
        }
        var means = Vector128.Narrow(
            Vector128.Narrow(Mean(sum0), Mean(sum1)),
            Vector128.Narrow(Mean(sum2), Mean(sum3))).AsUInt32();
        *(uint*)target = means[0];
        *(uint*)(target + targetStride) = means[1];
        *(uint*)(target + 2 * targetStride) = means[2];
        *(uint*)(target + 3 * targetStride) = means[3];
    }

    /// <summary>Stores the weighted mean of as many rows as there are weights, <paramref name="stride"/> bytes apart.</summary>
    public static void OfRows(byte* rows, nint stride, ReadOnlySpan<int> weights, byte* target, int length)
    {
        int last = length - Vector<byte>.Count;
        if (last < 0)
        {
            OfRowsScalar(rows, stride, weights, target, length);
            return;
        }
        for (int i = 0; i < last; i += Vector<byte>.Count)
            OfRowsVector(rows + i, stride, weights).Store(target + i);
        OfRowsVector(rows + last, stride, weights).Store(target + last);
    }

    internal static void OfRowsScalar(byte* rows, nint stride, ReadOnlySpan<int> weights, byte* target, int length)
    {
        for (int i = 0; i < length; i++)
        {
            uint sum = TriangleFilter.Half;
            for (int k = 0; k < weights.Length; k++)
                sum += (uint)weights[k] * rows[k * stride + i];
            target[i] = (byte)Math.Min(sum >> TriangleFilter.FractionBits, Most);
        }
    }

    private static Vector<byte> OfRowsVector(byte* rows, nint stride, ReadOnlySpan<int> weights)
    {
        var half = new Vector<uint>(TriangleFilter.Half);
        Vector<uint> sum0 = half, sum1 = half, sum2 = half, sum3 = half;
        foreach (int weight in weights)
        {
            var factor = new Vector<uint>((uint)weight);
            Vector.Widen(Vector.Load(rows), out var low, out var high);
            Vector.Widen(low, out var part0, out var part1);
            Vector.Widen(high, out var part2, out var part3);
            sum0 += part0 * factor;
            sum1 += part1 * factor;
            sum2 += part2 * factor;
            sum3 += part3 * factor;
            rows += stride;
        }
        return Vector.Narrow(Vector.Narrow(Mean(sum0), Mean(sum1)), Vector.Narrow(Mean(sum2), Mean(sum3)));
    }

    private static Vector<uint> Mean(Vector<uint> sum) => Vector.Min(sum >> TriangleFilter.FractionBits, new Vector<uint>(Most));

    private static Vector128<uint> Mean(Vector128<uint> sum) =>
        Vector128.Min(sum >> TriangleFilter.FractionBits, Vector128.Create(Most));

    private static Vector128<uint> LoadPixel(byte* pixel) => Sse41.IsSupported
        ? Sse41.ConvertToVector128Int32(pixel).AsUInt32()
        : Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(uint*)pixel).AsByte()));
}
