namespace RoomTypes.Statistics;

/// <summary>
/// Asymptotic confidence sequences: intervals that hold at all times together, however often one looks and whenever one stops
/// (I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy, A. Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences",
/// Annals of Statistics 52, 2024, theorem 2.2), the normal mixture also known as GAVI. With t entities, variance s2 an entity and
/// a mixture parameter rho, the half width is sqrt(s2 * 2 (t rho^2 + 1) / (t^2 rho^2) * ln(sqrt(t rho^2 + 1) / alpha)).
/// </summary>
public sealed class AnytimeValid
{
    private readonly double _rhoSquared;

    /// <summary>Tunes the sequence.</summary>
    /// <param name="alpha">How often any of the intervals may be wrong, over 0 and under 1; also what <see cref="PValue"/> is tuned to.</param>
    /// <param name="tuning">The number of entities at which the intervals are narrowest in relation to classical ones; 5,000 as GrowthBook's.</param>
    public AnytimeValid(double alpha = 0.05, double tuning = 5_000)
    {
        Alpha = alpha;
        // Waudby-Smith et al., appendix B.2, in the approximate form.
        var twice = -2 * Math.Log(alpha);
        _rhoSquared = (twice + Math.Log(twice + 1)) / tuning;
    }

    /// <summary>How often any of the intervals may be wrong.</summary>
    public double Alpha { get; }

    /// <summary>The interval now, one of the sequence.</summary>
    public Interval Interval(Estimate estimate)
    {
        var half = HalfWidth(estimate.VarianceByEntity, estimate.Count);
        return new(estimate.Value - half, estimate.Value + half);
    }

    /// <summary>Half of the interval's width after <paramref name="count"/> entities.</summary>
    public double HalfWidth(double varianceByEntity, double count)
    {
        var scaled = count * _rhoSquared;
        return Math.Sqrt(varianceByEntity * 2 * (scaled + 1) / (count * scaled) * Math.Log(Math.Sqrt(scaled + 1) / Alpha));
    }

    /// <summary>
    /// The always-valid p-value of the hypothesis that the number is 0: under it, the chance that it is ever at most p is at most p. It is the
    /// level at which the interval just touches 0, one divided by the mixture sequential probability ratio (R. Johari, L. Pekelis,
    /// D. J. Walsh, "Always Valid Inference", Operations Research 70, 2022).
    /// </summary>
    public double PValue(Estimate estimate)
    {
        if (!(estimate.StandardError > 0)) return estimate.Value == 0 ? 1 : estimate.Value * 0;
        var scaled = estimate.Count * _rhoSquared;
        var z = estimate.Value / estimate.StandardError;
        return Math.Min(1, Math.Sqrt(scaled + 1) * Math.Exp(-scaled * z * z / (2 * (scaled + 1))));
    }
}
