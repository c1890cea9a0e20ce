namespace RoomTypes.Statistics.Drift;

/// <summary>How the labels of two lots of predictions differ.</summary>
/// <param name="Before">Predictions of the first.</param>
/// <param name="Since">Of the second.</param>
/// <param name="StabilityIndex">Of the labels; see <see cref="Divergence.StabilityIndex"/>.</param>
/// <param name="JensenShannon">Of the labels, in bits, 0 to 1.</param>
public sealed record LabelShift(int Before, int Since, double StabilityIndex, double JensenShannon)
{
    /// <summary>Of labels in any order; null where one of both has fewer than so many.</summary>
    internal static LabelShift? Between(IReadOnlyList<string> before, IReadOnlyList<string> since, int fewest)
    {
        if (before.Count < fewest || since.Count < fewest) return null;
        var labels = before.Concat(since).Distinct().Order(StringComparer.Ordinal).ToList();
        var (first, second) = (Counts(labels, before), Counts(labels, since));
        return new(before.Count, since.Count, Divergence.StabilityIndex(first, second), Divergence.JensenShannon(first, second));
    }

    private static long[] Counts(List<string> labels, IEnumerable<string> seen)
    {
        var counts = seen.CountBy(label => label).ToDictionary();
        return [.. labels.Select(label => (long)counts.GetValueOrDefault(label))];
    }
}
