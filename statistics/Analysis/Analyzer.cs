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

    /// <summary>
    /// Looks at parts of the entities beside each other; may be called every day or every minute without harm. They are a family of their own:
    /// the chance that any of their comparisons finds a difference where there is none is at most alpha.
    /// </summary>
    /// <param name="groups">The parts.</param>
    /// <param name="control">The index of the variation that the others are compared with.</param>
    /// <param name="settings">Levels.</param>
    /// <param name="most">The most parts that there may ever be: their comparisons are counted from the first look on.</param>
    public static IReadOnlyList<GroupReport> AnalyzeGroups(IReadOnlyList<GroupInput> groups, int control, AnalysisSettings settings, int most)
    {
        if (groups.Count == 0) return [];
        var parts = Math.Max(most, groups.Count);
        var family = parts * groups[0].Metrics.Count * (groups[0].Variations.Count - 1);
        var level = settings.Alpha / Math.Max(1, family);
        // A planned end is the whole's, and a guardrail is judged over all.
        var comparers = groups.SelectMany(group => group.Metrics.Select(metric =>
            new MetricComparer(metric with { SmallestEffect = null, WorstChange = null }, group.Variations, control, settings, level)));
        var reports = new Queue<MetricReport>(Adjustment.Apply([.. comparers], settings, family));
        var arrival = settings with { SampleRatioAlpha = settings.SampleRatioAlpha / parts };
        return [.. groups.Select(group => new GroupReport(
            ArrivalCheck.Check(group.Variations, new(group.Phases, 0), arrival), [.. group.Metrics.Select(_ => reports.Dequeue())]))];
    }
}
