using MathNet.Numerics.Distributions;

namespace RoomTypes.Statistics;

/// <summary>What an experiment can see, and how long it must run to see more.</summary>
public static class Power
{
    private const double HorizonPrice = 1.35;
    private const double MostUnits = 1e12;

    /// <summary>
    /// The smallest true difference that is found with that power at that size by the classical test: (z(1 - alpha / 2) + z(power)) standard
    /// errors (for example J. M. Bland, "An Introduction to Medical Statistics", 4th edition 2015, section 18.4).
    /// </summary>
    public static double FixedHorizonEffect(double varianceByEntity, double count, double alpha, double power) =>
        (Normal.InvCDF(0, 1, 1 - (alpha / 2)) + Normal.InvCDF(0, 1, power)) * Math.Sqrt(varianceByEntity / count);

    /// <summary>
    /// The information 1 / error^2 at which the experiment is planned to end: what the classical test needs to find the effect with that power,
    /// and a third more: the price of looking at any time before, and
    /// room for the look before the end, since beyond it only the mixture counts (simulated, see docs/experiments.md).
    /// </summary>
    /// <param name="effect">The smallest difference worth finding, other than 0.</param>
    /// <param name="alpha">The level of the comparison, after any adjustment for several.</param>
    /// <param name="power">How often it is to be found, over 0 and under 1.</param>
    public static double HorizonInformation(double effect, double alpha, double power)
    {
        var needed = (Normal.InvCDF(0, 1, power) - Normal.InvCDF(0, 1, alpha / 2)) / effect;
        return HorizonPrice * needed * needed;
    }

    /// <summary>The same of an experiment that is planned to end at that size and looked at any time before, see <see cref="HorizonInformation"/>.</summary>
    public static double PlannedEndEffect(double varianceByEntity, double count, double alpha, double power) =>
        Math.Sqrt(HorizonPrice) * FixedHorizonEffect(varianceByEntity, count, alpha, power);

    /// <summary>
    /// The same for a confidence sequence looked at when <paramref name="units"/> observations are there: its half width and z(power) standard
    /// errors. Who looks earlier too finds it at least as often.
    /// </summary>
    public static double AnytimeValidEffect(AnytimeValid sequence, double varianceByUnit, double units, double power) =>
        AnytimeValidEffect(sequence, varianceByUnit, units, power, sequence.Alpha);

    /// <summary>The same at another level than the sequence's own.</summary>
    public static double AnytimeValidEffect(AnytimeValid sequence, double varianceByUnit, double units, double power, double alpha) =>
        sequence.HalfWidth(varianceByUnit, units, alpha) + (Normal.InvCDF(0, 1, power) * Math.Sqrt(varianceByUnit / units));

    /// <summary>The observations that a confidence sequence needs to find a difference with that power; infinite for no difference.</summary>
    /// <param name="sequence">The confidence sequence.</param>
    /// <param name="varianceByUnit">Of the difference, as <see cref="Estimate.VarianceByUnit"/>.</param>
    /// <param name="effect">The difference to find.</param>
    /// <param name="power">How often it is to be found, over 0 and under 1.</param>
    /// <param name="alpha">The level of the comparison; the sequence's own if null.</param>
    public static double UnitsNeeded(AnytimeValid sequence, double varianceByUnit, double effect, double power, double? alpha = null)
    {
        var (low, high) = (1.0, MostUnits);
        if (!(AnytimeValidEffect(sequence, varianceByUnit, high, power, alpha ?? sequence.Alpha) <= Math.Abs(effect))) return double.PositiveInfinity;
        while (high - low > 1)
        {
            var middle = Math.Floor((low + high) / 2);
            if (AnytimeValidEffect(sequence, varianceByUnit, middle, power, alpha ?? sequence.Alpha) <= Math.Abs(effect)) high = middle;
            else low = middle;
        }

        return high;
    }
}
