namespace RoomTypes.Statistics;

/// <summary>p-values adjusted for several questions asked of one experiment: compare the result with alpha as if it were the only one.</summary>
public static class MultipleComparisons
{
    /// <summary>
    /// Holm's step-down: the chance of even one false positive is at most alpha, whatever the dependence (S. Holm, "A Simple Sequentially
    /// Rejective Multiple Test Procedure", Scandinavian Journal of Statistics 6, 1979). NaN stays NaN and does not count.
    /// </summary>
    public static double[] Holm(IReadOnlyList<double> pValues)
    {
        var adjusted = pValues.ToArray();
        var order = Ascending(pValues);
        var highest = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            highest = Math.Max(highest, Math.Min(1, (order.Length - i) * pValues[order[i]]));
            adjusted[order[i]] = highest;
        }

        return adjusted;
    }

    /// <summary>
    /// Benjamini and Hochberg's step-up: at most alpha of the positives are false in expectation, for independent or positively dependent
    /// questions ("Controlling the False Discovery Rate", Journal of the Royal Statistical Society B 57, 1995). NaN stays NaN and does not count.
    /// </summary>
    public static double[] BenjaminiHochberg(IReadOnlyList<double> pValues)
    {
        var adjusted = pValues.ToArray();
        var order = Ascending(pValues);
        var lowest = 1.0;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            lowest = Math.Min(lowest, pValues[order[i]] * order.Length / (i + 1));
            adjusted[order[i]] = lowest;
        }

        return adjusted;
    }

    private static int[] Ascending(IReadOnlyList<double> pValues) =>
        [.. Enumerable.Range(0, pValues.Count).Where(i => !double.IsNaN(pValues[i])).OrderBy(i => pValues[i])];
}
