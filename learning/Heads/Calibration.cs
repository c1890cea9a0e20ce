using MathNet.Numerics.Optimization;

namespace RoomTypes.Learning.Heads;

/// <summary>The temperature under which probabilities are what they say (Guo et al., On Calibration of Modern Neural Networks, 2017).</summary>
internal static class Calibration
{
    /// <summary>Fewer say too little: the temperature is 1 then.</summary>
    public const int FewestExamples = 50;

    private const double Least = 0.25;
    private const double Greatest = 4;

    /// <summary>Finds it.</summary>
    /// <param name="judged">
    /// Logits by heads that have not seen their example. They must be a fair sample: corrections are mistakes alone, by which every model
    /// would have to be unsure.
    /// </param>
    public static double Temperature(IReadOnlyList<(double[] Logits, int Label)> judged)
    {
        if (judged.Count < FewestExamples) return 1;
        var objective = ObjectiveFunction.ScalarValue(logarithm => judged.Average(pair => Softmax.Loss(pair.Logits, pair.Label, Math.Exp(logarithm))));
        return Math.Exp(GoldenSectionMinimizer.Minimum(objective, Math.Log(Least), Math.Log(Greatest), 1e-4, 100).MinimizingPoint);
    }
}
