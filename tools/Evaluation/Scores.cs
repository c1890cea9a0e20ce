namespace RoomTypes.Evaluate;

/// <summary>Collects predictions and sums them up.</summary>
/// <param name="labels">The model's labels.</param>
public sealed class Scores(IReadOnlyList<string> labels)
{
    /// <summary>Equal-width bins of confidence, as in Guo et al., On Calibration of Modern Neural Networks, 2017.</summary>
    private const int Bins = 15;

    private readonly int[][] _confusion = [.. labels.Select(_ => new int[labels.Count])];
    private readonly (int Count, int Correct, double Confidence)[] _bins = new (int, int, double)[Bins];
    private double _negativeLogLikelihood;

    /// <summary>Pictures counted.</summary>
    public int Count => _confusion.Sum(row => row.Sum());

    /// <summary>Pictures by true label (row) and predicted label (column).</summary>
    public IReadOnlyList<IReadOnlyList<int>> Confusion => _confusion;

    /// <summary>The share of pictures whose most probable label is the true one; 0 to 1, NaN without pictures.</summary>
    public double Accuracy => (double)labels.Select((_, i) => _confusion[i][i]).Sum() / Count;

    /// <summary>By confidence, the bins of a reliability diagram that have pictures: how many, how sure on average, which share is right.</summary>
    public IEnumerable<(int Pictures, double Confidence, double Accuracy)> Reliability =>
        _bins.Where(bin => bin.Count > 0).Select(bin => (bin.Count, bin.Confidence / bin.Count, (double)bin.Correct / bin.Count));

    /// <summary>The expected calibration error: the mean gap of confidence and accuracy, weighted by bin; 0 to 1.</summary>
    public double CalibrationError => _bins.Sum(bin => Math.Abs(bin.Correct - bin.Confidence)) / Count;

    /// <summary>The mean negative log likelihood of the true label, in nats.</summary>
    public double NegativeLogLikelihood => _negativeLogLikelihood / Count;

    /// <summary>Counts one prediction.</summary>
    /// <param name="label">The true label's place.</param>
    /// <param name="probabilities">By label.</param>
    public void Add(int label, ReadOnlySpan<float> probabilities)
    {
        var predicted = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(probabilities);
        var confidence = probabilities[predicted];
        _confusion[label][predicted]++;
        _negativeLogLikelihood -= Math.Log(Math.Max(1e-12, probabilities[label]));
        ref var bin = ref _bins[Math.Min(Bins - 1, (int)(confidence * Bins))];
        bin = (bin.Count + 1, bin.Correct + (predicted == label ? 1 : 0), bin.Confidence + confidence);
    }

    /// <summary>Of the pictures predicted as the label, the share that is; NaN if there is none.</summary>
    public double Precision(int label) => (double)_confusion[label][label] / _confusion.Sum(row => row[label]);

    /// <summary>Of the label's pictures, the share predicted as such; NaN if there is none.</summary>
    public double Recall(int label) => (double)_confusion[label][label] / _confusion[label].Sum();

    /// <summary>All of it by name, as runs are recorded with; a ratio without a picture is NaN.</summary>
    public IEnumerable<KeyValuePair<string, double>> Summary =>
    [
        new("accuracy", Accuracy),
        new("expectedCalibrationError", CalibrationError),
        new("negativeLogLikelihood", NegativeLogLikelihood),
        .. labels.Select((name, label) => KeyValuePair.Create($"recall.{name}", Recall(label))),
    ];
}
