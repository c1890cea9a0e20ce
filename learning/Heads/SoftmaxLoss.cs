using System.Numerics.Tensors;
using RoomTypes.Learning.Embeddings;

namespace RoomTypes.Learning.Heads;

/// <summary>
/// What a fit makes small: the weighted mean of the examples' negative log likelihoods, and a penalty on the distance from a centre.
/// Sums are made in blocks of a fixed size and in their order, so that they are the same on any number of cores.
/// </summary>
internal sealed class SoftmaxLoss
{
    private const int Block = 512;
    private readonly Example[] _examples;
    private readonly float[] _shares;
    private readonly double[] _centre;
    private readonly double _penalty;
    private readonly int _labels;
    private readonly float[][] _gradients;

    /// <param name="examples">At least one.</param>
    /// <param name="weights">Of the examples.</param>
    /// <param name="centre">Where the penalty is 0.</param>
    /// <param name="penalty">Half of it is multiplied with the squared distance.</param>
    public SoftmaxLoss(Example[] examples, double[] weights, Head centre, double penalty)
    {
        (_examples, _centre, _penalty, _labels) = (examples, centre.ToParameters(), penalty, centre.Labels);
        var total = weights.Sum();
        _shares = Array.ConvertAll(weights, weight => (float)(weight / total));
        _gradients = [.. Enumerable.Range(0, (examples.Length + Block - 1) / Block).Select(_ => new float[_centre.Length])];
    }

    /// <summary>The value at a place, and its gradient there.</summary>
    public (double Value, double[] Gradient) At(double[] parameters)
    {
        var head = Head.OfParameters(parameters, _labels);
        var losses = new double[_gradients.Length];
        Parallel.For(0, losses.Length, block => losses[block] = Add(block, head));
        var value = losses.Sum();
        var gradient = new double[parameters.Length];
        for (var i = 0; i < gradient.Length; i++)
        {
            var distance = parameters[i] - _centre[i];
            value += _penalty / 2 * distance * distance;
            gradient[i] = _penalty * distance;
        }

        foreach (var block in _gradients)
        {
            for (var i = 0; i < gradient.Length; i++) gradient[i] += block[i];
        }

        return (value, gradient);
    }

    private double Add(int block, Head head)
    {
        var gradient = _gradients[block];
        Array.Clear(gradient);
        Span<double> residuals = stackalloc double[_labels];
        var loss = 0.0;
        var end = Math.Min((block + 1) * Block, _examples.Length);
        for (var i = block * Block; i < end; i++) loss += _shares[i] * Add(_examples[i], _shares[i], head, gradient, residuals);
        return loss;
    }

    private static double Add(Example example, float share, Head head, float[] gradient, Span<double> residuals)
    {
        head.Logits(example.Vector, residuals);
        var own = residuals[example.Label];
        var loss = Softmax.InPlace(residuals) - own;
        residuals[example.Label] -= 1;
        for (var label = 0; label < residuals.Length; label++)
        {
            var residual = (float)residuals[label] * share;
            var row = gradient.AsSpan(label * head.Channels, head.Channels);
            TensorPrimitives.MultiplyAdd(example.Vector, residual, row, row);
            gradient[head.Weights.Length + label] += residual;
        }

        return loss;
    }
}
