namespace RoomTypes.Decoding.Resampling;

/// <summary>
/// Weights of an antialiased bilinear resize along one axis: a triangle as wide as two pixels of the coarser side. The formulas and
/// the fixed point are those of Pillow's <c>Image.resize</c>, with which the models were trained: a difference of one grey level
/// in a pixel of ten already moves a probability by up to 0.1. Holds one pair of lengths and computes anew when they change.
/// </summary>
internal sealed unsafe class TriangleFilter
{
    /// <summary>Fraction bits of a weight: 8 more for a sample and the sign still fit an int.</summary>
    public const int FractionBits = 22;

    /// <summary>What to start a sum with so that dropping the fraction rounds it.</summary>
    public const int Half = 1 << (FractionBits - 1);

    private const int EntryHeader = 2;

    private readonly NativeBuffer _memory = new();
    private int _from, _to, _entryLength;
    private int* _entries;

    /// <summary>Makes this the filter from <paramref name="from"/> samples to <paramref name="to"/>.</summary>
    public void Prepare(int from, int to)
    {
        if (from == _from && to == _to) return;
        double scale = (double)from / to;
        double radius = Math.Max(scale, 1);
        _entryLength = EntryHeader + (int)Math.Ceiling(radius) * 2 + 1;
        _entries = (int*)_memory.Reserve((nuint)to * (nuint)_entryLength * sizeof(int));
        for (int i = 0; i < to; i++)
            Fill(Entry(i), from, (i + 0.5) * scale, radius);
        (_from, _to) = (from, to);
    }

    /// <summary>The weights of result <paramref name="index"/>, and the first sample they apply to. They sum to about 1 in fixed point.</summary>
    public ReadOnlySpan<int> Weights(int index, out int first)
    {
        int* entry = Entry(index);
        first = entry[0];
        return new ReadOnlySpan<int>(entry + EntryHeader, entry[1]);
    }

    public void Trim(nuint kept)
    {
        _memory.Trim(kept);
        if (_memory.IsEmpty) _from = _to = 0;
    }

    private int* Entry(int index) => _entries + (nint)index * _entryLength;

    private static void Fill(int* entry, int from, double center, double radius)
    {
        int first = Math.Max((int)(center - radius + 0.5), 0);
        int count = Math.Min((int)(center + radius + 0.5), from) - first;
        double sum = 0;
        for (int i = 0; i < count; i++) sum += Triangle(first + i, center, radius);

        (entry[0], entry[1]) = (first, count);
        for (int i = 0; i < count; i++)
            entry[EntryHeader + i] = (int)(0.5 + Triangle(first + i, center, radius) / sum * (1 << FractionBits));
    }

    private static double Triangle(int sample, double center, double radius) =>
        Math.Max(0, 1 - Math.Abs((sample - center + 0.5) * (1 / radius)));
}
