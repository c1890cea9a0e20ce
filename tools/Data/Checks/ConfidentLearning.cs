namespace RoomTypes.Data.Checks;

/// <summary>A label that is likely wrong.</summary>
/// <param name="Place">Of the picture.</param>
/// <param name="Label">The label that the model finds.</param>
/// <param name="Margin">How much more probable that one is than the given one, 0 to 1.</param>
public readonly record struct Suspect(int Place, int Label, double Margin);

/// <summary>
/// Finds labels that are likely wrong: a picture counts for a label where the model is at least as sure of it as it is on average of
/// pictures that have that label. One that counts for another label than its own is suspect. So a model that is too sure, or not sure
/// of a label at all, shifts nothing.
/// </summary>
/// <remarks>C. Northcutt et al., Confident Learning: Estimating Uncertainty in Dataset Labels, 2021, sections 3.1 and 3.2.</remarks>
public static class ConfidentLearning
{
    /// <summary>The suspects, the surest first.</summary>
    /// <param name="probabilities">By picture, then by label; of a model that has not learnt from these pictures.</param>
    /// <param name="labels">Each picture's given label, as a place among the probabilities.</param>
    public static IReadOnlyList<Suspect> Find(IReadOnlyList<float[]> probabilities, IReadOnlyList<int> labels)
    {
        if (probabilities.Count == 0) return [];
        var thresholds = Thresholds(probabilities, labels);
        List<Suspect> suspects = [];
        for (var i = 0; i < probabilities.Count; i++)
        {
            if (CountsFor(probabilities[i], thresholds) is { } label && label != labels[i])
                suspects.Add(new(i, label, probabilities[i][label] - probabilities[i][labels[i]]));
        }

        return [.. suspects.Where(suspect => suspect.Margin > 0).OrderByDescending(suspect => suspect.Margin).ThenBy(suspect => suspect.Place)];
    }

    private static double[] Thresholds(IReadOnlyList<float[]> probabilities, IReadOnlyList<int> labels)
    {
        var sums = new double[probabilities[0].Length];
        var counts = new int[sums.Length];
        for (var i = 0; i < probabilities.Count; i++)
        {
            sums[labels[i]] += probabilities[i][labels[i]];
            counts[labels[i]]++;
        }

        return [.. sums.Select((sum, label) => counts[label] == 0 ? double.PositiveInfinity : sum / counts[label])];
    }

    private static int? CountsFor(float[] probabilities, double[] thresholds)
    {
        int? best = null;
        for (var label = 0; label < probabilities.Length; label++)
        {
            if (probabilities[label] >= thresholds[label] && (best is null || probabilities[label] > probabilities[best.Value])) best = label;
        }

        return best;
    }
}
