using System.Numerics.Tensors;

namespace RoomTypes.Statistics.Drift;

/// <summary>
/// The Gaussian kernel on embeddings, exp(-|a - b|² / 2h²), whose width h is the median distance of some of the reference's points (A. Gretton et
/// al., A Kernel Two-Sample Test, 2012, section 8).
/// </summary>
internal sealed class Kernel
{
    private const int MedianPoints = 200;
    private readonly double _scale;

    /// <param name="reference">At least two points of equal length.</param>
    public Kernel(IReadOnlyList<float[]> reference)
    {
        var points = reference.Take(MedianPoints).ToArray();
        var distances = new List<double>();
        for (var i = 0; i < points.Length; i++)
        {
            for (var j = 0; j < i; j++) distances.Add(Squared(points[i], points[j]));
        }

        distances.Sort();
        _scale = 1 / Math.Max(double.Epsilon, distances[distances.Count / 2]) / 2;
    }

    /// <summary>How alike two points are, 0 to 1.</summary>
    public double Of(float[] a, float[] b) => Math.Exp(-Squared(a, b) * _scale);

    private static double Squared(float[] a, float[] b)
    {
        var distance = TensorPrimitives.Distance<float>(a, b);
        return (double)distance * distance;
    }
}
