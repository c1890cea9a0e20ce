using MathNet.Numerics.Distributions;

namespace RoomTypes.Statistics;

/// <summary>
/// Quantiles of event values, for example the 95th percentile of a latency. Events of one entity depend on each other, so the variance of the
/// share below the quantile is the delta method's over entities, and the density that turns it into one of the quantile is a difference
/// quotient (A. Deng, U. Knoblich, J. Lu, "Applying the Delta Method in Metric Analytics", KDD 2018, section 4; M. M. Siddiqui, "Distribution
/// of Quantiles in Samples from a Bivariate Population", Journal of Research of the NBS 64B, 1960).
/// </summary>
public static class Quantile
{
    /// <summary>The quantile of one variation.</summary>
    /// <param name="values">The values of every entity that has some.</param>
    /// <param name="probability">Which quantile, over 0 and under 1.</param>
    /// <returns>NaN while there are less than two entities, and an unknown error while the density cannot be told.</returns>
    public static Estimate Of(IReadOnlyList<IReadOnlyList<double>> values, double probability)
    {
        double[] sorted = [.. values.SelectMany(own => own)];
        if (values.Count < 2) return new(double.NaN, double.NaN, values.Count);
        Array.Sort(sorted);
        var quantile = At(sorted, probability);
        var moments = new EntityMoments();
        foreach (var own in values) moments.Add(own.Count(value => value <= quantile), own.Count);
        var below = Estimate.OfRatio(moments);
        var slope = Slope(sorted, probability);
        return new(quantile, below.StandardError * slope, values.Count)
        {
            Units = probability * (1 - probability) / (below.StandardError * below.StandardError),
        };
    }

    /// <summary>The value at that share of the sorted ones, between neighbours in proportion (R. J. Hyndman, Y. Fan, "Sample Quantiles in Statistical Packages", type 7).</summary>
    private static double At(double[] sorted, double probability)
    {
        var place = probability * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }

    /// <summary>One divided by the density at the quantile, over the bandwidth of M. Bofinger (Australian Journal of Statistics 17, 1975).</summary>
    private static double Slope(double[] sorted, double probability)
    {
        var z = Normal.InvCDF(0, 1, probability);
        var density = Normal.PDF(0, 1, z);
        var bandwidth = Math.Pow(4.5 * Math.Pow(density, 4) / Math.Pow((2 * z * z) + 1, 2) / sorted.Length, 0.2);
        var (low, high) = (Math.Max(0, probability - bandwidth), Math.Min(1, probability + bandwidth));
        return (At(sorted, high) - At(sorted, low)) / (high - low);
    }
}
