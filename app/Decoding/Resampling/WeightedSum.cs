using System.Numerics;

namespace RoomTypes.Decoding.Resampling;

/// <summary>Weighted sums of rows of bytes, in integers: the vector and the scalar way give the same bytes.</summary>
internal static unsafe class WeightedSum
{
    private const int Half = TriangleFilter.One / 2;

    /// <summary>target[i] = the rounded sum of weights[k] * rows[k * stride + i], for every i below <paramref name="length"/>.</summary>
    public static void OfRows(byte* rows, nint stride, ReadOnlySpan<int> weights, byte* target, int length)
    {
        if (!Vector.IsHardwareAccelerated || length < Vector<byte>.Count)
        {
            Scalar(rows, stride, weights, target, length);
            return;
        }
        int last = length - Vector<byte>.Count;
        for (int i = 0; i < last; i += Vector<byte>.Count)
            OneVector(rows + i, stride, weights).Store(target + i);
        OneVector(rows + last, stride, weights).Store(target + last);
    }

    internal static void Scalar(byte* rows, nint stride, ReadOnlySpan<int> weights, byte* target, int length)
    {
        for (int i = 0; i < length; i++)
        {
            int sum = Half;
            for (int k = 0; k < weights.Length; k++)
                sum += weights[k] * rows[k * stride + i];
            target[i] = (byte)(sum >> TriangleFilter.FractionBits);
        }
    }

    private static Vector<byte> OneVector(byte* rows, nint stride, ReadOnlySpan<int> weights)
    {
        var half = new Vector<uint>(Half);
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
        return Vector.Narrow(
            Vector.Narrow(sum0 >> TriangleFilter.FractionBits, sum1 >> TriangleFilter.FractionBits),
            Vector.Narrow(sum2 >> TriangleFilter.FractionBits, sum3 >> TriangleFilter.FractionBits));
    }
}
