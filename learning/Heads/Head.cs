using System.Numerics.Tensors;

namespace RoomTypes.Learning.Heads;

/// <summary>The last layer of a classifier: a logit for each label is a sum over the embedding's channels and a bias.</summary>
public sealed class Head
{
    /// <summary>Makes it.</summary>
    /// <param name="weights">By label and channel.</param>
    /// <param name="bias">By label.</param>
    /// <exception cref="LearningException">Their sizes do not fit.</exception>
    public Head(float[] weights, float[] bias)
    {
        if (bias.Length < 2 || weights.Length == 0 || weights.Length % bias.Length != 0)
            throw new LearningException($"A head of {weights.Length} weights and {bias.Length} biases is none; allowed are two labels or more, with as many weights each.");
        (Weights, Bias) = (weights, bias);
    }

    /// <summary>By label and channel.</summary>
    public float[] Weights { get; }

    /// <summary>By label.</summary>
    public float[] Bias { get; }

    /// <summary>How many labels there are.</summary>
    public int Labels => Bias.Length;

    /// <summary>How many numbers an embedding has.</summary>
    public int Channels => Weights.Length / Bias.Length;

    /// <summary>The same head with all logits multiplied: divided by a temperature, its probabilities are calibrated (Guo et al., On Calibration of Modern Neural Networks, 2017).</summary>
    public Head Times(double factor) => new(Array.ConvertAll(Weights, weight => (float)(weight * factor)), Array.ConvertAll(Bias, bias => (float)(bias * factor)));

    /// <summary>A head of the same sizes that tells all labels alike.</summary>
    public Head Blank() => new(new float[Weights.Length], new float[Bias.Length]);

    /// <summary>The logits of an embedding.</summary>
    public void Logits(ReadOnlySpan<float> embedding, Span<double> logits)
    {
        for (var label = 0; label < Bias.Length; label++) logits[label] = TensorPrimitives.Dot(embedding, Weights.AsSpan(label * Channels, Channels)) + Bias[label];
    }

    /// <summary>The probabilities of an embedding, which add up to 1.</summary>
    public double[] Probabilities(ReadOnlySpan<float> embedding)
    {
        var probabilities = new double[Labels];
        Logits(embedding, probabilities);
        Softmax.InPlace(probabilities);
        return probabilities;
    }

    /// <summary>Weights and then biases, as an optimiser takes them.</summary>
    internal double[] ToParameters() => [.. Weights, .. Bias];

    internal static Head OfParameters(ReadOnlySpan<double> parameters, int labels)
    {
        var numbers = new float[parameters.Length];
        TensorPrimitives.ConvertTruncating(parameters, numbers);
        return new(numbers[..^labels], numbers[^labels..]);
    }
}
