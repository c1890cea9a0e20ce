using System.Text.Json;
using System.Text.Json.Serialization;
using RoomTypes.Experiments;

namespace RoomTypes.Http;

/// <summary>What GET /v1/experiments answers.</summary>
/// <param name="Source">Who assigns: none, local, appconfig or evidently.</param>
/// <param name="Features">Every feature of the experiments file.</param>
public sealed record ExperimentList(string Source, IReadOnlyList<FeatureDescription> Features)
{
    /// <summary>The state of the experiments file that is in force, for If-Match of a change; absent without a file.</summary>
    public string? Revision { get; init; }

    /// <summary>Whether this service changes them, for who shows the admin token.</summary>
    public bool Changeable { get; init; }
}

/// <summary>A feature and who gets what of it now.</summary>
public sealed record FeatureDescription
{
    /// <summary>The feature.</summary>
    public required string Name { get; init; }

    /// <summary>What everybody gets whom no rule takes.</summary>
    public required string DefaultVariation { get; init; }

    /// <summary>The variations by name with their values; for a choice of model, name@version.</summary>
    public required IReadOnlyDictionary<string, string> Variations { get; init; }

    /// <summary>How many entities have a variation of their own.</summary>
    public required int EntityOverrides { get; init; }

    /// <summary>The launch, which goes before the experiment.</summary>
    public LaunchDescription? Launch { get; init; }

    /// <summary>The experiment.</summary>
    public ExperimentDescription? Experiment { get; init; }

    /// <summary>The model that sees the same pictures without a say.</summary>
    public ShadowDescription? Shadow { get; init; }

    internal static FeatureDescription Of(Feature feature, DateTimeOffset now) => new()
    {
        Name = feature.Name,
        DefaultVariation = feature.DefaultVariation.Name,
        Variations = feature.Variations.ToDictionary(variation => variation.Name, variation => variation.Value.ToString()),
        EntityOverrides = feature.EntityOverrides.Count,
        Launch = feature.Launch is { } launch ? LaunchDescription.Of(launch, now) : null,
        Experiment = feature.Experiment is { } experiment ? ExperimentDescription.Of(experiment, now) : null,
        Shadow = feature.Shadow is { } shadow
            ? new(shadow.Name, ExperimentDescription.StatusOf(shadow.Schedule, now), shadow.Model, shadow.Share / (double)EntityHash.Slots)
            : null,
    };
}

/// <summary>A model that sees the same pictures, after the answer has gone.</summary>
/// <param name="Name">The shadow.</param>
/// <param name="Status">scheduled, running or ended.</param>
/// <param name="Model">name@version.</param>
/// <param name="Share">The share of requests that it sees, 0 to 1.</param>
public sealed record ShadowDescription(string Name, string Status, string Model, double Share);

/// <summary>A launch and the step that holds now.</summary>
/// <param name="Name">The launch.</param>
/// <param name="Status">scheduled, running or ended.</param>
/// <param name="Groups">The groups' shares of all entities in the step that holds, by group; segments may have others.</param>
/// <param name="Variations">The groups' variations, by group.</param>
public sealed record LaunchDescription(string Name, string Status, IReadOnlyDictionary<string, double> Groups, IReadOnlyDictionary<string, string> Variations)
{
    internal static LaunchDescription Of(Launch launch, DateTimeOffset now)
    {
        var step = launch.Steps.LastOrDefault(step => step.StartTime <= now);
        return new(
            launch.Name,
            ExperimentDescription.StatusOf(launch.Schedule, now),
            launch.Groups.Select((group, i) => (group.Name, Share: (step?.Weights[i] ?? 0) / (double)EntityHash.Slots)).ToDictionary(pair => pair.Name, pair => pair.Share),
            launch.Groups.ToDictionary(group => group.Name, group => group.Variation.Name));
    }
}

/// <summary>An experiment and its split.</summary>
public sealed record ExperimentDescription
{
    /// <summary>The experiment.</summary>
    public required string Name { get; init; }

    /// <summary>scheduled, running or ended.</summary>
    public required string Status { get; init; }

    /// <summary>When it starts; absent if it always did.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>When it ends; absent if that is open.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>The share of entities that take part, 0 to 1.</summary>
    public required double Exposure { get; init; }

    /// <summary>The segment that may take part; absent if everybody may.</summary>
    public string? Segment { get; init; }

    /// <summary>The variation that the others are compared with.</summary>
    public required string Control { get; init; }

    /// <summary>The shares of those who take part now, by variation.</summary>
    public required IReadOnlyDictionary<string, double> Shares { get; init; }

    /// <summary>The shares that will hold later, the next ones first; absent if none are planned.</summary>
    public IReadOnlyList<PhaseDescription>? Later { get; init; }

    /// <summary>What it is judged by, the deciding metric first.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    internal static ExperimentDescription Of(Experiment experiment, DateTimeOffset now)
    {
        var later = experiment.Phases.Where(phase => phase.From > now).Select(phase => new PhaseDescription(phase.From, SharesOf(experiment, phase.Weights))).ToList();
        return new()
        {
            Name = experiment.Name,
            Status = StatusOf(experiment.Schedule, now),
            Start = experiment.Schedule.Start == DateTimeOffset.MinValue ? null : experiment.Schedule.Start,
            End = experiment.Schedule.End == DateTimeOffset.MaxValue ? null : experiment.Schedule.End,
            Exposure = experiment.Exposure / (double)EntityHash.Slots,
            Segment = experiment.Segment?.Name,
            Control = experiment.Control.Variation.Name,
            Shares = SharesOf(experiment, experiment.WeightsAt(now)),
            Later = later.Count > 0 ? later : null,
            Metrics = [.. experiment.Metrics.Select(metric => metric.Name)],
        };
    }

    private static Dictionary<string, double> SharesOf(Experiment experiment, IReadOnlyList<int> weights)
    {
        var total = weights.Sum(weight => (double)weight);
        return experiment.Treatments.Zip(weights).ToDictionary(pair => pair.First.Variation.Name, pair => pair.Second / total);
    }

    internal static string StatusOf(Schedule schedule, DateTimeOffset now) =>
        now < schedule.Start ? "scheduled" : schedule.Includes(now) ? "running" : "ended";
}

/// <summary>Shares that hold from a moment on.</summary>
/// <param name="From">That moment.</param>
/// <param name="Shares">Of those who take part, by variation.</param>
public sealed record PhaseDescription(DateTimeOffset From, IReadOnlyDictionary<string, double> Shares);

/// <summary>Writes experiments without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExperimentList))]
internal sealed partial class ExperimentListJson : JsonSerializerContext;
