using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using RoomTypes.Learning.Embeddings;

namespace RoomTypes.Learning.Heads;

/// <summary>Fits heads by L-BFGS (docs/decisions/0082).</summary>
internal static class HeadFitter
{
    private const int Memory = 10;

    /// <summary>Fits a head to examples.</summary>
    /// <param name="examples">At least one.</param>
    /// <param name="centre">What the penalty draws the head to.</param>
    /// <param name="penalty">How much it does; above 0.</param>
    /// <param name="start">Where the search begins.</param>
    /// <param name="tolerance">The relative gradient at which it ends.</param>
    /// <param name="steps">The most steps; the best place so far is taken then.</param>
    public static Head Fit(Example[] examples, Head centre, double penalty, Head start, double tolerance, int steps)
    {
        var loss = new SoftmaxLoss(examples, Balance.Of(examples), centre, penalty);
        var (best, least) = (start.ToParameters(), double.PositiveInfinity);
        var objective = ObjectiveFunction.Gradient(place =>
        {
            var parameters = place.AsArray() ?? place.ToArray();
            var (value, gradient) = loss.At(parameters);
            if (value < least) (best, least) = ([.. parameters], value);
            return (value, Vector<double>.Build.Dense(gradient));
        });
        try
        {
            new LimitedMemoryBfgsMinimizer(tolerance, tolerance, tolerance, Memory, steps).FindMinimum(objective, Vector<double>.Build.Dense(start.ToParameters()));
        }
        catch (Exception exception) when (exception is MaximumIterationsException or InnerOptimizationException or EvaluationException)
        {
            // The best place is known: single precision ends a search whose tolerance asks for more.
        }

        return Head.OfParameters(best, centre.Labels);
    }
}
