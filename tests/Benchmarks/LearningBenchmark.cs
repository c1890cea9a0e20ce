using System.Diagnostics;
using RoomTypes.Learning.Embeddings;
using RoomTypes.Learning.Heads;
using RoomTypes.Statistics.Drift;

namespace RoomTypes.Benchmarks;

/// <summary>How long it takes to learn from embeddings: made ones, as large and as far apart as the models'.</summary>
internal static class LearningBenchmark
{
    private const int Examples = 10_000;
    private const int Homes = 500;
    private const int Labels = 6;
    private const int Channels = 1_280;
    private const int Reference = 1_000;

    public static IEnumerable<string> Run()
    {
        var random = new Random(1);
        var examples = Draw(random);
        var parent = new Head(Numbers(random, Labels * Channels, 0.05), new float[Labels]);
        yield return $"| {Examples:N0} embeddings of {Channels:N0} numbers and {Homes} homes | seconds |";
        yield return "|---|---|";
        foreach (var (name, origin) in new[] { ("feedback alone", Origin.Feedback), ("half of it a rehearsal", Origin.Kept) })
        {
            var material = examples.Select((example, i) => i % 2 == 0 ? example : example with { Origin = origin }).ToList();
            var start = Stopwatch.GetTimestamp();
            _ = new Retraining(parent, material, 1).Run(_ => { });
            yield return $"| a new head, {name} | {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} (target 10) |";
        }

        yield return $"| drift, a reference of {Reference:N0} among them | {Drift(examples):0.00} (target 2) |";
    }

    /// <summary>A month's predictions against a reference.</summary>
    private static double Drift(List<Example> examples)
    {
        var seen = examples.ConvertAll(example => new Seen(example.Vector, $"{example.Label}", 0.9) { Quality = new(0.5, 100, 2) });
        var start = Stopwatch.GetTimestamp();
        _ = DriftDetector.Compare(seen[..Reference], seen[Reference..]);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static List<Example> Draw(Random random)
    {
        var common = Array.ConvertAll(Numbers(random, Channels, 0.4), Math.Abs);
        float[][] means = [.. Enumerable.Range(0, Labels).Select(_ => Numbers(random, Channels, 0.05))];
        var examples = new List<Example>();
        for (var i = 0; i < Examples; i++)
        {
            var label = random.Next(Labels);
            var vector = Numbers(random, Channels, 0.35);
            for (var j = 0; j < Channels; j++) vector[j] = Math.Max(0, vector[j] + common[j] + means[label][j]);
            examples.Add(new(vector, label, $"{i % Homes}", Origin.Feedback));
        }

        return examples;
    }

    private static float[] Numbers(Random random, int count, double deviation) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
}
