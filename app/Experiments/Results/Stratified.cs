using RoomTypes.Statistics;

namespace RoomTypes.Experiments.Results;

/// <summary>
/// One estimate of several phases with other weights: the phases' own, each with its share of all entities. Taken together as one, entities of
/// a good phase would count more for the variation that had the larger weight then (Simpson's paradox).
/// </summary>
internal static class Stratified
{
    public static MeasuredMetric Combine(IReadOnlyList<MeasuredMetric> phases)
    {
        var counts = phases.Select(phase => phase.Input.Moments.Sum(moments => moments.Count)).ToList();
        var shares = counts.ConvertAll(count => (double)count / counts.Sum());
        var adjusted = phases.Select(phase => phase.Input.Estimates ?? Cuped.Adjust(phase.Input.Moments)).ToList();
        var largest = phases[counts.IndexOf(counts.Max())];
        return new(
            largest.Input with { Estimates = [.. Enumerable.Range(0, largest.Input.Moments.Count).Select(variation => Combine(adjusted, shares, variation))] },
            largest.CappedAt,
            phases.Sum(phase => phase.Capped));
    }

    private static Estimate Combine(List<IReadOnlyList<Estimate>> phases, List<double> shares, int variation)
    {
        var (value, variance, count, units) = (0.0, 0.0, 0L, 0.0);
        for (var i = 0; i < phases.Count; i++)
        {
            if (shares[i] == 0) continue;
            var own = phases[i][variation];
            value += shares[i] * own.Value;
            variance += shares[i] * shares[i] * own.StandardError * own.StandardError;
            count += own.Count;
            units += own.Units;
        }

        return new(value, Math.Sqrt(variance), count) { Units = units };
    }
}
