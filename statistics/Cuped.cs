namespace RoomTypes.Statistics;

/// <summary>
/// CUPED (A. Deng, Y. Xu, R. Kohavi, T. Walker, "Improving the Sensitivity of Online Controlled Experiments by Utilizing Pre-Experiment Data",
/// WSDM 2013): what is known of the entities from before they were exposed explains a part of their differences. For ratio metrics both the
/// metric and the covariate are linearised (its appendix B). Entities without a past count as average ones.
/// </summary>
public static class Cuped
{
    /// <summary>The variations' estimates with the explained part taken out; as they are if nothing is known from before.</summary>
    /// <param name="variations">The moments of every variation of the experiment.</param>
    public static IReadOnlyList<Estimate> Adjust(IReadOnlyList<EntityMoments> variations)
    {
        var plain = variations.Select(Estimate.OfRatio).ToList();
        var counts = variations.Sum(moments => moments.Count);
        var preNumerator = variations.Sum(moments => moments.Count * moments.MeanPreNumerator) / counts;
        var preDenominator = variations.Sum(moments => moments.Count * moments.MeanPreDenominator) / counts;
        if (!(preDenominator > 0) || plain.Any(estimate => double.IsNaN(estimate.Value))) return plain;

        var covariate = new Linear(1 / preDenominator, -preNumerator / preDenominator / preDenominator);
        var metrics = variations.Select((moments, i) => new Linear(1 / moments.MeanDenominator, -plain[i].Value / moments.MeanDenominator)).ToList();
        var covariance = Pooled(variations, (moments, i) => moments.PreCovariance(metrics[i].Numerator, metrics[i].Denominator, covariate.Numerator, covariate.Denominator));
        var variance = Pooled(variations, (moments, _) => moments.PreVariance(covariate.Numerator, covariate.Denominator));
        if (!(variance > 0)) return plain;
        var theta = covariance / variance;
        return [.. variations.Select((moments, i) => Adjust(moments, plain[i], metrics[i], covariate, theta))];
    }

    private static Estimate Adjust(EntityMoments moments, Estimate plain, Linear metric, Linear covariate, double theta)
    {
        var mean = (covariate.Numerator * moments.MeanPreNumerator) + (covariate.Denominator * moments.MeanPreDenominator);
        var variance = moments.Variance(metric.Numerator, metric.Denominator)
            + (theta * theta * moments.PreVariance(covariate.Numerator, covariate.Denominator))
            - (2 * theta * moments.PreCovariance(metric.Numerator, metric.Denominator, covariate.Numerator, covariate.Denominator));
        return new Estimate(plain.Value - (theta * mean), Math.Sqrt(Math.Max(0, variance) / moments.Count), moments.Count).WithVarianceByUnit(plain.VarianceByUnit);
    }

    private static double Pooled(IReadOnlyList<EntityMoments> variations, Func<EntityMoments, int, double> value) =>
        variations.Select((moments, i) => (moments.Count - 1) * value(moments, i)).Sum() / variations.Sum(moments => moments.Count - 1);

    /// <summary>The weights of a combination of numerator and denominator.</summary>
    private readonly record struct Linear(double Numerator, double Denominator);
}
