namespace RoomTypes.Data.Pictures;

/// <summary>Places that belong together: a union-find structure.</summary>
/// <param name="count">Places.</param>
public sealed class Groups(int count)
{
    private readonly int[] _parents = [.. Enumerable.Range(0, count)];

    /// <summary>Two places belong together, and with them all that belong to either.</summary>
    public void Join(int left, int right)
    {
        var (first, second) = (First(left), First(right));
        _parents[Math.Max(first, second)] = Math.Min(first, second);
    }

    /// <summary>Every group, by its first place; each in order.</summary>
    public IEnumerable<IReadOnlyList<int>> All() =>
        Enumerable.Range(0, _parents.Length).GroupBy(First).OrderBy(group => group.Key).Select(group => (IReadOnlyList<int>)[.. group]);

    private int First(int place)
    {
        while (_parents[place] != place) place = _parents[place] = _parents[_parents[place]];
        return place;
    }
}
