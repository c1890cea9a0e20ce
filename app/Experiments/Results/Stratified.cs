using RoomTypes.Statistics;
using RoomTypes.Statistics.Analysis;

namespace RoomTypes.Experiments.Results;

/// <summary>
/// One estimate of several phases with other weights: the phases' own, each with its share of all entities. Taken together as one, entities of
/// a good phase would count more for the variation that had the larger weight then (Simpson's paradox).
/// </summary>
internal static class Stratified
{
    /// <summary>Of phases that were read alike; those of which nothing can be told yet do not count.</summary>
    public static MeasuredMetric Combine(IReadOnlyList<MeasuredMetric> phases)
    {
        if (phases.Count == 1) return phases[0];
        var largest = phases.MaxBy(phase => Count(phase.Input))!;
        return new(Combine([.. phases.Select(phase => phase.Input)]), largest.CappedAt, phases.Sum(phase => phase.Capped))
        {
            Groups = [.. Enumerable.Range(0, largest.Groups.Count).Select(group => Combine([.. phases.Select(phase => phase.Groups[group])]))],
        };
    }

    private static MetricInput Combine(IReadOnlyList<MetricInput> phases)
    {
        var known = phases.Select(phase => (Phase: phase, Estimates: phase.Estimates ?? Cuped.Adjust(phase.Moments)))
            .Where(pair => pair.Estimates.All(estimate => double.IsFinite(estimate.Value) && double.IsFinite(estimate.StandardError))).ToList();
        var largest = phases.MaxBy(Count)!;
        if (known.Count == 0) return largest;
        var all = (double)known.Sum(pair => Count(pair.Phase));
        var shares = known.ConvertAll(pair => Count(pair.Phase) / all);
        return largest with
        {
            Estimates = [.. Enumerable.Range(0, largest.Moments.Count).Select(variation => Combine(known.ConvertAll(pair => pair.Estimates[variation]), shares))],
        };
    }

    private static long Count(MetricInput phase) => phase.Moments.Sum(moments => moments.Count);

    private static Estimate Combine(List<Estimate> phases, List<double> shares)
    {
        var (value, variance, count, units) = (0.0, 0.0, 0L, 0.0);
        for (var i = 0; i < phases.Count; i++)
        {
            var own = phases[i];
            value += shares[i] * own.Value;
            variance += shares[i] * shares[i] * own.StandardError * own.StandardError;
            count += own.Count;
            units += own.Units;
        }

        return new(value, Math.Sqrt(variance), count) { Units = units };
    }
}
