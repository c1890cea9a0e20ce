namespace RoomTypes.Statistics;

/// <summary>
/// Count, means and covariances of what the entities of one variation did, in one pass and a fixed amount of memory, whatever the number of
/// entities: the multivariate form of Welford's update (B. P. Welford, "Note on a method for calculating corrected sums of squares and
/// products", Technometrics 4, 1962). The entity, not the event, is the unit: events of one entity are not independent.
/// </summary>
public sealed class EntityMoments
{
    private double _numerator, _denominator, _preNumerator, _preDenominator;
    private double _nn, _nd, _dd, _np, _nq, _dp, _dq, _pp, _pq, _qq;

    /// <summary>How many entities were added.</summary>
    public long Count { get; private set; }

    /// <summary>The mean of the entities' numerators.</summary>
    public double MeanNumerator => _numerator;

    /// <summary>The mean of the entities' denominators.</summary>
    public double MeanDenominator => _denominator;

    /// <summary>The mean of the numerators before the experiment.</summary>
    public double MeanPreNumerator => _preNumerator;

    /// <summary>The mean of the denominators before the experiment.</summary>
    public double MeanPreDenominator => _preDenominator;

    /// <summary>Adds one entity.</summary>
    /// <param name="numerator">The sum of its values, or how many of its events count; finite.</param>
    /// <param name="denominator">How many values or events it has; 1 for a mean by entity; at least 0.</param>
    /// <param name="preNumerator">The same before the entity was first exposed; 0 if unknown.</param>
    /// <param name="preDenominator">The same before the entity was first exposed; 0 if unknown.</param>
    public void Add(double numerator, double denominator = 1, double preNumerator = 0, double preDenominator = 0)
    {
        Count++;
        var (n, d, p, q) = (numerator - _numerator, denominator - _denominator, preNumerator - _preNumerator, preDenominator - _preDenominator);
        _numerator += n / Count;
        _denominator += d / Count;
        _preNumerator += p / Count;
        _preDenominator += q / Count;
        var (n2, d2, p2, q2) = (numerator - _numerator, denominator - _denominator, preNumerator - _preNumerator, preDenominator - _preDenominator);
        _nn += n * n2;
        _nd += n * d2;
        _dd += d * d2;
        _np += n * p2;
        _nq += n * q2;
        _dp += d * p2;
        _dq += d * q2;
        _pp += p * p2;
        _pq += p * q2;
        _qq += q * q2;
    }

    /// <summary>The sample variance of a combination a * numerator + b * denominator.</summary>
    internal double Variance(double a, double b) => ((a * a * _nn) + (2 * a * b * _nd) + (b * b * _dd)) / (Count - 1);

    /// <summary>The sample variance of a combination a * numerator + b * denominator of the time before.</summary>
    internal double PreVariance(double a, double b) => ((a * a * _pp) + (2 * a * b * _pq) + (b * b * _qq)) / (Count - 1);

    /// <summary>The sample covariance of a * numerator + b * denominator with c * numerator + d * denominator of the time before.</summary>
    internal double PreCovariance(double a, double b, double c, double d) =>
        ((a * c * _np) + (a * d * _nq) + (b * c * _dp) + (b * d * _dq)) / (Count - 1);
}
