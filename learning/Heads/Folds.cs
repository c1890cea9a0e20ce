using RoomTypes.Learning.Embeddings;

namespace RoomTypes.Learning.Heads;

/// <summary>Parts of examples of which no two have a group in common.</summary>
internal static class Folds
{
    /// <summary>Deals groups out, each to the part that is furthest behind its share.</summary>
    /// <param name="examples">In any order; the parts depend on it.</param>
    /// <param name="shares">The parts' shares of the examples; they add up to 1.</param>
    /// <param name="seed">Of the order in which groups are dealt.</param>
    /// <returns>The part of each example.</returns>
    public static int[] Of(IReadOnlyList<Example> examples, double[] shares, int seed)
    {
        var sizes = examples.CountBy(example => example.Group).OrderBy(group => group.Key, StringComparer.Ordinal).ToArray();
        new Random(seed).Shuffle(sizes);
        var filled = new double[shares.Length];
        var parts = new Dictionary<string, int>();
        foreach (var (group, size) in sizes)
        {
            var part = Enumerable.Range(0, shares.Length).MinBy(part => filled[part] / shares[part]);
            filled[part] += size;
            parts[group] = part;
        }

        return [.. examples.Select(example => parts[example.Group])];
    }
}
