namespace RoomTypes.Statistics.Drift;

/// <summary>A prediction as drift sees it.</summary>
/// <param name="Embedding">What the head saw.</param>
/// <param name="Label">What was answered.</param>
/// <param name="Confidence">Its probability, 0 to 1.</param>
public sealed record Seen(float[] Embedding, string Label, double Confidence);

/// <summary>How far what a model sees now is from what it saw.</summary>
/// <param name="Reference">Predictions that are compared with.</param>
/// <param name="Predictions">Predictions since.</param>
/// <param name="Embedding">The distance of their embeddings; null with fewer than two.</param>
/// <param name="StabilityIndex">Of the labels that were answered.</param>
/// <param name="JensenShannon">Of these, in bits.</param>
/// <param name="ReferenceConfidence">The mean confidence of the reference.</param>
/// <param name="Confidence">Of the predictions since; NaN without one.</param>
/// <param name="LogEvidence">The natural logarithm of the evidence that something has changed; <see cref="DriftDetector.Threshold"/> is an alarm.</param>
/// <param name="IsDrift">Whether the evidence has ever reached it.</param>
/// <param name="DetectedAfter">How many predictions it took; null without an alarm.</param>
public sealed record DriftReport(
    int Reference, int Predictions, Discrepancy? Embedding, double StabilityIndex, double JensenShannon, double ReferenceConfidence, double Confidence, double LogEvidence, bool IsDrift, int? DetectedAfter);

/// <summary>
/// Compares what a model sees with a reference. The evidence is the mean capital of two bets, on the embeddings' likeness to the reference and on the
/// confidences, and so a bet itself: with nothing changed it ever comes to 100 with a probability of at most 1%, however often it is looked at.
/// </summary>
public static class DriftDetector
{
    /// <summary>The fewest predictions of a reference.</summary>
    public const int FewestReference = 100;

    /// <summary>Points that likeness is measured to.</summary>
    public const int Witnesses = 256;

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
        var witnesses = reference.Take(Math.Min(Witnesses, reference.Count / 2)).Select(seen => seen.Embedding).ToArray();
        // Ranks must be among points that the witnesses are not of.
        var rest = reference.Skip(witnesses.Length).ToList();
        var likeness = Likeness(witnesses, [.. rest, .. since]);
        var embeddings = new ConformalMartingale(likeness[..rest.Count], Seed);
        var confidences = new ConformalMartingale(rest.Select(seen => seen.Confidence), Seed + 1);
        var (greatest, detected) = (0.0, (int?)null);
        for (var i = 0; i < since.Count; i++)
        {
            embeddings.Add(likeness[rest.Count + i]);
            confidences.Add(since[i].Confidence);
            greatest = Math.Max(greatest, Mean(embeddings.LogCapital, confidences.LogCapital));
            if (detected is null && greatest >= Threshold) detected = i + 1;
        }

        var labels = reference.Concat(since).Select(seen => seen.Label).Distinct().Order(StringComparer.Ordinal).ToList();
        var (before, now) = (Counts(labels, reference), Counts(labels, since));
        return new(
            reference.Count, since.Count, since.Count < 2 ? null : Discrepancy.Between([.. reference.Select(seen => seen.Embedding)], [.. since.Select(seen => seen.Embedding)], Seed),
            since.Count == 0 ? 0 : Divergence.StabilityIndex(before, now), since.Count == 0 ? 0 : Divergence.JensenShannon(before, now),
            reference.Average(seen => seen.Confidence), since.Count == 0 ? double.NaN : since.Average(seen => seen.Confidence), greatest, detected is not null, detected);
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

    private static double Mean(double first, double second)
    {
        var greater = Math.Max(first, second);
        return greater + Math.Log((Math.Exp(first - greater) + Math.Exp(second - greater)) / 2);
    }

    private static long[] Counts(List<string> labels, IEnumerable<Seen> seen)
    {
        var counts = seen.CountBy(own => own.Label).ToDictionary();
        return [.. labels.Select(label => (long)counts.GetValueOrDefault(label))];
    }
}
