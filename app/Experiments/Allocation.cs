namespace RoomTypes.Experiments;

/// <summary>
/// Which group owns each of the <see cref="EntityHash.Slots"/> slots. Made from the weights before it, so that a group that grows keeps
/// its slots and takes only free ones, and a group that shrinks gives up its highest slots: nobody is moved without need.
/// </summary>
internal sealed class Allocation
{
    /// <summary>The owner of slots that no group has.</summary>
    public const int Free = -1;

    private readonly Span[] _spans;

    private Allocation(Span[] spans) => _spans = spans;

    /// <summary>All slots free.</summary>
    public static Allocation Empty { get; } = new([new Span(EntityHash.Slots, Free)]);

    /// <summary>The owner of a slot.</summary>
    public int GroupOf(int slot)
    {
        foreach (var span in _spans)
        {
            if (slot < span.End) return span.Group;
        }

        return Free;
    }

    /// <summary>The allocation after this one when the groups' weights have become these.</summary>
    /// <exception cref="ArgumentException">A weight is negative, or they are over <see cref="EntityHash.Slots"/> together.</exception>
    public Allocation With(IReadOnlyList<int> weights)
    {
        if (weights.Any(weight => weight < 0) || weights.Sum(weight => (long)weight) > EntityHash.Slots)
            throw new ArgumentException($"The weights are {string.Join(", ", weights)}; allowed is at least 0 each and at most {EntityHash.Slots} together.");
        var change = weights.ToArray();
        for (var i = 0; i < _spans.Length; i++)
        {
            if (_spans[i].Group != Free) change[_spans[i].Group] -= Size(i);
        }

        var released = new List<Span>();
        for (var i = _spans.Length - 1; i >= 0; i--) Release(i, change, released);
        released.Reverse();
        return new Allocation([.. Take(released, change)]);
    }

    private int Size(int index) => _spans[index].End - (index == 0 ? 0 : _spans[index - 1].End);

    private void Release(int index, int[] change, List<Span> released)
    {
        var (end, group) = _spans[index];
        var excess = group == Free || change[group] >= 0 ? 0 : Math.Min(-change[group], Size(index));
        if (excess > 0)
        {
            change[group] += excess;
            released.Add(new Span(end, Free));
        }

        if (excess < Size(index)) released.Add(new Span(end - excess, group));
    }

    private static IEnumerable<Span> Take(List<Span> spans, int[] change)
    {
        var start = 0;
        foreach (var (end, owner) in spans)
        {
            for (var group = 0; owner == Free && start < end && group < change.Length; group++)
            {
                var taken = Math.Min(Math.Max(change[group], 0), end - start);
                if (taken == 0) continue;
                change[group] -= taken;
                yield return new Span(start += taken, group);
            }

            if (start < end) yield return new Span(end, owner);
            start = end;
        }
    }

    /// <summary>Slots up to before <paramref name="End"/>, from where the span before it ends.</summary>
    private readonly record struct Span(int End, int Group);
}
