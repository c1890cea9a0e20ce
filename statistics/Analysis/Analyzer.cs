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
    public static AnalysisReport Analyze(
        IReadOnlyList<VariationInput> variations, int control, IReadOnlyList<MetricInput> metrics, AnalysisSettings settings, TimeSpan? elapsed = null)
    {
        var sequence = new AnytimeValid(settings.Alpha, settings.Tuning);
        var reports = Adjust([.. metrics.Select(metric => Report(variations, control, metric, sequence, settings))]);
        var ratio = CheckRatio(variations, settings);
        return new(ratio, reports, VerdictWriter.Write(variations, ratio, reports, settings, elapsed));
    }

    private static SampleRatioReport CheckRatio(IReadOnlyList<VariationInput> variations, AnalysisSettings settings)
    {
        long[] counts = [.. variations.Select(variation => variation.Entities)];
        double[] shares = [.. variations.Select(variation => variation.Weight)];
        var sequential = SampleRatio.SequentialPValue(counts, shares);
        return new(sequential, SampleRatio.FixedHorizonPValue(counts, shares), sequential <= settings.SampleRatioAlpha);
    }

    private static MetricReport Report(
        IReadOnlyList<VariationInput> variations, int control, MetricInput metric, AnytimeValid sequence, AnalysisSettings settings)
    {
        var plain = metric.Moments.Select(Estimate.OfRatio).ToList();
        var adjusted = Cuped.Adjust(metric.Moments);
        var comparisons = Enumerable.Range(0, variations.Count).Where(i => i != control).Select(i =>
        {
            var difference = Estimate.OfDifference(adjusted[i], adjusted[control]);
            var unadjusted = Estimate.OfDifference(plain[i], plain[control]);
            return Compare(variations[i].Name, difference, Estimate.OfRelativeDifference(adjusted[i], adjusted[control]), unadjusted, sequence, settings);
        });
        return new(
            metric.Name, metric.HigherIsBetter, metric.IsShare,
            [.. plain.Select((estimate, i) => new VariationReport(variations[i].Name, estimate, sequence.Interval(estimate)))],
            [.. comparisons]);
    }

    private static ComparisonReport Compare(
        string variation, Estimate difference, Estimate relative, Estimate unadjusted, AnytimeValid sequence, AnalysisSettings settings) => new(
        variation,
        difference,
        relative,
        new(sequence.Interval(difference), sequence.PValue(difference), double.NaN),
        new(FixedHorizon.Interval(difference, settings.Alpha), FixedHorizon.PValue(difference), double.NaN),
        unadjusted.StandardError > 0 ? Math.Max(0, 1 - (difference.VarianceByEntity / unadjusted.VarianceByEntity)) : 0,
        Power.AnytimeValidEffect(sequence, difference.VarianceByEntity, difference.Count, settings.Power),
        Power.EntitiesNeeded(sequence, difference.VarianceByEntity, difference.Value, settings.Power));

    private static List<MetricReport> Adjust(List<MetricReport> reports)
    {
        var all = reports.SelectMany(report => report.Comparisons).ToList();
        var anytime = new Queue<double>(MultipleComparisons.Holm([.. all.Select(comparison => comparison.AnytimeValid.PValue)]));
        var @fixed = new Queue<double>(MultipleComparisons.Holm([.. all.Select(comparison => comparison.FixedHorizon.PValue)]));
        return reports.ConvertAll(report => report with
        {
            Comparisons = [.. report.Comparisons.Select(comparison => comparison with
            {
                AnytimeValid = comparison.AnytimeValid with { AdjustedPValue = anytime.Dequeue() },
                FixedHorizon = comparison.FixedHorizon with { AdjustedPValue = @fixed.Dequeue() },
            })],
        });
    }
}
