using RoomTypes.Events;
using RoomTypes.Statistics;
using RoomTypes.Statistics.Analysis;

namespace RoomTypes.Experiments.Results;

/// <summary>Tells before an experiment starts what it will see: from the means, variances and traffic of the event store, as if the last days had been one.</summary>
/// <param name="store">The event store.</param>
internal sealed class PowerPlanner(IEventStore store)
{
    private const int MostDays = 730;

    /// <summary>At which parts of the history growth is measured.</summary>
    private static readonly double[] Parts = [0.125, 0.25, 0.5, 1];

    private static readonly double[] Told = [7, 14, 28, 56, 91];

    private static readonly AnalysisSettings Settings = new();

    /// <summary>Plans the experiment.</summary>
    /// <param name="experiment">The plan.</param>
    /// <param name="until">The end of the history.</param>
    /// <param name="days">How many days before that are looked at, over 0; fewer if nobody was answered before.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null without history: nobody was answered.</returns>
    public async Task<PowerPlan?> PlanAsync(Experiment experiment, DateTimeOffset until, double days, CancellationToken cancellationToken)
    {
        var everybody = await store.ReadEntityTotalsAsync(new MetricQuery("", BuiltInMetrics.Confidence, until.AddDays(-days), until), cancellationToken).ToListAsync(cancellationToken);
        if (everybody.Count == 0) return null;
        var from = everybody.Min(entity => entity.ExposedAt);
        var family = Math.Max(1, experiment.Metrics.Count(metric => metric.WorstChange is null) * (experiment.Treatments.Count - 1));
        var metrics = new List<MetricPlan>();
        foreach (var metric in experiment.Metrics)
        {
            metrics.Add(await PlanAsync(experiment, metric, metric.WorstChange is null ? Settings.Alpha / family : Settings.Alpha, from, until, cancellationToken));
        }

        return new(experiment, (until - from).TotalDays, everybody.Count, Part(experiment), metrics);
    }

    private async Task<MetricPlan> PlanAsync(
        Experiment experiment, ExperimentMetric metric, double level, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var reader = new MetricReader(store, metric, [""]);
        var (measured, explained, isShare) = (new List<(double, Estimate)>(), 0.0, false);
        foreach (var part in Parts)
        {
            var days = part * (until - from).TotalDays;
            var input = (await reader.ReadAsync(new MetricQuery("", "", from, from.AddDays(days)), cancellationToken)).Input;
            var plain = input.Estimates?[0] ?? Estimate.OfRatio(input.Moments[0]);
            var adjusted = input.Estimates?[0] ?? Cuped.Adjust(input.Moments)[0];
            isShare = input.IsShare;
            if (!adjusted.IsKnown) continue;
            measured.Add((days, adjusted));
            explained = Math.Max(0, 1 - (adjusted.VarianceByEntity / plain.VarianceByEntity));
        }

        if (measured.Count == 0) return new(metric, isShare, double.NaN, 0, [], null, null);
        var value = measured[^1].Item2.Value;
        var steps = new Steps(new Growth(measured), experiment, level);
        double? smallest = metric.SmallestEffect ?? metric.SmallestRelativeEffect * Math.Abs(value);
        return new(metric, isShare, value, explained, [.. Told.Select(days => steps.At(days))], smallest, smallest is { } effect ? steps.Needs(effect) : null);
    }

    private static double Part(Experiment experiment)
    {
        var layer = experiment.Layer is { } range ? (range.To - range.From) / (double)EntityHash.Slots : 1;
        var holdout = experiment.Holdout is { } held ? (held.To - held.From) / (double)EntityHash.Slots : 0;
        return experiment.Exposure / (double)EntityHash.Slots * layer * (1 - holdout);
    }

    /// <summary>The smallest differences of the control and the treatment with the smallest weight.</summary>
    private sealed class Steps(Growth growth, Experiment experiment, double level)
    {
        private readonly AnytimeValid _endless = new(Settings.Alpha, Settings.Tuning);
        private readonly double _part = Part(experiment);
        private readonly double _total = experiment.Treatments.Sum(treatment => (double)treatment.Weight);

        public PlanStep At(double days)
        {
            var all = growth.At(days);
            var smallest = experiment.Treatments.Where(treatment => treatment != experiment.Control && treatment.Weight > 0).Select(treatment => (double)treatment.Weight).DefaultIfEmpty(_total / 2).Min();
            var difference = Estimate.OfDifference(Of(all, _part * smallest / _total), Of(all, _part * Math.Max(1, experiment.Control.Weight) / _total));
            return new(
                days,
                _part * all.Count,
                Power.FixedHorizonEffect(difference.VarianceByEntity, difference.Count, level, Settings.Power),
                Power.PlannedEndEffect(difference.VarianceByEntity, difference.Count, level, Settings.Power),
                Power.AnytimeValidEffect(_endless, difference.VarianceByUnit, difference.Units, Settings.Power, level));
        }

        public PlanNeeds Needs(double effect) => new(First(step => step.OneLook <= effect), First(step => step.PlannedEnd <= effect), First(step => step.AnyTime <= effect));

        /// <summary>The first whole day at which it is found; it is found at all later ones.</summary>
        private PlanStep? First(Func<PlanStep, bool> isFound)
        {
            var (low, high) = (0, MostDays);
            if (!isFound(At(high))) return null;
            while (high - low > 1)
            {
                var middle = (low + high) / 2;
                if (isFound(At(middle))) high = middle;
                else low = middle;
            }

            return At(high);
        }

        /// <summary>What a part of the entities would tell.</summary>
        private static Estimate Of(Estimate all, double share) =>
            new(all.Value, all.StandardError / Math.Sqrt(share), Math.Max(1, (long)Math.Round(all.Count * share))) { Units = all.Units * share };
    }
}
