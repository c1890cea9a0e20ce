using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json.Nodes;
using RoomTypes.Events;
using RoomTypes.Experiments;
using RoomTypes.Experiments.Segments;

namespace RoomTypes.Evidently;

/// <summary>What an experiment of a project reads from custom events.</summary>
/// <param name="Key">The name under which its values are kept.</param>
/// <param name="Pattern">Which events count; all if null.</param>
/// <param name="EntityPath">Where the entity's id is.</param>
/// <param name="ValuePath">Where the value is.</param>
internal sealed record MetricRule(string Key, EventPattern? Pattern, string[] EntityPath, string[] ValuePath);

/// <summary>A project ready to be evaluated.</summary>
/// <param name="Features">By name.</param>
/// <param name="Metrics">Of all experiments that have not ended.</param>
internal sealed record ProjectRules(FrozenDictionary<string, Feature> Features, IReadOnlyList<MetricRule> Metrics);

/// <summary>Reads projects from the store and keeps them for a second, so that an evaluation costs no query.</summary>
internal sealed class ProjectCache(IEventStore store, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, (ProjectRules? Rules, long Read)> _projects = new();
    private readonly ResourceStore _resources = new(store, time);

    /// <summary>The project of that name.</summary>
    /// <exception cref="EvidentlyException">There is none.</exception>
    public async Task<ProjectRules> GetAsync(string project, CancellationToken cancellationToken)
    {
        if (!_projects.TryGetValue(project, out var known) || time.GetElapsedTime(known.Read) > Lifetime)
        {
            known = (await ReadAsync(project, cancellationToken), time.GetTimestamp());
            // Names that do not exist are not kept: their number has no bound.
            if (known.Rules is not null) _projects[project] = known;
            else _projects.TryRemove(project, out _);
        }

        return known.Rules ?? throw EvidentlyException.NotFound("project", project);
    }

    /// <summary>Forgets what was read, after a change through this process.</summary>
    public void Clear() => _projects.Clear();

    private async Task<ProjectRules?> ReadAsync(string project, CancellationToken cancellationToken)
    {
        if (await _resources.FindAsync(Names.Project(project), cancellationToken) is null) return null;
        var parts = await _resources.ListTreeAsync($"{Names.Project(project)}/", cancellationToken);
        var segments = (await _resources.ListAsync(Names.Segments, cancellationToken)).ToDictionary(segment => (string)segment.Json["arn"]!);
        var compiler = new ProjectCompiler(project, parts, segments);
        return new ProjectRules(compiler.Features().ToFrozenDictionary(feature => feature.Name), [.. compiler.Metrics()]);
    }
}

/// <summary>Turns resources into rules.</summary>
internal sealed class ProjectCompiler(string project, IReadOnlyList<Resource> parts, IReadOnlyDictionary<string, Resource> segments)
{
    public IEnumerable<Feature> Features() => Of("feature").Select(resource =>
    {
        var variations = resource.Json["variations"]!.AsArray().Select(variation => new Variation((string)variation!["name"]!, Value(variation["value"]!.AsObject()))).ToList();
        var running = parts.Where(part => part.Status == "RUNNING").OrderBy(part => (double)part.Json["execution"]!["startedTime"]!).ToList();
        return new Feature(resource.Name, Find((string?)resource.Json["defaultVariation"]), variations)
        {
            EntityOverrides = resource.Json["entityOverrides"]!.AsObject().ToFrozenDictionary(pair => pair.Key, pair => Find((string?)pair.Value)),
            ServesDefaultOnly = (string?)resource.Json["evaluationStrategy"] == "DEFAULT_VARIATION",
            Launch = running.Where(part => IsOf(part, "launch")).Select(part => Launch(part, resource.Name, Find)).FirstOrDefault(launch => launch is not null),
            Experiment = running.Where(part => IsOf(part, "experiment")).Select(part => Experiment(part, resource.Name, Find)).FirstOrDefault(experiment => experiment is not null),
        };

        Variation Find(string? name) => variations.First(variation => variation.Name == name);
    });

    public IEnumerable<MetricRule> Metrics() => Of("experiment").Where(experiment => experiment.Status is "CREATED" or "RUNNING").SelectMany(experiment =>
        experiment.Json["metricGoals"]!.AsArray().Select(goal =>
        {
            var definition = goal!["metricDefinition"]!;
            return new MetricRule(
                MetricKey(project, experiment.Name, (string)definition["name"]!),
                (string?)definition["eventPattern"] is { } pattern ? EventPattern.Parse(pattern) : null,
                ((string)definition["entityIdKey"]!).Split('.'),
                ((string)definition["valueKey"]!).Split('.'));
        }));

    /// <summary>The name under which an experiment's exposures are kept.</summary>
    public static string ExperimentKey(string project, string experiment) => $"{project}/{experiment}";

    /// <summary>The name under which a feature is kept with exposures: two projects may have one of the same name.</summary>
    public static string FeatureKey(string project, string feature) => $"{project}/{feature}";

    /// <summary>The name under which an experiment's values are kept.</summary>
    public static string MetricKey(string project, string experiment, string metric) => $"{project}/{experiment}/{metric}";

    private IEnumerable<Resource> Of(string kind) => parts.Where(part => IsOf(part, kind));

    private static bool IsOf(Resource part, string kind) => part.Path.Contains($"/{kind}/", StringComparison.Ordinal);

    private static VariationValue Value(JsonObject value) => value.First() switch
    {
        { Key: "boolValue", Value: var node } => VariationValue.Of((bool)node!),
        { Key: "longValue", Value: var node } => VariationValue.Of((long)node!),
        { Key: "doubleValue", Value: var node } => VariationValue.Of((double)node!),
        { Value: var node } => VariationValue.Of((string)node!),
    };

    private Launch? Launch(Resource launch, string feature, Func<string?, Variation> find)
    {
        var groups = launch.Json["groups"]!.AsArray().Where(group => group!["featureVariations"]![feature] is not null)
            .Select(group => new LaunchGroup((string)group!["name"]!, find((string?)group["featureVariations"]![feature]))).ToList();
        if (groups.Count == 0) return null;
        var steps = launch.Json["scheduledSplitsDefinition"]!["steps"]!.AsArray()
            .Select(step => new LaunchStep(Time(step!["startTime"]), Weights(step["groupWeights"], groups))
            {
                SegmentOverrides = [.. (step["segmentOverrides"]?.AsArray() ?? []).Select(entry => new SegmentOverride(Segment((string)entry!["segment"]!), Weights(entry["weights"], groups)))],
            })
            .OrderBy(step => step.StartTime).ToList();
        return new Launch(launch.Name, groups, steps, new Schedule(Time(launch.Json["execution"]!["startedTime"]), DateTimeOffset.MaxValue), (string?)launch.Json["randomizationSalt"]);
    }

    private Experiment? Experiment(Resource experiment, string feature, Func<string?, Variation> find)
    {
        var (definition, json) = (experiment.Json["onlineAbDefinition"]!, experiment.Json);
        var treatments = json["treatments"]!.AsArray().Where(treatment => treatment!["featureVariations"]![feature] is not null)
            .Select(treatment => new Treatment(
                (string)treatment!["name"]!, find((string?)treatment["featureVariations"]![feature]), (int)((long?)definition["treatmentWeights"]![(string)treatment["name"]!] ?? 0)))
            .ToList();
        // An experiment that assigns nobody must not keep the project from being evaluated.
        if (treatments.Count == 0 || treatments.All(treatment => treatment.Weight == 0)) return null;
        var control = (string)definition["controlTreatmentName"]!;
        return new Experiment(
            experiment.Name, treatments, treatments.Exists(treatment => treatment.Name == control) ? control : treatments[0].Name, (int)(long)json["samplingRate"]!,
            new Schedule(Time(json["execution"]!["startedTime"]), Time(json["schedule"]!["analysisCompleteTime"])), (string?)json["randomizationSalt"])
        {
            Segment = (string?)json["segment"] is { } segment ? Segment(segment) : null,
        };
    }

    private Segment Segment(string arn) => new(arn, EventPattern.Parse((string)segments[arn].Json["pattern"]!));

    private static int[] Weights(JsonNode? weights, List<LaunchGroup> groups) => [.. groups.Select(group => (int)((long?)weights![group.Name] ?? 0))];

    private static DateTimeOffset Time(JsonNode? seconds) => EventTime.OfSeconds((double)seconds!);
}
