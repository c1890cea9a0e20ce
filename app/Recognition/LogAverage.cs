namespace RoomTypes.Recognition;

/// <summary>Joins what a model says of several pictures of one room.</summary>
internal static class LogAverage
{
    /// <summary>Keeps a picture that is certain of another label from ruling one out altogether.</summary>
    private const double Floor = 1e-7;

    /// <summary>
    /// The normalised geometric mean: probabilities averaged in log space, which is the logarithmic opinion pool with equal
    /// weights (Genest and Zidek, Combining Probability Distributions, 1986).
    /// </summary>
    /// <param name="pictures">Probabilities by label, one array a picture; at least one.</param>
    /// <returns>Probabilities by label that add up to 1.</returns>
    public static float[] Of(IReadOnlyList<float[]> pictures)
    {
        if (pictures.Count == 1) return pictures[0];
        var means = new double[pictures[0].Length];
        for (var label = 0; label < means.Length; label++)
        {
            var sum = 0.0;
            foreach (var picture in pictures) sum += Math.Log(Math.Max(Floor, picture[label]));
            means[label] = Math.Exp(sum / pictures.Count);
        }

        var total = means.Sum();
        return Array.ConvertAll(means, mean => (float)(mean / total));
    }
}
