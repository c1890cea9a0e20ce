using RoomTypes.Events;
using RoomTypes.Statistics.Analysis;

namespace RoomTypes.Experiments.Results;

/// <summary>
/// Reads one experiment from the event store and analyses it, phase by phase of its weights: an entity counts in the phase in which it was
/// first exposed, until that ends, since other weights move entities.
/// </summary>
internal sealed class OutcomeReader
{
    private static readonly AnalysisSettings Settings = new();

    private readonly string _feature;
    private readonly Experiment _experiment;
    private readonly IEventStore _store;
    private readonly List<Treatment> _treatments;

    public OutcomeReader(string feature, Experiment experiment, IEventStore store)
    {
        (_feature, _experiment, _store) = (feature, experiment, store);
        _treatments = [.. experiment.Treatments.Where((treatment, i) => treatment == experiment.Control || experiment.Phases.Any(phase => phase.Weights[i] > 0))];
    }

    private List<string> Names => _treatments.ConvertAll(treatment => treatment.Variation.Name);

    /// <summary>Reads and analyses.</summary>
    /// <param name="from">Events from here on count.</param>
    /// <param name="until">Exposures and events from here on do not.</param>
    /// <param name="isBrokenDown">Whether by the declared attributes, too.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ExperimentOutcome> ReadAsync(DateTimeOffset from, DateTimeOffset until, bool isBrokenDown, CancellationToken cancellationToken)
    {
        var isGrouped = isBrokenDown && _experiment.Breakdown.Count > 0;
        var phases = Phases(from, until);
        var counts = new List<List<VariationCount>>();
        var left = default(LeftEntities);
        foreach (var (query, _) in phases)
        {
            counts.Add(await _store.CountEntitiesAsync(query with { WithAttributes = isGrouped }, cancellationToken).ToListAsync(cancellationToken));
            var own = await _store.CountLeftEntitiesAsync(query, cancellationToken);
            left = new(left.Mixed + own.Mixed, left.Moved + own.Moved);
        }

        var arrived = phases.Select((phase, i) => new PhaseInput(phase.Weights, Arrived(counts[i], _ => true))).ToList();
        var grouping = isGrouped ? new Grouping(_experiment.Breakdown, counts.SelectMany(phase => phase).Select(count => (count.Attributes, count.Entities))) : null;
        // A phase in which not all took part compares nothing.
        var compared = phases.Where(phase => phase.Weights.All(weight => weight > 0)).Select(phase => phase.Query).ToList();
        var metrics = new List<MeasuredMetric>();
        foreach (var metric in _experiment.Metrics) metrics.Add(await ReadAsync(metric, compared, grouping, cancellationToken));
        var variations = Variations(arrived);
        var elapsed = from > DateTimeOffset.MinValue ? until - from : (TimeSpan?)null;
        var report = Analyzer.Analyze(
            variations, _treatments.IndexOf(_experiment.Control), metrics.ConvertAll(metric => metric.Input), Settings, elapsed, new ArrivalInput(arrived, left.Mixed));
        return new(_experiment, from, until, variations, left, metrics, report)
        {
            Breakdown = grouping is null ? null : BreakDown(grouping, phases, counts, metrics),
        };
    }

    /// <summary>The parts of the entities that the groups are, each with how it arrived.</summary>
    private BreakdownOutcome BreakDown(
        Grouping grouping, List<(MetricQuery, IReadOnlyList<double> Weights)> phases, List<List<VariationCount>> counts, List<MeasuredMetric> metrics)
    {
        var parts = grouping.Groups.Select((group, index) =>
        {
            var arrived = phases.Select((phase, i) => new PhaseInput(phase.Weights, Arrived(counts[i], count => grouping.IndexesOf(count.Attributes).Contains(index)))).ToList();
            return (Group: group, Input: new GroupInput(Variations(arrived), arrived, metrics.ConvertAll(metric => metric.Groups[index])));
        }).Where(part => part.Input.Variations.Any(variation => variation.Entities > 0)).ToList();
        var reports = Analyzer.AnalyzeGroups(parts.ConvertAll(part => part.Input), _treatments.IndexOf(_experiment.Control), Settings, grouping.Most);
        return new(
            grouping.Most * metrics.Count * (_treatments.Count - 1), grouping.DistinctValues,
            [.. parts.Select((part, i) => new GroupOutcome(part.Group, part.Input.Variations, reports[i]))]);
    }

    private VariationInput[] Variations(IReadOnlyList<PhaseInput> arrived) =>
        [.. Names.Select((name, i) => new VariationInput(name, Math.Max(arrived[^1].Weights[i], 1e-9), arrived.Sum(phase => phase.Entities[i])))];

    private List<(MetricQuery Query, IReadOnlyList<double> Weights)> Phases(DateTimeOffset from, DateTimeOffset until)
    {
        var phases = new List<(MetricQuery, IReadOnlyList<double>)>();
        for (var i = 0; i < _experiment.Phases.Count; i++)
        {
            var (phase, next) = (_experiment.Phases[i], i + 1 < _experiment.Phases.Count ? _experiment.Phases[i + 1].From : DateTimeOffset.MaxValue);
            var (start, end) = (phase.From > from ? phase.From : from, next < until ? next : until);
            if (start >= end) continue;
            var query = new MetricQuery(_experiment.Name, "", start, end) { Feature = _feature, ExposedFrom = phase.From };
            phases.Add((query, _treatments.ConvertAll(treatment => (double)phase.Weights[IndexOf(treatment)])));
        }

        return phases;
    }

    private int IndexOf(Treatment treatment) => Enumerable.Range(0, _experiment.Treatments.Count).First(i => _experiment.Treatments[i] == treatment);

    /// <summary>By variation, the entities that are meant.</summary>
    private long[] Arrived(List<VariationCount> counts, Func<VariationCount, bool> isMeant) =>
        [.. Names.Select(name => counts.Where(count => count.Variation == name && isMeant(count)).Sum(count => count.Entities))];

    private async Task<MeasuredMetric> ReadAsync(ExperimentMetric metric, List<MetricQuery> phases, Grouping? grouping, CancellationToken cancellationToken)
    {
        var reader = new MetricReader(_store, metric, Names, grouping);
        var read = new List<MeasuredMetric>();
        foreach (var query in phases) read.Add(await reader.ReadAsync(query, cancellationToken));
        return read.Count == 0 ? reader.Nothing() : Stratified.Combine(read);
    }
}
