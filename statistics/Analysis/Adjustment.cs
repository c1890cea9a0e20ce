namespace RoomTypes.Statistics.Analysis;

/// <summary>
/// One adjustment of p-values and intervals for all comparisons of all metrics that are no guardrails (Holm); a guardrail is judged alone,
/// since all of them must hold.
/// </summary>
internal static class Adjustment
{
    /// <param name="comparers">The metrics.</param>
    /// <param name="settings">Levels.</param>
    /// <param name="least">How many comparisons are counted at least: those that are not there yet take their place.</param>
    public static List<MetricReport> Apply(IReadOnlyList<MetricComparer> comparers, AnalysisSettings settings, int least = 0)
    {
        var family = comparers.Where(comparer => !comparer.IsGuardrail).SelectMany(comparer => comparer.Report.Comparisons).ToList();
        var anytime = new Queue<double>(Holm(family.ConvertAll(comparison => comparison.AnytimeValid.PValue), least));
        var once = new Queue<double>(Holm(family.ConvertAll(comparison => comparison.FixedHorizon.PValue), least));
        return [.. comparers.Select(comparer => comparer.Report with
        {
            Comparisons = [.. comparer.Report.Comparisons.Select(comparison => comparer.IsGuardrail
                ? Adjust(comparer, comparison, comparison.AnytimeValid.PValue, comparison.FixedHorizon.PValue, settings.Alpha)
                : Adjust(comparer, comparison, anytime.Dequeue(), once.Dequeue(), settings.Alpha / Math.Max(least, family.Count)))],
        })];

        ComparisonReport Adjust(MetricComparer comparer, ComparisonReport comparison, double anytimePValue, double fixedPValue, double even)
        {
            if (!comparison.IsEnough) return comparison;
            var (sequential, fixedOnce) = (comparison.AnytimeValid.PValue, comparison.FixedHorizon.PValue);
            return comparison with
            {
                AnytimeValid = new(comparer.Sequence.Interval(comparison.Difference, Level(sequential, anytimePValue, even)), sequential, anytimePValue),
                FixedHorizon = new(FixedHorizon.Interval(comparison.Difference, Level(fixedOnce, fixedPValue, even)), fixedOnce, fixedPValue),
            };
        }

        // Where Holm finds a difference that alpha over the number of comparisons does not, the interval is of Holm's level, so that both say the same.
        double Level(double own, double adjusted, double even) => own > even && adjusted <= settings.Alpha ? settings.Alpha * own / adjusted : even;
    }

    /// <summary>What is not known yet takes its place: else the first metrics to have values would be judged too mildly.</summary>
    private static double[] Holm(List<double> pValues, int least) =>
        MultipleComparisons.Holm([.. pValues.Select(p => double.IsNaN(p) ? 1 : p), .. Enumerable.Repeat(1.0, Math.Max(0, least - pValues.Count))]);
}
