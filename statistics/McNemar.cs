using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace RoomTypes.Statistics;

/// <summary>
/// Of two models that see the same pictures, which one is right where they differ: only pairs of which exactly one is right tell them apart
/// (Q. McNemar, "Note on the sampling error of the difference between correlated proportions or percentages", Psychometrika 12, 1947), and
/// if neither is better, either is right in half of them. Pairs must be independent: one an entity.
/// <para>
/// The sequential test may be looked at after every pair: 2^n B(a + k, a + n - k) / B(a, a), the Bayes factor of a Beta(a, a) mixture after
/// k of n pairs, is a martingale of mean 1 while neither is better (H. Robbins, "Statistical Methods Related to the Law of the Iterated
/// Logarithm", Annals of Mathematical Statistics 41, 1970), so that it ever reaches 1 / alpha with a chance of at most alpha (J. Ville, 1939).
/// </para>
/// </summary>
public static class McNemar
{
    /// <summary>The mixture's a: its standard deviation is 0.15 about one half, so that it sees shares of 0.65 and more soonest.</summary>
    private const double Concentration = 5;

    /// <summary>Of the hypothesis that neither is better: the chance that it is ever at most p is at most p.</summary>
    /// <param name="first">Pairs of which only the first is right.</param>
    /// <param name="second">Pairs of which only the second is right.</param>
    public static double SequentialPValue(long first, long second) => Math.Min(1, Math.Exp(-LogBayesFactor(first, second, 0.5)));

    /// <summary>The exact two-sided binomial test, valid for one look at a size fixed in advance.</summary>
    /// <inheritdoc cref="SequentialPValue"/>
    public static double FixedHorizonPValue(long first, long second) =>
        Math.Min(1, 2 * Binomial.CDF(0.5, (int)(first + second), Math.Min(first, second)));

    /// <summary>
    /// The share of the pairs in which the first is right, one of a confidence sequence: the shares that the same mixture's Bayes factor has
    /// not reached 1 / alpha against. It leaves one half out exactly if <see cref="SequentialPValue"/> is under alpha. NaN without pairs.
    /// </summary>
    /// <inheritdoc cref="SequentialPValue"/>
    public static Interval Share(long first, long second, double alpha)
    {
        if (first + second == 0) return new(double.NaN, double.NaN);
        var share = (double)first / (first + second);
        return new(Bound(0), Bound(1));

        double Bound(double outside)
        {
            if (share == outside) return outside;
            var inside = share;
            for (var i = 0; i < 60; i++)
            {
                var middle = (inside + outside) / 2;
                if (LogBayesFactor(first, second, middle) < -Math.Log(alpha)) inside = middle;
                else outside = middle;
            }

            return outside;
        }
    }

    private static double LogBayesFactor(long first, long second, double share) =>
        SpecialFunctions.BetaLn(Concentration + first, Concentration + second) - SpecialFunctions.BetaLn(Concentration, Concentration)
        - Times(first, Math.Log(share)) - Times(second, Math.Log(1 - share));

    /// <summary>Nothing of what cannot be is nothing.</summary>
    private static double Times(long count, double log) => count == 0 ? 0 : count * log;
}
