using MathNet.Numerics;

namespace RoomTypes.Statistics;

/// <summary>Tests of whether entities arrived in the planned proportions. If not, something loses or doubles some of them, and no result can be trusted.</summary>
public static class SampleRatio
{
    // Small ones see large faults of small experiments at once, large ones small faults of large experiments.
    private static readonly double[] Concentrations = [10, 100, 1_000, 10_000];

    /// <summary>
    /// The sequential p-value, which may be looked at as often as one likes: one divided by the Bayes factor of Dirichlet-multinomial
    /// alternatives centred on the plan (M. Lindon, A. Malek, "Anytime-Valid Inference for Multinomial Count Data", NeurIPS 2022, equation 7),
    /// averaged over the concentrations 10, 100, 1,000 and 10,000: an average of martingales is one.
    /// </summary>
    /// <param name="counts">Entities by variation.</param>
    /// <param name="shares">The planned shares in the same order, each over 0, in any unit.</param>
    public static double SequentialPValue(IReadOnlyList<long> counts, IReadOnlyList<double> shares)
    {
        Check(counts, shares);
        var logs = Array.ConvertAll(Concentrations, concentration => LogBayesFactor(counts, shares, concentration));
        var largest = logs.Max();
        return Math.Min(1, Math.Exp(-largest) / logs.Average(log => Math.Exp(log - largest)));
    }

    private static double LogBayesFactor(IReadOnlyList<long> counts, IReadOnlyList<double> shares, double concentration)
    {
        var total = shares.Sum();
        var log = SpecialFunctions.GammaLn(concentration) - SpecialFunctions.GammaLn(concentration + counts.Sum());
        for (var i = 0; i < counts.Count; i++)
        {
            var share = shares[i] / total;
            log += SpecialFunctions.GammaLn((concentration * share) + counts[i]) - SpecialFunctions.GammaLn(concentration * share) - (counts[i] * Math.Log(share));
        }

        return log;
    }

    /// <summary>Pearson's chi-squared p-value, valid for one look at a size fixed in advance.</summary>
    /// <param name="counts">Entities by variation.</param>
    /// <param name="shares">The planned shares in the same order, each over 0, in any unit.</param>
    public static double FixedHorizonPValue(IReadOnlyList<long> counts, IReadOnlyList<double> shares)
    {
        Check(counts, shares);
        var (all, total, statistic) = ((double)counts.Sum(), shares.Sum(), 0.0);
        if (all == 0 || counts.Count < 2) return 1;
        for (var i = 0; i < counts.Count; i++)
        {
            var expected = all * shares[i] / total;
            statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
        }

        return statistic == 0 ? 1 : SpecialFunctions.GammaUpperRegularized((counts.Count - 1) / 2.0, statistic / 2);
    }

    private static void Check(IReadOnlyList<long> counts, IReadOnlyList<double> shares)
    {
        if (counts.Count != shares.Count || shares.Any(share => !(share > 0)))
            throw new ArgumentException($"There are {counts.Count} counts and the shares {string.Join(", ", shares)}; allowed is one share over 0 for each count.");
    }
}
