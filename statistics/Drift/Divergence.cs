namespace RoomTypes.Statistics.Drift;

/// <summary>How far two tables of counts are apart.</summary>
public static class Divergence
{
    /// <summary>Added to every count, so that one that is 0 makes nothing infinite (H. Jeffreys).</summary>
    private const double Prior = 0.5;

    /// <summary>The population stability index, the symmetrised Kullback-Leibler divergence in nats; from 0. By custom 0.1 is some and 0.25 much.</summary>
    public static double StabilityIndex(IReadOnlyList<long> before, IReadOnlyList<long> now)
    {
        var (first, second) = (Shares(before), Shares(now));
        return first.Zip(second, (a, b) => (b - a) * Math.Log(b / a)).Sum();
    }

    /// <summary>The Jensen-Shannon divergence in bits, 0 to 1 (J. Lin, Divergence Measures Based on the Shannon Entropy, 1991).</summary>
    public static double JensenShannon(IReadOnlyList<long> before, IReadOnlyList<long> now)
    {
        var (first, second) = (Shares(before), Shares(now));
        return first.Zip(second, (a, b) => ((a * Math.Log2(2 * a / (a + b))) + (b * Math.Log2(2 * b / (a + b)))) / 2).Sum();
    }

    private static double[] Shares(IReadOnlyList<long> counts)
    {
        var total = counts.Sum() + (Prior * counts.Count);
        return [.. counts.Select(count => (count + Prior) / total)];
    }
}
