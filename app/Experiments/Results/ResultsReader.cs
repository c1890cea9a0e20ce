using RoomTypes.Events;
using RoomTypes.Experiments.Files;
using RoomTypes.Statistics;
using RoomTypes.Statistics.Analysis;

namespace RoomTypes.Experiments.Results;

/// <summary>What an experiment says so far, with the time it is about.</summary>
/// <param name="Experiment">Its plan.</param>
/// <param name="From">Exposures and events from here on count.</param>
/// <param name="Until">Those from here on do not.</param>
/// <param name="Variations">The treatments with a weight, in the plan's order.</param>
/// <param name="MixedEntities">Entities that met several variations; they are left out.</param>
/// <param name="Report">The analysis.</param>
public sealed record ExperimentOutcome(
    Experiment Experiment, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<VariationInput> Variations, long MixedEntities, AnalysisReport Report);

/// <summary>Reads what the event store knows of an experiment and analyses it.</summary>
/// <param name="plan">Names the experiments.</param>
/// <param name="time">Says what is now.</param>
/// <param name="log">Told of broken splits.</param>
/// <param name="store">The event store; null without one.</param>
public sealed class ResultsReader(ExperimentPlan plan, TimeProvider time, ILogger<ResultsReader> log, IEventStore? store = null)
{
    private static readonly AnalysisSettings Settings = new();

    /// <summary>The results now.</summary>
    /// <param name="experiment">Its name.</param>
    /// <param name="from">Where to start; the experiment's start if null.</param>
    /// <param name="until">Where to end; now or the experiment's end if null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ServiceException">There is no such experiment, no event store, or it cannot be read.</exception>
    public async Task<ExperimentOutcome> ReadAsync(string experiment, DateTimeOffset? from, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var found = Require(experiment);
        if (store is null) throw new ServiceException(ErrorKind.NotFound, "event_store_missing", "There is no event store to read results from. Set RoomType:Events:Store.");
        var (start, end) = (from ?? found.Schedule.Start, until ?? Earlier(time.GetUtcNow(), found.Schedule.End));
        if (start >= end) throw new ServiceException(ErrorKind.Invalid, "range_empty", $"The time range is {start:O} to {end:O}; allowed is one that ends after it starts.") { Value = $"{start:O}", Limit = $"before {end:O}" };
        try
        {
            var results = await ReadAsync(found, start, end, store, cancellationToken);
            if (results.Report.SampleRatio.IsBroken) log.SampleRatioMismatch(experiment, results.Report.SampleRatio.AnytimeValidPValue);
            return results;
        }
        catch (EventStoreException exception)
        {
            log.EventsNotRead(exception.Message);
            throw new ServiceException(ErrorKind.NotReady, "event_store_unavailable", "The event store cannot be read now; the log says why. Try again later.");
        }
    }

    private static async Task<ExperimentOutcome> ReadAsync(Experiment experiment, DateTimeOffset from, DateTimeOffset until, IEventStore store, CancellationToken cancellationToken)
    {
        var treatments = experiment.Treatments.Where(treatment => treatment.Weight > 0).ToList();
        if (!treatments.Contains(experiment.Control)) treatments.Insert(0, experiment.Control);
        var metrics = new List<MetricInput>();
        EntityMoments[]? moments = null;
        foreach (var metric in experiment.Metrics)
        {
            moments = await ReadAsync(experiment.Name, metric.Name, treatments, from, until, store, cancellationToken);
            metrics.Add(new MetricInput(metric.Name, metric.DesiredChange == DesiredChange.Increase, IsShare(metric.Name), moments));
        }

        moments ??= await ReadAsync(experiment.Name, BuiltInMetrics.CorrectionRate, treatments, from, until, store, cancellationToken);
        VariationInput[] variations = [.. treatments.Select((treatment, i) => new VariationInput(treatment.Variation.Name, Math.Max(treatment.Weight, 1e-9), moments[i].Count))];
        var elapsed = from > DateTimeOffset.MinValue ? until - from : (TimeSpan?)null;
        return new ExperimentOutcome(
            experiment, from, until, variations,
            await store.CountMixedEntitiesAsync(experiment.Name, from, until, cancellationToken),
            Analyzer.Analyze(variations, treatments.IndexOf(experiment.Control), metrics, Settings, elapsed));
    }

    private static async Task<EntityMoments[]> ReadAsync(
        string experiment, string metric, List<Treatment> treatments, DateTimeOffset from, DateTimeOffset until, IEventStore store, CancellationToken cancellationToken)
    {
        var moments = treatments.ToDictionary(treatment => treatment.Variation.Name, _ => new EntityMoments());
        await foreach (var entity in store.ReadEntityTotalsAsync(experiment, metric, from, until, cancellationToken))
        {
            if (moments.TryGetValue(entity.Variation, out var own)) own.Add(entity.Numerator, entity.Denominator, entity.PreNumerator, entity.PreDenominator);
        }

        return [.. treatments.Select(treatment => moments[treatment.Variation.Name])];
    }

    private Experiment Require(string name)
    {
        var experiments = plan.Features.Select(feature => feature.Experiment).OfType<Experiment>().ToList();
        if (experiments.Find(experiment => experiment.Name == name) is { } found) return found;
        var known = experiments.Count == 0 ? "none: set RoomType:Experiments:Source and describe one in RoomType:Experiments:File" : string.Join(", ", experiments.Select(experiment => experiment.Name));
        throw new ServiceException(ErrorKind.NotFound, "experiment_unknown", $"There is no experiment '{name}'; allowed is {known}.") { Value = name, Limit = known };
    }

    private static bool IsShare(string metric) => metric is BuiltInMetrics.CorrectionRate or BuiltInMetrics.Confidence;

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}
