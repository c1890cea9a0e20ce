namespace RoomTypes.Statistics;

/// <summary>What one independent observation of a metric is, to tell how much has been learnt.</summary>
public enum ObservationUnit
{
    /// <summary>One value of many that are averaged: a mean by event, a proportion.</summary>
    Event,

    /// <summary>One contribution to a total by entity: a sum, a count, a conversion, the numerator of a ratio of two metrics.</summary>
    Contribution,
}

/// <summary>
/// Count, means and covariances of what the entities of one variation did, in one pass and a fixed amount of memory, whatever the number of
/// entities: the multivariate form of Welford's update (B. P. Welford, "Note on a method for calculating corrected sums of squares and
/// products", Technometrics 4, 1962). The entity, not the event, is the unit: events of one entity are not independent.
/// </summary>
/// <param name="unit">What one observation is.</param>
public sealed class EntityMoments(ObservationUnit unit = ObservationUnit.Event)
{
    private double _numerator, _denominator, _preNumerator, _preDenominator, _events, _squares;
    private double _nn, _nd, _dd, _np, _nq, _dp, _dq, _pp, _pq, _qq;

    /// <summary>What one observation is.</summary>
    public ObservationUnit Unit { get; } = unit;

    /// <summary>How many entities were added.</summary>
    public long Count { get; private set; }

    /// <summary>How many of them have at least one event.</summary>
    public long Valued { get; private set; }

    /// <summary>
    /// How many entities of equal denominators they are worth, at most as many as have events (L. Kish, "Survey Sampling", 1965, section 11.7): of a mean
    /// by event, an entity that has most events draws the mean to its own, from which it then hardly seems to deviate.
    /// </summary>
    public double Effective
    {
        get
        {
            var effective = Count * _denominator * _denominator / ((_denominator * _denominator) + (_dd / Count));
            return effective < Valued ? effective : Valued;
        }
    }

    /// <summary>How many of them have a numerator other than 0.</summary>
    public long NonZero { get; private set; }

    /// <summary>How many of them have a numerator other than their denominator: of zeros and ones, those with a 0.</summary>
    public long NonFull { get; private set; }

    /// <summary>The mean of the entities' numerators.</summary>
    public double MeanNumerator => _numerator;

    /// <summary>The mean of the entities' denominators.</summary>
    public double MeanDenominator => _denominator;

    /// <summary>The mean of the numerators before the experiment.</summary>
    public double MeanPreNumerator => _preNumerator;

    /// <summary>The mean of the denominators before the experiment.</summary>
    public double MeanPreDenominator => _preDenominator;

    /// <summary>
    /// What the variance of the ratio would be from a single independent observation. Divided by the ratio's variance it says how many of
    /// those all events are worth; unlike the number of entities that grows while the same entities go on.
    /// </summary>
    internal double VarianceByUnit
    {
        get
        {
            var squares = _squares / _events;
            var ratio = _numerator / _denominator;
            return Unit == ObservationUnit.Event ? squares - (ratio * ratio) : squares * (_events / _denominator) * (_events / _denominator);
        }
    }

    /// <summary>
    /// Adds one entity of one event, or of several of which only the sum is known: taken as zeros and ones if they can be such, and else as alike.
    /// </summary>
    /// <param name="numerator">The sum of its values, or how many of its events count; finite.</param>
    /// <param name="denominator">How many values or events it has; 1 for a mean by entity; at least 0.</param>
    /// <param name="preNumerator">The same before the entity was first exposed; 0 if unknown.</param>
    /// <param name="preDenominator">The same before the entity was first exposed; 0 if unknown.</param>
    public void Add(double numerator, double denominator = 1, double preNumerator = 0, double preDenominator = 0) =>
        Add(numerator, denominator, preNumerator, preDenominator, denominator, Squares(numerator, denominator));

    /// <summary>Adds one entity.</summary>
    /// <param name="numerator">The sum of its values, or how many of its events count; finite.</param>
    /// <param name="denominator">How many values or events it has; 1 for a mean by entity; at least 0.</param>
    /// <param name="preNumerator">The same before the entity was first exposed; 0 if unknown.</param>
    /// <param name="preDenominator">The same before the entity was first exposed; 0 if unknown.</param>
    /// <param name="events">How many events the numerator is made of.</param>
    /// <param name="squares">The sum of the squares of their values.</param>
    public void Add(double numerator, double denominator, double preNumerator, double preDenominator, double events, double squares)
    {
        Count++;
        Valued += events > 0 ? 1 : 0;
        NonZero += numerator != 0 ? 1 : 0;
        NonFull += numerator != denominator ? 1 : 0;
        _events += (events - _events) / Count;
        _squares += (squares - _squares) / Count;
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

    private static double Squares(double sum, double events)
    {
        if (events != 1 && sum >= 0 && sum <= events) return sum;
        return events > 0 ? sum * sum / events : 0;
    }

    /// <summary>The sample variance of a combination a * numerator + b * denominator.</summary>
    internal double Variance(double a, double b) => ((a * a * _nn) + (2 * a * b * _nd) + (b * b * _dd)) / (Count - 1);

    /// <summary>The sample variance of a combination a * numerator + b * denominator of the time before.</summary>
    internal double PreVariance(double a, double b) => ((a * a * _pp) + (2 * a * b * _pq) + (b * b * _qq)) / (Count - 1);

    /// <summary>The sample covariance of a * numerator + b * denominator with c * numerator + d * denominator of the time before.</summary>
    internal double PreCovariance(double a, double b, double c, double d) =>
        ((a * c * _np) + (a * d * _nq) + (b * c * _dp) + (b * d * _dq)) / (Count - 1);
}
