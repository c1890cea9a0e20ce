using RoomTypes.Learning.Embeddings;

namespace RoomTypes.Learning.Heads;

/// <summary>How much each example weighs.</summary>
internal static class Balance
{
    /// <summary>An example weighs at most this much more than it would unbalanced: a single one must not decide.</summary>
    private const double MostWeight = 10;

    /// <summary>Weights under which all labels that have examples count the same, and what is kept as much as what is new.</summary>
    public static double[] Of(IReadOnlyList<Example> examples)
    {
        var parts = examples.CountBy(Part).ToDictionary();
        var labels = parts.Keys.CountBy(part => part.IsKept).ToDictionary();
        return [.. examples.Select(example => Math.Min(MostWeight, examples.Count / (double)(labels.Count * labels[example.Origin == Origin.Kept] * parts[Part(example)])))];
    }

    private static (bool IsKept, int Label) Part(Example example) => (example.Origin == Origin.Kept, example.Label);
}
