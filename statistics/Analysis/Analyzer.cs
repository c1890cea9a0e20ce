namespace RoomTypes.Statistics.Analysis;

/// <summary>From what was measured to what to do.</summary>
public static class Analyzer
{
    /// <summary>Analyses an experiment; may be called every day or every minute without harm.</summary>
    /// <param name="variations">At least two.</param>
    /// <param name="control">The index of the one that the others are compared with.</param>
    /// <param name="metrics">The deciding one first; may be empty.</param>
    /// <param name="settings">Levels.</param>
    /// <param name="elapsed">How long the experiment has run, to say how much longer it needs; null if unknown.</param>
    /// <param name="arrivals">How the entities arrived; null for one phase without mixed entities.</param>
    public static AnalysisReport Analyze(
        IReadOnlyList<VariationInput> variations,
        int control,
        IReadOnlyList<MetricInput> metrics,
        AnalysisSettings settings,
        TimeSpan? elapsed = null,
        ArrivalInput? arrivals = null)
    {
        var level = settings.Alpha / Math.Max(1, metrics.Count(metric => metric.WorstChange is null) * (variations.Count - 1));
        var reports = Adjustment.Apply([.. metrics.Select(metric => new MetricComparer(metric, variations, control, settings, level))], settings);
        var ratio = ArrivalCheck.Check(variations, arrivals ?? new([], 0), settings);
        return new(ratio, reports, VerdictWriter.Write(variations, control, ratio, reports, settings, elapsed));
    }
}
