using System.Text.Json;
using System.Text.Json.Serialization;

namespace RoomTypes.Experiments.Files;

/// <summary>The experiments file as it is written; docs/experiments.md says what each member means.</summary>
/// <remarks>Members with a default have setters: generated readers would give init-only ones null.</remarks>
internal sealed record ExperimentDocument
{
    public IReadOnlyList<SegmentEntry> Segments { get; set; } = [];

    public HoldoutEntry? Holdout { get; init; }

    public required IReadOnlyList<FeatureEntry> Features { get; init; }
}

internal sealed record SegmentEntry
{
    public required string Name { get; init; }

    public JsonElement? Pattern { get; init; }

    public string? Rule { get; init; }
}

internal sealed record FeatureEntry
{
    public required string Name { get; init; }

    public required string DefaultVariation { get; init; }

    public required IReadOnlyList<VariationEntry> Variations { get; init; }

    public IReadOnlyDictionary<string, string> EntityOverrides { get; set; } = new Dictionary<string, string>();

    public LaunchEntry? Launch { get; init; }

    public ExperimentEntry? Experiment { get; init; }

    public ShadowEntry? Shadow { get; init; }
}

internal sealed record ShadowEntry
{
    public required string Name { get; init; }

    public required string Model { get; init; }

    public int Share { get; set; } = EntityHash.Slots;

    public DateTimeOffset? Start { get; init; }

    public DateTimeOffset? End { get; init; }
}

internal sealed record VariationEntry
{
    public required string Name { get; init; }

    public required JsonElement Value { get; init; }

    public IReadOnlyDictionary<string, string> Attributes { get; set; } = new Dictionary<string, string>();
}

internal sealed record LaunchEntry
{
    public required string Name { get; init; }

    public string? Salt { get; init; }

    public DateTimeOffset? Start { get; init; }

    public DateTimeOffset? End { get; init; }

    public required IReadOnlyList<GroupEntry> Groups { get; init; }

    public required IReadOnlyList<StepEntry> Steps { get; init; }
}

internal sealed record GroupEntry
{
    public required string Name { get; init; }

    public required string Variation { get; init; }
}

internal sealed record StepEntry
{
    public required DateTimeOffset StartTime { get; init; }

    public required IReadOnlyDictionary<string, int> Weights { get; init; }

    public IReadOnlyList<OverrideEntry> SegmentOverrides { get; set; } = [];
}

internal sealed record OverrideEntry
{
    public required string Segment { get; init; }

    public required IReadOnlyDictionary<string, int> Weights { get; init; }
}

internal sealed record ExperimentEntry
{
    public required string Name { get; init; }

    public string? Salt { get; init; }

    public required string Control { get; init; }

    public required IReadOnlyList<TreatmentEntry> Treatments { get; init; }

    public int Exposure { get; set; } = EntityHash.Slots;

    public string? Segment { get; init; }

    public DateTimeOffset? Start { get; init; }

    public DateTimeOffset? End { get; init; }

    public IReadOnlyList<PhaseEntry> Phases { get; set; } = [];

    public LayerEntry? Layer { get; init; }

    public IReadOnlyList<string> Breakdown { get; set; } = [];

    public IReadOnlyList<MetricEntry> Metrics { get; set; } = [];
}

internal sealed record PhaseEntry
{
    public required DateTimeOffset From { get; init; }

    public required IReadOnlyDictionary<string, int> Weights { get; init; }
}

internal sealed record LayerEntry
{
    public required string Name { get; init; }

    public required int From { get; init; }

    public required int To { get; init; }
}

internal sealed record HoldoutEntry
{
    public required string Name { get; init; }

    public required int Share { get; init; }
}

internal sealed record TreatmentEntry
{
    public required string Name { get; init; }

    public required string Variation { get; init; }

    public required int Weight { get; init; }
}

internal sealed record MetricEntry
{
    public required string Name { get; init; }

    public required DesiredChange DesiredChange { get; init; }

    public string? Event { get; init; }

    public MetricKind Kind { get; set; }

    public string? Denominator { get; init; }

    public double? Quantile { get; init; }

    public double? WindowHours { get; init; }

    public double? PastDays { get; init; }

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    public double? Cap { get; init; }

    public double? WorstChange { get; init; }

    public double? SmallestEffect { get; init; }

    public double? SmallestRelativeEffect { get; init; }
}

/// <summary>Reads the file without reflection; a member that is not known is an error.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ExperimentDocument))]
internal sealed partial class ExperimentDocumentJson : JsonSerializerContext;
