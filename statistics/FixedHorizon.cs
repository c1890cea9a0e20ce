using MathNet.Numerics.Distributions;

namespace RoomTypes.Statistics;

/// <summary>
/// The classical z-test of an estimate that is looked at once, at a sample size fixed in advance. Who looks every day and stops at the
/// first success errs far more often than alpha: use <see cref="AnytimeValid"/> for that.
/// </summary>
public static class FixedHorizon
{
    /// <summary>The confidence interval: estimate +- z(1 - alpha / 2) standard errors; NaN if nothing is known.</summary>
    public static Interval Interval(Estimate estimate, double alpha)
    {
        var half = estimate.IsKnown ? -Normal.InvCDF(0, 1, alpha / 2) * estimate.StandardError : double.NaN;
        return new(estimate.Value - half, estimate.Value + half);
    }

    /// <summary>The two-sided p-value of the hypothesis that the number is 0; NaN if nothing is known.</summary>
    public static double PValue(Estimate estimate) =>
        estimate.IsKnown ? 2 * Normal.CDF(0, 1, -Math.Abs(estimate.Value) / estimate.StandardError) : double.NaN;
}
