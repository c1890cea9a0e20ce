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

    public async Task<ExperimentOutcome> ReadAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var phases = Phases(from, until);
        var arrived = new List<PhaseInput>();
        var left = default(LeftEntities);
        foreach (var (query, weights) in phases)
        {
            arrived.Add(new(weights, await CountAsync(query, cancellationToken)));
            var own = await _store.CountLeftEntitiesAsync(query, cancellationToken);
            left = new(left.Mixed + own.Mixed, left.Moved + own.Moved);
        }

        // A phase in which not all took part compares nothing.
        var compared = phases.Where(phase => phase.Weights.All(weight => weight > 0)).Select(phase => phase.Query).ToList();
        var metrics = new List<MeasuredMetric>();
        foreach (var metric in _experiment.Metrics) metrics.Add(await ReadAsync(metric, compared, cancellationToken));
        var (names, last) = (Names, phases[^1].Weights);
        VariationInput[] variations = [.. names.Select((name, i) => new VariationInput(name, Math.Max(last[i], 1e-9), arrived.Sum(phase => phase.Entities[i])))];
        var elapsed = from > DateTimeOffset.MinValue ? until - from : (TimeSpan?)null;
        var report = Analyzer.Analyze(
            variations, _treatments.IndexOf(_experiment.Control), metrics.ConvertAll(metric => metric.Input), Settings, elapsed, new ArrivalInput(arrived, left.Mixed));
        return new(_experiment, from, until, variations, left, metrics, report);
    }

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

    private async Task<long[]> CountAsync(MetricQuery query, CancellationToken cancellationToken)
    {
        var counts = await _store.CountEntitiesAsync(query, cancellationToken).ToDictionaryAsync(count => count.Variation, count => count.Entities, cancellationToken: cancellationToken);
        return [.. Names.Select(name => counts.GetValueOrDefault(name))];
    }

    private async Task<MeasuredMetric> ReadAsync(ExperimentMetric metric, List<MetricQuery> phases, CancellationToken cancellationToken)
    {
        var reader = new MetricReader(_store, metric, Names);
        var read = new List<MeasuredMetric>();
        foreach (var query in phases) read.Add(await reader.ReadAsync(query, cancellationToken));
        return read.Count switch
        {
            0 => reader.Nothing(),
            1 => read[0],
            _ => Stratified.Combine(read),
        };
    }
}
