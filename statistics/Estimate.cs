namespace RoomTypes.Statistics;

/// <summary>A range of values.</summary>
/// <param name="Lower">Its lower end.</param>
/// <param name="Upper">Its upper end.</param>
public readonly record struct Interval(double Lower, double Upper)
{
    /// <summary>Whether it holds the value.</summary>
    public bool Contains(double value) => Lower <= value && value <= Upper;
}

/// <summary>An estimated number and how sure it is.</summary>
/// <param name="Value">The number.</param>
/// <param name="StandardError">The standard deviation of its estimator.</param>
/// <param name="Count">The entities that it rests on.</param>
public readonly record struct Estimate(double Value, double StandardError, long Count)
{
    /// <summary>
    /// How many independent observations it is worth, the clock of <see cref="AnytimeValid"/>: proportional to the information 1 / error^2,
    /// so that it goes on when the same entities do. The count, if every entity is one observation.
    /// </summary>
    public double Units { get; init; } = Count;

    /// <summary>The variance that one entity contributes: the standard error's square times the count.</summary>
    public double VarianceByEntity => StandardError * StandardError * Count;

    /// <summary>The variance that one independent observation contributes.</summary>
    public double VarianceByUnit => StandardError * StandardError * Units;

    /// <summary>Whether there is something to conclude from: a finite number with a finite error over 0.</summary>
    public bool IsKnown => double.IsFinite(Value) && StandardError > 0 && double.IsFinite(StandardError) && Units > 0 && double.IsFinite(Units);

    /// <summary>
    /// The ratio of two means over entities, its variance by the delta method on the covariance of numerator and denominator (A. Deng,
    /// U. Knoblich, J. Lu, "Applying the Delta Method in Metric Analytics", KDD 2018, section 3). With denominators of 1 it is the plain
    /// mean with its plain variance, and of zeros and ones a proportion.
    /// </summary>
    /// <returns>NaN while there are less than two entities or every denominator is 0.</returns>
    public static Estimate OfRatio(EntityMoments moments)
    {
        var ratio = moments.MeanNumerator / moments.MeanDenominator;
        if (moments.Count < 2 || !double.IsFinite(ratio)) return new(double.NaN, double.NaN, moments.Count);
        var variance = moments.Variance(1 / moments.MeanDenominator, -ratio / moments.MeanDenominator);
        var error = Math.Sqrt(Math.Max(0, variance) / moments.Count);
        return new Estimate(ratio, error, moments.Count).WithVarianceByUnit(moments.VarianceByUnit);
    }

    /// <summary>How much <paramref name="treatment"/> is above <paramref name="control"/>; the two are independent.</summary>
    public static Estimate OfDifference(Estimate treatment, Estimate control)
    {
        var count = treatment.Count + control.Count;
        var byUnit = (treatment.VarianceByUnit * count / treatment.Count) + (control.VarianceByUnit * count / control.Count);
        var error = Math.Sqrt((treatment.StandardError * treatment.StandardError) + (control.StandardError * control.StandardError));
        return new Estimate(treatment.Value - control.Value, error, count).WithVarianceByUnit(byUnit);
    }

    /// <summary>
    /// How much <paramref name="treatment"/> is above <paramref name="control"/> as a share of it, its variance by the delta method
    /// (Deng et al. 2018, section 3.1). NaN if the control is 0.
    /// </summary>
    public static Estimate OfRelativeDifference(Estimate treatment, Estimate control)
    {
        var ratio = treatment.Value / control.Value;
        var (byTreatment, byControl) = (treatment.StandardError / control.Value, ratio * control.StandardError / control.Value);
        return new(ratio - 1, Math.Sqrt((byTreatment * byTreatment) + (byControl * byControl)), treatment.Count + control.Count)
        {
            Units = OfDifference(treatment, control).Units,
        };
    }

    /// <summary>The same, worth as many observations of that variance as make its own.</summary>
    internal Estimate WithVarianceByUnit(double variance) =>
        StandardError > 0 ? this with { Units = variance / (StandardError * StandardError) } : this;
}
