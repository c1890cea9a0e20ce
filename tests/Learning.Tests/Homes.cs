using RoomTypes.Learning.Embeddings;
using RoomTypes.Learning.Heads;

namespace RoomTypes.Learning.Tests;

/// <summary>Made embeddings: each label has a mean of its own, each home a shift of its own.</summary>
internal static class Homes
{
    public const int Labels = 4;
    public const int Channels = 24;

    /// <summary>Examples of homes; labels by turns.</summary>
    public static List<Example> Draw(int seed, int homes, int each, Origin origin = Origin.Feedback, double noise = 1, int channels = Channels, int labels = Labels)
    {
        var random = new Random(seed);
        var means = Means(channels, labels);
        var examples = new List<Example>();
        for (var home = 0; home < homes; home++)
        {
            var shift = Normal(random, channels, 0.3);
            for (var i = 0; i < each; i++)
            {
                var label = (home + i) % labels;
                var own = Normal(random, channels, noise);
                examples.Add(new([.. own.Zip(shift, means[label]).Select(parts => parts.First + parts.Second + parts.Third)], label, $"{origin} {home}", origin));
            }
        }

        return examples;
    }

    /// <summary>The head that the means make, in the way of linear discriminants; a hidden label counts as another.</summary>
    public static Head Parent(double factor = 1, int? hidden = null, int channels = Channels, int labels = Labels)
    {
        var means = Means(channels, labels);
        var weights = means.SelectMany((mean, label) => label == hidden ? new float[mean.Length] : mean).ToArray();
        var bias = means.Select((mean, label) => label == hidden ? -20f : -mean.Sum(value => value * value) / 2).ToArray();
        return new Head(weights, bias).Times(factor);
    }

    public static double Accuracy(Head head, IEnumerable<Example> examples) =>
        examples.Average(example => head.Probabilities(example.Vector) is var own && Array.IndexOf(own, own.Max()) == example.Label ? 1.0 : 0);

    private static float[][] Means(int channels, int labels)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, labels).Select(_ => Normal(random, channels, 0.6))];
    }

    private static float[] Normal(Random random, int count, double deviation) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
}
