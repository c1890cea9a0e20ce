namespace RoomTypes.Learning.Heads;

/// <summary>Logits to probabilities.</summary>
internal static class Softmax
{
    /// <summary>Replaces logits by probabilities.</summary>
    /// <returns>The logarithm of the sum of the logits' exponentials, of which a label's negative log likelihood is what its logit lacks.</returns>
    public static double InPlace(Span<double> logits)
    {
        var greatest = double.NegativeInfinity;
        foreach (var logit in logits) greatest = Math.Max(greatest, logit);
        var sum = 0.0;
        foreach (ref var logit in logits) sum += logit = Math.Exp(logit - greatest);
        foreach (ref var logit in logits) logit /= sum;
        return greatest + Math.Log(sum);
    }

    /// <summary>The negative log likelihood of a label in nats, by logits that are divided by a temperature.</summary>
    public static double Loss(ReadOnlySpan<double> logits, int label, double temperature = 1)
    {
        Span<double> scaled = stackalloc double[logits.Length];
        for (var i = 0; i < scaled.Length; i++) scaled[i] = logits[i] / temperature;
        var own = scaled[label];
        return InPlace(scaled) - own;
    }
}
