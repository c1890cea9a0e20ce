namespace RoomTypes.Inference;

/// <summary>
/// How little a picture looks like what a model knows: the energy, the negative logarithm of the sum of the logits' exponentials, in nats
/// (W. Liu et al., Energy-based Out-of-distribution Detection, 2020). Unlike the probabilities it is low only where some label has much for it
/// and not where one merely has more than the others (docs/decisions/0086).
/// </summary>
public static class Energy
{
    /// <summary>The energy of a picture.</summary>
    /// <param name="logits">By label; at least one.</param>
    public static float Of(ReadOnlySpan<float> logits)
    {
        var greatest = float.NegativeInfinity;
        foreach (var logit in logits) greatest = Math.Max(greatest, logit);
        var sum = 0.0;
        foreach (var logit in logits) sum += Math.Exp(logit - greatest);
        return -(float)(greatest + Math.Log(sum));
    }

    /// <summary>The energy as answers tell it, 0 to 1 and 0.5 at the threshold: the logistic function of what it lies above.</summary>
    /// <param name="energy">In nats.</param>
    /// <param name="threshold">The manifest's.</param>
    public static float Score(double energy, double threshold) => (float)(1 / (1 + Math.Exp(threshold - energy)));

    /// <summary>The score from which on a room is unknown.</summary>
    public const float Threshold = 0.5f;
}
