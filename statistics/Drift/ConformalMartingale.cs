namespace RoomTypes.Statistics.Drift;

/// <summary>
/// Bets against the claim that what comes is as what was before, whatever that is: the capital, which begins at 1, ever reaches 1/a with a probability of at
/// most a if it is so (Ville's inequality). So it may be looked at after every value. A conformal test martingale: each score's rank among all before
/// it is uniform if all are exchangeable (V. Vovk, A. Gammerman, G. Shafer, Algorithmic Learning in a Random World, 2nd edition, 2022, chapter 8); the
/// bets are the Simple Jumper's (V. Vovk et al., Retrain or not retrain: conformal test martingales for change-point detection, 2021).
/// </summary>
public sealed class ConformalMartingale
{
    private const double Jump = 0.01;
    private static readonly double[] Slopes = [-1, 0, 1];
    private readonly List<double> _scores;
    private readonly Random _random;
    private readonly double[] _shares = [1.0 / 3, 1.0 / 3, 1.0 / 3];

    /// <summary>Begins.</summary>
    /// <param name="reference">Scores of what was before; the more, the finer are ranks.</param>
    /// <param name="seed">Breaks ties.</param>
    public ConformalMartingale(IEnumerable<double> reference, int seed) => (_scores, _random) = ([.. reference.Order()], new(seed));

    /// <summary>The logarithm of the capital.</summary>
    public double LogCapital { get; private set; }

    /// <summary>The greatest that it was.</summary>
    public double GreatestLogCapital { get; private set; }

    /// <summary>Bets on the next score.</summary>
    public void Add(double score)
    {
        var rank = Rank(score);
        var total = 0.0;
        Span<double> shares = stackalloc double[Slopes.Length];
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = (((1 - Jump) * _shares[i]) + (Jump / Slopes.Length)) * (1 + (Slopes[i] * (rank - 0.5)));
            total += shares[i];
        }

        // What is kept adds up to 1; the capital is beside it, else it would leave the range of numbers.
        for (var i = 0; i < shares.Length; i++) _shares[i] = shares[i] / total;
        LogCapital += Math.Log(total);
        GreatestLogCapital = Math.Max(GreatestLogCapital, LogCapital);
    }

    /// <summary>The share of scores up to this one that are below it, between equal ones by chance; keeps the score.</summary>
    private double Rank(double score)
    {
        var first = Place(score, orEqual: false);
        var last = Place(score, orEqual: true);
        _scores.Insert(last, score);
        return (first + (_random.NextDouble() * (last - first + 1))) / _scores.Count;
    }

    private int Place(double score, bool orEqual)
    {
        var (low, high) = (0, _scores.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_scores[middle] < score || (orEqual && _scores[middle] == score)) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
