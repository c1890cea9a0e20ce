using MathNet.Numerics.Distributions;

namespace RoomTypes.Statistics;

/// <summary>What an experiment can see, and how long it must run to see more.</summary>
public static class Power
{
    private const double MostEntities = 1e12;

    /// <summary>
    /// The smallest true difference that is found with that power at that size by the classical test: (z(1 - alpha / 2) + z(power)) standard
    /// errors (for example J. M. Bland, "An Introduction to Medical Statistics", 4th edition 2015, section 18.4).
    /// </summary>
    public static double FixedHorizonEffect(double varianceByEntity, double count, double alpha, double power) =>
        (Normal.InvCDF(0, 1, 1 - (alpha / 2)) + Normal.InvCDF(0, 1, power)) * Math.Sqrt(varianceByEntity / count);

    /// <summary>
    /// The same for a confidence sequence looked at when <paramref name="count"/> entities are there: its half width and z(power) standard errors.
    /// Who looks earlier too finds it at least as often.
    /// </summary>
    public static double AnytimeValidEffect(AnytimeValid sequence, double varianceByEntity, double count, double power) =>
        sequence.HalfWidth(varianceByEntity, count) + (Normal.InvCDF(0, 1, power) * Math.Sqrt(varianceByEntity / count));

    /// <summary>The entities of all variations that a confidence sequence needs to find a difference with that power; infinite for no difference.</summary>
    /// <param name="sequence">The confidence sequence.</param>
    /// <param name="varianceByEntity">Of the difference, as <see cref="Estimate.VarianceByEntity"/>.</param>
    /// <param name="effect">The difference to find.</param>
    /// <param name="power">How often it is to be found, over 0 and under 1.</param>
    public static double EntitiesNeeded(AnytimeValid sequence, double varianceByEntity, double effect, double power)
    {
        var (low, high) = (1.0, MostEntities);
        if (!(AnytimeValidEffect(sequence, varianceByEntity, high, power) <= Math.Abs(effect))) return double.PositiveInfinity;
        while (high - low > 1)
        {
            var middle = Math.Floor((low + high) / 2);
            if (AnytimeValidEffect(sequence, varianceByEntity, middle, power) <= Math.Abs(effect)) high = middle;
            else low = middle;
        }

        return high;
    }
}
