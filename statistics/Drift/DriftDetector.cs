namespace RoomTypes.Statistics.Drift;

/// <summary>What the pixels of a prediction's pictures say of the camera.</summary>
/// <param name="Brightness">0 (black) to 1 (white).</param>
/// <param name="Sharpness">The variance of the Laplacian; low where nothing has an edge, high with noise.</param>
/// <param name="Megapixels">As they were sent.</param>
public sealed record Quality(double Brightness, double Sharpness, double Megapixels);

/// <summary>A prediction as drift sees it.</summary>
/// <param name="Embedding">What the head saw.</param>
/// <param name="Label">What was answered.</param>
/// <param name="Confidence">Its probability, 0 to 1.</param>
public sealed record Seen(float[] Embedding, string Label, double Confidence)
{
    /// <summary>The label that feedback calls right; null without feedback.</summary>
    public string? Right { get; init; }

    /// <summary>How little the pictures look like what the model knows, 0 to 1; null where that was not kept.</summary>
    public double? UnknownScore { get; init; }

    /// <summary>Null where that was not kept.</summary>
    public Quality? Quality { get; init; }
}

/// <summary>How far what a model sees now is from what it saw.</summary>
/// <param name="Reference">Predictions that are compared with.</param>
/// <param name="Predictions">Predictions since.</param>
/// <param name="Embedding">The distance of their embeddings; null with fewer than two.</param>
/// <param name="Answered">How the labels that were answered have shifted; null with nothing since.</param>
/// <param name="Judged">How those have that feedback calls right; null where it says so of fewer than <see cref="DriftDetector.FewestJudged"/> on either side.</param>
/// <param name="Before">Means of the reference.</param>
/// <param name="Since">Of the predictions since.</param>
/// <param name="LogEvidence">The natural logarithm of the evidence that something has changed; <see cref="DriftDetector.Threshold"/> is an alarm.</param>
/// <param name="Strongest">The bet that has most of it: embedding, confidence, brightness or sharpness.</param>
/// <param name="IsDrift">Whether the evidence has ever reached it.</param>
/// <param name="DetectedAfter">How many predictions it took; null without an alarm.</param>
public sealed record DriftReport(
    int Reference, int Predictions, Discrepancy? Embedding, LabelShift? Answered, LabelShift? Judged, SeenMeans Before, SeenMeans Since,
    double LogEvidence, string Strongest, bool IsDrift, int? DetectedAfter);

/// <summary>
/// Compares what a model sees with a reference. Bets are made on the embeddings' likeness to the reference, on the confidences and, where both have
/// them, on brightness and sharpness. The evidence is the greatest capital by the number of bets: with nothing changed one of n ever comes to 100 n with a
/// probability of at most 1%, however often it is looked at (by Ville's inequality for each, and their union).
/// </summary>
public static class DriftDetector
{
    /// <summary>The fewest predictions of a reference.</summary>
    public const int FewestReference = 100;

    /// <summary>The fewest predictions with feedback whose labels say something.</summary>
    public const int FewestJudged = 30;

    /// <summary>Points that likeness is measured to.</summary>
    public const int Witnesses = 256;

    /// <summary>The score from which on a prediction counts as unknown.</summary>
    public const double UnknownScore = 0.5;

    /// <summary>The natural logarithm of the evidence at which there is an alarm: of 100, for false alarms of 1% at most.</summary>
    public static readonly double Threshold = Math.Log(100);

    private const int Seed = 1;

    /// <summary>Compares.</summary>
    /// <param name="reference">At least <see cref="FewestReference"/>; in an order that has nothing to do with what is seen.</param>
    /// <param name="since">In the order of time.</param>
    /// <exception cref="ArgumentException">The reference is too small.</exception>
    public static DriftReport Compare(IReadOnlyList<Seen> reference, IReadOnlyList<Seen> since)
    {
        if (reference.Count < FewestReference) throw new ArgumentException($"The reference has {reference.Count} predictions; {FewestReference} or more are needed.", nameof(reference));
        var bets = Bets(reference, since);
        var (strongest, greatest, detected) = (bets[0], 0.0, (int?)null);
        for (var i = 0; i < since.Count; i++)
        {
            foreach (var bet in bets)
            {
                bet.Add(i);
                if (bet.LogCapital - Math.Log(bets.Count) > greatest) (strongest, greatest) = (bet, bet.LogCapital - Math.Log(bets.Count));
            }

            if (detected is null && greatest >= Threshold) detected = i + 1;
        }

        return new(
            reference.Count, since.Count, since.Count < 2 ? null : Discrepancy.Between([.. reference.Select(seen => seen.Embedding)], [.. since.Select(seen => seen.Embedding)], Seed),
            LabelShift.Between(Answered(reference), Answered(since), 1), LabelShift.Between(Judged(reference), Judged(since), FewestJudged),
            SeenMeans.Of(reference), SeenMeans.Of(since), greatest, strongest.Name, detected is not null, detected);
    }

    /// <summary>What is bet on. A bet for which the reference has too little is not made.</summary>
    private static List<Bet> Bets(IReadOnlyList<Seen> reference, IReadOnlyList<Seen> since)
    {
        var witnesses = reference.Take(Math.Min(Witnesses, reference.Count / 2)).Select(seen => seen.Embedding).ToArray();
        // Ranks must be among points that the witnesses are not of.
        var rest = reference.Skip(witnesses.Length).ToList();
        var likeness = Likeness(witnesses, [.. rest, .. since]);
        List<Bet> bets =
        [
            new("embedding", likeness[..rest.Count], Seed, i => likeness[rest.Count + i]),
            new("confidence", rest.Select(seen => seen.Confidence), Seed + 1, i => since[i].Confidence),
        ];
        var qualities = reference.Select(seen => seen.Quality).OfType<Quality>().ToList();
        if (qualities.Count < FewestReference || since.All(seen => seen.Quality is null)) return bets;
        bets.Add(new("brightness", qualities.Select(quality => quality.Brightness), Seed + 2, i => since[i].Quality?.Brightness));
        bets.Add(new("sharpness", qualities.Select(quality => quality.Sharpness), Seed + 3, i => since[i].Quality?.Sharpness));
        return bets;
    }

    /// <summary>The mean likeness to the witnesses, an estimate of the reference's density.</summary>
    private static double[] Likeness(float[][] witnesses, List<Seen> seen)
    {
        var kernel = new Kernel(witnesses);
        var likeness = new double[seen.Count];
        Parallel.For(0, likeness.Length, i =>
        {
            var sum = 0.0;
            foreach (var witness in witnesses) sum += kernel.Of(seen[i].Embedding, witness);
            likeness[i] = sum / witnesses.Length;
        });
        return likeness;
    }

    private static List<string> Answered(IEnumerable<Seen> seen) => [.. seen.Select(own => own.Label)];

    private static List<string> Judged(IEnumerable<Seen> seen) => [.. seen.Select(own => own.Right).OfType<string>()];

    /// <summary>A martingale and where its scores come from; one that is not there is no bet.</summary>
    private sealed class Bet(string name, IEnumerable<double> reference, int seed, Func<int, double?> score)
    {
        private readonly ConformalMartingale _martingale = new(reference, seed);

        public string Name { get; } = name;

        public double LogCapital => _martingale.LogCapital;

        public void Add(int i)
        {
            if (score(i) is { } value) _martingale.Add(value);
        }
    }
}
