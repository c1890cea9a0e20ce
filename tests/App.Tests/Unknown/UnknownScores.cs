using System.Numerics.Tensors;
using RoomTypes.Learning.Heads;

namespace RoomTypes.Tests.Unknown;

/// <summary>An embedding and the label's place.</summary>
internal readonly record struct Labelled(float[] Embedding, int Label);

/// <summary>What could tell a picture of a known room from one of another: each is greater the stranger the picture is (docs/decisions/0086).</summary>
internal static class UnknownScores
{
    /// <summary>The part of the covariance that is a sphere's: there are fewer examples than channels.</summary>
    private const double Shrinkage = 0.1;

    /// <summary>Fits all candidates to a head and to embeddings of the labels that are known.</summary>
    /// <param name="head">Of all labels.</param>
    /// <param name="known">The labels that count.</param>
    /// <param name="examples">Of these labels.</param>
    public static IReadOnlyDictionary<string, Func<float[], double>> Fit(Head head, IReadOnlyList<int> known, IReadOnlyList<Labelled> examples)
    {
        var means = known.Select(label => Mean([.. examples.Where(example => example.Label == label).Select(example => example.Embedding)])).ToList();
        var all = Mean([.. examples.Select(example => example.Embedding)]);
        var within = Distance([.. examples.Select(example => Less(example.Embedding, means[known.ToList().IndexOf(example.Label)]))]);
        var around = Distance([.. examples.Select(example => Less(example.Embedding, all))]);
        double[] Logits(float[] embedding)
        {
            var logits = new double[head.Labels];
            head.Logits(embedding, logits);
            return [.. known.Select(label => logits[label])];
        }

        double Mahalanobis(float[] embedding) => means.Min(mean => within(Less(embedding, mean)));
        return new Dictionary<string, Func<float[], double>>
        {
            ["maximum softmax probability"] = embedding => 1 - Softmax(Logits(embedding)).Max(),
            ["entropy"] = embedding => -Softmax(Logits(embedding)).Sum(p => p <= 0 ? 0 : p * Math.Log(p)),
            ["maximum logit"] = embedding => -Logits(embedding).Max(),
            ["energy"] = embedding => -LogSum(Logits(embedding)),
            ["cosine to the head's weights"] = embedding => known.Min(label => -TensorPrimitives.CosineSimilarity(embedding, head.Weights.AsSpan(label * head.Channels, head.Channels))),
            ["energy by length"] = embedding => -LogSum(Logits(embedding)) / TensorPrimitives.Norm<float>(embedding),
            ["nearest class mean"] = embedding => means.Min(mean => TensorPrimitives.Distance<float>(embedding, mean)),
            ["nearest class mean, cosine"] = embedding => means.Min(mean => -TensorPrimitives.CosineSimilarity<float>(embedding, mean)),
            ["Mahalanobis"] = Mahalanobis,
            ["relative Mahalanobis"] = embedding => Mahalanobis(embedding) - around(Less(embedding, all)),
        };
    }

    /// <summary>The probability that a stranger's score is above a known one's; 0.5 by chance (the area under the ROC curve).</summary>
    public static double Auroc(IReadOnlyCollection<double> known, IReadOnlyCollection<double> strange) =>
        strange.Sum(stranger => known.Sum(own => stranger > own ? 1 : stranger == own ? 0.5 : 0)) / known.Count / strange.Count;

    private static double LogSum(double[] logits) => logits.Max() + Math.Log(logits.Sum(logit => Math.Exp(logit - logits.Max())));

    private static double[] Softmax(double[] logits) => Array.ConvertAll(logits, logit => Math.Exp(logit - LogSum(logits)));

    private static float[] Mean(float[][] points) => [.. Enumerable.Range(0, points[0].Length).Select(channel => points.Average(point => point[channel]))];

    private static float[] Less(float[] point, float[] mean)
    {
        var less = new float[point.Length];
        TensorPrimitives.Subtract(point, mean, less);
        return less;
    }

    /// <summary>The squared Mahalanobis distance by the covariance of points around 0, shrunk towards a sphere: inverted by Woodbury's identity.</summary>
    private static Func<float[], double> Distance(float[][] points)
    {
        var (count, channels) = (points.Length, points[0].Length);
        var sphere = Shrinkage * points.Sum(point => (double)TensorPrimitives.Dot<float>(point, point)) / count / channels;
        var scale = (1 - Shrinkage) / count;
        var factor = new double[count, count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = TensorPrimitives.Dot<float>(points[i], points[j]) + (i == j ? sphere / scale : 0);
                for (var k = 0; k < j; k++) sum -= factor[i, k] * factor[j, k];
                factor[i, j] = i == j ? Math.Sqrt(sum) : sum / factor[j, j];
            }
        }

        return less =>
        {
            var solved = new double[count];
            for (var i = 0; i < count; i++)
            {
                double sum = TensorPrimitives.Dot<float>(points[i], less);
                for (var k = 0; k < i; k++) sum -= factor[i, k] * solved[k];
                solved[i] = sum / factor[i, i];
            }

            return (TensorPrimitives.Dot<float>(less, less) - solved.Sum(value => value * value)) / sphere;
        };
    }
}
