namespace RoomTypes.Decoding.Resampling;

/// <summary>
/// Weights of an antialiased bilinear resize along one axis: a triangle as wide as two pixels of the coarser side, in fixed point.
/// Holds one pair of lengths and computes anew when they change.
/// </summary>
internal sealed unsafe class TriangleFilter
{
    /// <summary>Fraction bits of a weight: 8 more for a sample and the sign still fit an int.</summary>
    public const int FractionBits = 22;

    public const int One = 1 << FractionBits;

    private readonly NativeBuffer _memory = new();
    private int _from, _to, _most;
    private int* _weights;

    /// <summary>Makes this the filter from <paramref name="from"/> samples to <paramref name="to"/>.</summary>
    public void Prepare(int from, int to)
    {
        if (from == _from && to == _to) return;
        double scale = (double)from / to;
        double radius = Math.Max(scale, 1);
        _most = (int)Math.Ceiling(radius) * 2 + 1;
        _weights = (int*)_memory.Reserve((nuint)to * (nuint)(_most + 2) * sizeof(int));
        for (int i = 0; i < to; i++)
            Fill(_weights + (nint)i * (_most + 2), from, (i + 0.5) * scale, radius);
        (_from, _to) = (from, to);
    }

    /// <summary>The weights of result <paramref name="index"/>, which sum to <see cref="One"/>, and the first sample they apply to.</summary>
    public ReadOnlySpan<int> Weights(int index, out int first)
    {
        int* entry = _weights + (nint)index * (_most + 2);
        first = entry[0];
        return new ReadOnlySpan<int>(entry + 2, entry[1]);
    }

    public void Trim(nuint kept)
    {
        _memory.Trim(kept);
        if (_memory.IsEmpty) _from = _to = 0;
    }

    private static void Fill(int* entry, int from, double center, double radius)
    {
        int first = Math.Max((int)(center - radius + 0.5), 0);
        int end = Math.Min((int)(center + radius + 0.5), from);
        double sum = 0;
        for (int i = first; i < end; i++) sum += Triangle(i, center, radius);

        int rest = One;
        for (int i = first; i < end; i++)
            rest -= entry[2 + i - first] = (int)Math.Round(Triangle(i, center, radius) / sum * One);
        // The heaviest weight takes what rounding left over: flat areas keep their exact colour and no sum exceeds a byte.
        entry[2 + Math.Clamp((int)center, first, end - 1) - first] += rest;
        (entry[0], entry[1]) = (first, end - first);
    }

    private static double Triangle(int sample, double center, double radius) =>
        Math.Max(0, 1 - Math.Abs(sample + 0.5 - center) / radius);
}
