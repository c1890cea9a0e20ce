using RoomTypes.Events;
using RoomTypes.Experiments.Files;
using RoomTypes.Statistics.Analysis;

namespace RoomTypes.Experiments.Results;

/// <summary>What an experiment says so far, with the time it is about.</summary>
/// <param name="Experiment">Its plan.</param>
/// <param name="From">Events from here on count.</param>
/// <param name="Until">Exposures and events from here on do not.</param>
/// <param name="Variations">The treatments with a weight, in the plan's order.</param>
/// <param name="Left">Entities that did not stay with their variation.</param>
/// <param name="Metrics">As measured, in the plan's order.</param>
/// <param name="Report">The analysis.</param>
public sealed record ExperimentOutcome(
    Experiment Experiment,
    DateTimeOffset From,
    DateTimeOffset Until,
    IReadOnlyList<VariationInput> Variations,
    LeftEntities Left,
    IReadOnlyList<MeasuredMetric> Metrics,
    AnalysisReport Report)
{
    /// <summary>The same by the attributes that the experiment declares; null if it declares none, or of days before.</summary>
    public BreakdownOutcome? Breakdown { get; init; }
}

/// <summary>What an experiment says so far of parts of its entities.</summary>
/// <param name="Comparisons">For how many comparisons p-values and intervals are adjusted.</param>
/// <param name="DistinctValues">How many values each attribute has.</param>
/// <param name="Groups">Attribute by attribute, the largest first; none without entities.</param>
public sealed record BreakdownOutcome(int Comparisons, IReadOnlyDictionary<string, int> DistinctValues, IReadOnlyList<GroupOutcome> Groups);

/// <summary>What an experiment says so far of a part of its entities.</summary>
/// <param name="Group">Which.</param>
/// <param name="Variations">How many of them met which variation.</param>
/// <param name="Report">The analysis.</param>
public sealed record GroupOutcome(Group Group, IReadOnlyList<VariationInput> Variations, GroupReport Report);

/// <summary>Reads what the event store knows of an experiment and analyses it.</summary>
/// <param name="plan">Names the experiments.</param>
/// <param name="time">Says what is now.</param>
/// <param name="log">Told of broken splits.</param>
/// <param name="store">The event store; null without one.</param>
public sealed class ResultsReader(ExperimentPlan plan, TimeProvider time, ILogger<ResultsReader> log, IEventStore? store = null)
{
    /// <summary>The most days of a history.</summary>
    public const int MostDays = 60;

    /// <summary>The results now.</summary>
    /// <param name="experiment">Its name.</param>
    /// <param name="from">Where to start; the experiment's start if null.</param>
    /// <param name="until">Where to end, not after now and the experiment's end, which it is if null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ServiceException">There is no such experiment, no event store, or it cannot be read.</exception>
    public async Task<ExperimentOutcome> ReadAsync(string experiment, DateTimeOffset? from, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var (reader, start, end) = Prepare(experiment, from, until);
        var results = await GuardedAsync(() => reader.ReadAsync(start, end, isBrokenDown: true, cancellationToken));
        if (results.Report.SampleRatio.IsBroken) log.SampleRatioMismatch(experiment, results.Report.SampleRatio.AnytimeValidPValue);
        return results;
    }

    /// <summary>How the shadow of that name, or of that experiment's feature, compares with what was answered; null if there is none.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public async Task<ShadowOutcome?> ReadShadowAsync(string experiment, DateTimeOffset? from, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var shadow = plan.Features.FirstOrDefault(feature => feature.Shadow?.Name == experiment || feature.Experiment?.Name == experiment)?.Shadow;
        if (shadow is null) return null;
        // One that has not begun, or was over before the time asked for, keeps nobody from an experiment's results.
        var latest = Earlier(time.GetUtcNow(), shadow.Schedule.End);
        if (shadow.Name != experiment && (from ?? shadow.Schedule.Start) >= Earlier(until ?? latest, latest)) return null;
        var (start, end) = Range(shadow.Schedule, from, until);
        return await GuardedAsync(() => ShadowReader.ReadAsync(Store, shadow, start, end, cancellationToken));
    }

    /// <summary>The results as they were at the end of every day (UTC), the last <see cref="MostDays"/> of them, and now.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public async Task<IReadOnlyList<ExperimentOutcome>> ReadHistoryAsync(string experiment, DateTimeOffset? from, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var (reader, start, end) = Prepare(experiment, from, until);
        var midnight = new DateTimeOffset(end.UtcDateTime.Date, TimeSpan.Zero);
        var days = Enumerable.Range(0, MostDays).Select(day => midnight.AddDays(-day)).Where(day => day > start && day < end).Reverse().Append(end);
        return await GuardedAsync(async () =>
        {
            var outcomes = new List<ExperimentOutcome>();
            foreach (var day in days)
            {
                var outcome = await reader.ReadAsync(start, day, isBrokenDown: day == end, cancellationToken);
                // Nothing is told of days before the first entity.
                if (outcomes.Count > 0 || day == end || outcome.Variations.Any(variation => variation.Entities > 0)) outcomes.Add(outcome);
            }

            return outcomes;
        });
    }

    /// <summary>What the experiment will be able to see, told by the last days; null without history: nobody was answered.</summary>
    /// <param name="experiment">Its name.</param>
    /// <param name="days">How many days are looked at, over 0.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ServiceException">There is no such experiment, no event store, or it cannot be read.</exception>
    public async Task<PowerPlan?> PlanAsync(string experiment, double days, CancellationToken cancellationToken)
    {
        var found = Require(experiment);
        return await GuardedAsync(() => new PowerPlanner(Store).PlanAsync(found.Experiment, time.GetUtcNow(), days, cancellationToken));
    }

    private (OutcomeReader Reader, DateTimeOffset Start, DateTimeOffset End) Prepare(string experiment, DateTimeOffset? from, DateTimeOffset? until)
    {
        var found = Require(experiment);
        var (start, end) = Range(found.Experiment.Schedule, from, until);
        return (new OutcomeReader(found.Feature, found.Experiment, Store), start, end);
    }

    private IEventStore Store => store
        ?? throw new ServiceException(ErrorKind.NotFound, "event_store_missing", "There is no event store to read results from. Set RoomType:Events:Store.");

    private (DateTimeOffset Start, DateTimeOffset End) Range(Schedule schedule, DateTimeOffset? from, DateTimeOffset? until)
    {
        var latest = Earlier(time.GetUtcNow(), schedule.End);
        var (start, end) = (from ?? schedule.Start, Earlier(until ?? latest, latest));
        if (start >= end) throw new ServiceException(ErrorKind.Invalid, "range_empty", $"The time range is {start:O} to {end:O}; allowed is one that ends after it starts.") { Value = $"{start:O}", Limit = $"before {end:O}" };
        return (start, end);
    }

    private async Task<T> GuardedAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (EventStoreException exception)
        {
            if (!exception.IsReadElsewhere) log.EventsNotRead(exception.Message);
            throw exception.ToServiceException();
        }
    }

    private (string Feature, Experiment Experiment) Require(string name)
    {
        var experiments = plan.Features.Where(feature => feature.Experiment is not null).Select(feature => (feature.Name, Experiment: feature.Experiment!)).ToList();
        if (experiments.FindIndex(pair => pair.Experiment.Name == name) is >= 0 and var index) return experiments[index];
        string[] names = [.. experiments.Select(pair => pair.Experiment.Name), .. plan.Features.Select(feature => feature.Shadow?.Name).OfType<string>()];
        var known = names.Length == 0 ? "none: set RoomType:Experiments:Source and describe one in RoomType:Experiments:File" : string.Join(", ", names);
        throw new ServiceException(ErrorKind.NotFound, "experiment_unknown", $"There is no experiment '{name}'; allowed is {known}.") { Value = name, Limit = known };
    }

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}
