using MathNet.Numerics.Distributions;

namespace RoomTypes.Statistics;

/// <summary>
/// Confidence sequences: intervals that hold at all times together, however often one looks and whenever one stops. Their clock is the
/// information that has come in, not the entities: of a fixed fleet whose events accumulate the entities stand still while one looks.
/// <para>
/// The normal mixture (I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy, A. Ramdas, "Time-uniform central limit theory and asymptotic
/// confidence sequences", Annals of Statistics 52, 2024, theorem 2.2), also known as GAVI, holds for ever: with t observations, variance s2
/// an observation and a parameter rho the half width is sqrt(s2 * 2 (t rho^2 + 1) / (t^2 rho^2) * ln(sqrt(t rho^2 + 1) / alpha)).
/// </para>
/// <para>
/// With a horizon, nine tenths of alpha are spent up to it by a boundary on the sum of the scores that is the same at all times (the reflection
/// principle: P(max |B(t)|, t up to 1, over c) is at most 4 (1 - Phi(c)); in the form of P. C. O'Brien, T. R. Fleming, "A Multiple Testing
/// Procedure for Clinical Trials", Biometrics 35, 1979), and a tenth by the mixture, which goes on beyond.
/// </para>
/// </summary>
public sealed class AnytimeValid
{
    /// <summary>The part of alpha that is spent up to the horizon, if there is one.</summary>
    private const double HorizonShare = 0.9;

    private readonly double _tuned;
    private readonly double _tuning;
    private readonly double _horizon;

    /// <summary>Tunes the sequence.</summary>
    /// <param name="alpha">How often any of the intervals may be wrong, over 0 and under 1; also what <see cref="PValue"/> is tuned to.</param>
    /// <param name="tuning">The number of observations at which the mixture is narrowest in relation to classical intervals; 5,000 as GrowthBook's.</param>
    /// <param name="horizon">The information 1 / error^2 at which the experiment is planned to end, see <see cref="Power.HorizonInformation"/>; NaN for no plan.</param>
    public AnytimeValid(double alpha = 0.05, double tuning = 5_000, double horizon = double.NaN)
    {
        Alpha = alpha;
        _tuning = tuning;
        _horizon = horizon > 0 && double.IsFinite(horizon) ? horizon : double.NaN;
        // Waudby-Smith et al., appendix B.2, in the approximate form.
        var twice = -2 * Math.Log(alpha * (HasHorizon ? 1 - HorizonShare : 1));
        _tuned = twice + Math.Log(twice + 1);
    }

    /// <summary>How often any of the intervals may be wrong.</summary>
    public double Alpha { get; }

    /// <summary>Whether there is a planned end.</summary>
    public bool HasHorizon => double.IsFinite(_horizon);

    /// <summary>The interval now, one of the sequence; NaN if nothing is known.</summary>
    public Interval Interval(Estimate estimate) => Interval(estimate, Alpha);

    /// <summary>The interval now of another level, one of the sequence of that level; NaN if nothing is known.</summary>
    public Interval Interval(Estimate estimate, double alpha)
    {
        var half = estimate.IsKnown ? HalfWidth(estimate, alpha) : double.NaN;
        return new(estimate.Value - half, estimate.Value + half);
    }

    /// <summary>Half of the interval's width after <paramref name="units"/> observations.</summary>
    public double HalfWidth(double varianceByUnit, double units) => HalfWidth(varianceByUnit, units, Alpha);

    /// <summary>Half of the width of the interval of another level after <paramref name="units"/> observations.</summary>
    public double HalfWidth(double varianceByUnit, double units, double alpha) =>
        HalfWidth(new Estimate(0, Math.Sqrt(varianceByUnit / units), 0) { Units = units }, alpha);

    /// <summary>
    /// The always-valid p-value of the hypothesis that the number is 0: under it, the chance that it is ever at most p is at most p. It is the
    /// level at which the interval just touches 0; of the mixture one divided by its sequential probability ratio (R. Johari, L. Pekelis,
    /// D. J. Walsh, "Always Valid Inference", Operations Research 70, 2022). NaN if nothing is known.
    /// </summary>
    public double PValue(Estimate estimate)
    {
        if (!estimate.IsKnown) return double.NaN;
        var scaled = Scaled(estimate);
        var z = Math.Abs(estimate.Value) / estimate.StandardError;
        var mixture = Math.Sqrt(scaled + 1) * Math.Exp(-scaled * z * z / (2 * (scaled + 1)));
        if (!HasHorizon) return Math.Min(1, mixture);
        var elapsed = Elapsed(estimate);
        var planned = elapsed <= 1 ? 4 * Normal.CDF(0, 1, -z * Math.Sqrt(elapsed)) / HorizonShare : 1;
        return Math.Min(1, Math.Min(planned, mixture / (1 - HorizonShare)));
    }

    private double HalfWidth(in Estimate estimate, double alpha)
    {
        var scaled = Scaled(estimate);
        var level = HasHorizon ? alpha * (1 - HorizonShare) : alpha;
        var mixture = Math.Sqrt(2 * (scaled + 1) / scaled * Math.Log(Math.Sqrt(scaled + 1) / level));
        var elapsed = Elapsed(estimate);
        var planned = elapsed <= 1 ? -Normal.InvCDF(0, 1, alpha * HorizonShare / 4) / Math.Sqrt(elapsed) : double.PositiveInfinity;
        return estimate.StandardError * Math.Min(mixture, planned);
    }

    private double Scaled(in Estimate estimate) => _tuned * (HasHorizon ? Elapsed(estimate) : estimate.Units / _tuning);

    /// <summary>The part of the planned information that is there, 1 at the planned end; NaN without one.</summary>
    public double Elapsed(in Estimate estimate) => 1 / (estimate.StandardError * estimate.StandardError * _horizon);
}
