namespace RoomTypes.Inference;

/// <summary>How much each position of a picture adds to a label's logit: a class activation map.</summary>
/// <param name="Label">The label's place among the model's.</param>
/// <param name="Width">Positions of a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Contributions">In logits, row by row from the top left; with the bias their sum is the label's logit.</param>
/// <param name="Bias">What the label's logit has without a picture.</param>
public sealed record ClassActivation(int Label, int Width, int Height, float[] Contributions, float Bias)
{
    /// <summary>Computes it.</summary>
    /// <param name="head">The end of the model's graph.</param>
    /// <param name="features">[channels, height, width].</param>
    /// <param name="label">The label's place among the model's.</param>
    /// <param name="width">Positions of a row.</param>
    /// <param name="height">Rows.</param>
    internal static ClassActivation Of(ClassifierHead head, ReadOnlySpan<float> features, int label, int width, int height)
    {
        var contributions = new float[width * height];
        foreach (var weight in head.Weights(label))
        {
            var factor = weight / contributions.Length;
            for (var i = 0; i < contributions.Length; i++) contributions[i] += factor * features[i];
            features = features[contributions.Length..];
        }

        return new(label, width, height, contributions, head.Bias(label));
    }
}
