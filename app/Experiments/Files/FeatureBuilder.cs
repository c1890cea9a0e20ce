using System.Collections.Frozen;
using System.Text.Json;
using RoomTypes.Experiments.AppConfig;
using RoomTypes.Experiments.Segments;

namespace RoomTypes.Experiments.Files;

/// <summary>Makes features of what a file says and remembers every problem.</summary>
internal sealed class FeatureBuilder
{
    private readonly Dictionary<string, Segment> _segments = [];

    private Layer? _holdout;

    public List<string> Errors { get; } = [];

    public IReadOnlyList<Feature> Build(ExperimentDocument document)
    {
        foreach (var segment in document.Segments) Add(segment);
        if (document.Holdout is { } holdout) _holdout = Range("the holdout", holdout.Name, 0, holdout.Share);
        Unique("feature", document.Features.Select(feature => feature.Name), "the file");
        Unique("experiment", document.Features.SelectMany(feature => new[] { feature.Experiment?.Name, feature.Shadow?.Name }).OfType<string>(), "the file");
        return [.. document.Features.Select(Build).OfType<Feature>()];
    }

    private void Add(SegmentEntry entry)
    {
        Name("segment", entry.Name);
        try
        {
            ICondition condition = entry switch
            {
                { Pattern: { } pattern, Rule: null } => EventPattern.Parse(pattern.GetRawText()),
                { Pattern: null, Rule: { } rule } => Rule.Parse(rule, entry.Name),
                _ => throw new FormatException("allowed is a pattern or a rule, one of them."),
            };
            if (!_segments.TryAdd(entry.Name, new Segment(entry.Name, condition))) Errors.Add($"Segment '{entry.Name}' is there twice.");
        }
        catch (FormatException exception)
        {
            Errors.Add($"Segment '{entry.Name}': {exception.Message}");
        }
    }

    private Feature? Build(FeatureEntry entry)
    {
        var place = $"feature '{entry.Name}'";
        Name("feature", entry.Name);
        Unique("variation", entry.Variations.Select(variation => variation.Name), place);
        var variations = entry.Variations.Select(variation => Build(variation, place)).DistinctBy(variation => variation.Name).ToDictionary(variation => variation.Name);
        if (variations.Values.Select(variation => variation.Value.Kind).Distinct().Count() > 1) Errors.Add($"The variations of {place} are of several types; allowed is one type.");
        if (Find(variations, entry.DefaultVariation, $"the default variation of {place}") is not { } byDefault) return null;
        return new Feature(entry.Name, byDefault, [.. variations.Values])
        {
            EntityOverrides = entry.EntityOverrides
                .Select(pair => (pair.Key, Variation: Find(variations, pair.Value, $"an entity override of {place}")))
                .Where(pair => pair.Variation is not null).ToFrozenDictionary(pair => pair.Key, pair => pair.Variation!),
            Launch = entry.Launch is null ? null : Try(() => Build(entry.Launch, variations, place)),
            Experiment = entry.Experiment is null ? null : Try(() => Build(entry.Experiment, variations, place)),
            Shadow = entry.Shadow is null ? null : Build(entry.Shadow),
        };
    }

    private Shadow Build(ShadowEntry entry)
    {
        Name("shadow", entry.Name);
        if (entry.Model.Length == 0) Errors.Add($"The model of shadow '{entry.Name}' is ''; allowed is one that is served, for example room-type@3.");
        if (entry.Share is < 0 or > EntityHash.Slots) Errors.Add($"The share of shadow '{entry.Name}' is {entry.Share}; allowed is 0 to {EntityHash.Slots}.");
        return new Shadow(entry.Name, entry.Model, entry.Share, Between(entry.Start, entry.End));
    }

    private Variation Build(VariationEntry entry, string place)
    {
        Name("variation", entry.Name);
        VariationValue? value = entry.Value.ValueKind switch
        {
            JsonValueKind.String => VariationValue.Of(entry.Value.GetString()!),
            JsonValueKind.True or JsonValueKind.False => VariationValue.Of(entry.Value.GetBoolean()),
            JsonValueKind.Number => entry.Value.TryGetInt64(out var whole) ? VariationValue.Of(whole) : VariationValue.Of(entry.Value.GetDouble()),
            _ => null,
        };
        if (value is null) Errors.Add($"Variation '{entry.Name}' of {place} has the value {entry.Value.GetRawText()}; allowed is a text, a number, true or false.");
        return new Variation(entry.Name, value ?? default) { Attributes = entry.Attributes };
    }

    private Launch? Build(LaunchEntry entry, Dictionary<string, Variation> variations, string feature)
    {
        var place = $"launch '{entry.Name}'";
        Check(place, entry.Name, entry.Salt);
        Unique("group", entry.Groups.Select(group => group.Name), place);
        var groups = entry.Groups.Select(group => (group.Name, Variation: Find(variations, group.Variation, $"group '{group.Name}' of {place} of {feature}"))).ToList();
        if (groups.Any(group => group.Variation is null)) return null;
        string[] arms = [.. groups.Select(group => group.Name)];
        var steps = entry.Steps.OrderBy(step => step.StartTime).Select(step => new LaunchStep(step.StartTime, Weights(step.Weights, arms, $"A step of {place}"))
        {
            SegmentOverrides = [.. step.SegmentOverrides
                .Select(own => (Segment: FindSegment(own.Segment, place), own.Weights))
                .Where(own => own.Segment is not null)
                .Select(own => new SegmentOverride(own.Segment!, Weights(own.Weights, arms, $"A step of {place}")))],
        });
        return new Launch(entry.Name, [.. groups.Select(group => new LaunchGroup(group.Name, group.Variation!))], [.. steps], Between(entry.Start, entry.End), entry.Salt);
    }

    private Experiment? Build(ExperimentEntry entry, Dictionary<string, Variation> variations, string feature)
    {
        var place = $"experiment '{entry.Name}'";
        Check(place, entry.Name, entry.Salt);
        Unique("treatment", entry.Treatments.Select(treatment => treatment.Name), place);
        var treatments = entry.Treatments.Select(treatment => (treatment, Variation: Find(variations, treatment.Variation, $"treatment '{treatment.Name}' of {place} of {feature}"))).ToList();
        // Results are told apart by variation.
        Unique("treatment's variation", entry.Treatments.Select(treatment => treatment.Variation), place);
        var segment = entry.Segment is null ? null : FindSegment(entry.Segment, place);
        var breakdown = BuildBreakdown(entry.Breakdown, place);
        if (treatments.Any(pair => pair.Variation is null)) return null;
        return new Experiment(
            entry.Name,
            [.. treatments.Select(pair => new Treatment(pair.treatment.Name, pair.Variation!, pair.treatment.Weight))],
            entry.Control, entry.Exposure, Between(entry.Start, entry.End), entry.Salt,
            [.. entry.Phases.Select(phase => new Phase(phase.From, Weights(phase.Weights, [.. entry.Treatments.Select(treatment => treatment.Name)], $"A phase of {place}")))])
        {
            Segment = segment,
            Layer = entry.Layer is { } layer ? Range($"the layer of {place}", layer.Name, layer.From, layer.To) : null,
            Holdout = _holdout,
            Breakdown = breakdown,
            Metrics = MetricBuilder.Build(entry.Metrics, place, Errors),
        };
    }

    private IReadOnlyList<string> BuildBreakdown(IReadOnlyList<string> attributes, string place)
    {
        if (attributes.Count > Breakdown.MostAttributes) Errors.Add($"The breakdown of {place} has {attributes.Count} attributes; allowed are at most {Breakdown.MostAttributes}.");
        foreach (var attribute in attributes.Where(attribute => attribute.Length is 0 or > Breakdown.LongestAttribute))
            Errors.Add($"The breakdown of {place} has the attribute '{attribute}'; allowed is a name of 1 to {Breakdown.LongestAttribute} characters.");
        foreach (var twice in attributes.GroupBy(attribute => attribute).Where(group => group.Count() > 1)) Errors.Add($"The attribute '{twice.Key}' is there twice in the breakdown of {place}.");
        return attributes;
    }

    private Layer? Range(string place, string name, int from, int to)
    {
        Name("layer", name);
        if (from >= 0 && from < to && to <= EntityHash.Slots) return new Layer(name, from, to);
        Errors.Add($"The range of {place} is {from} to {to}; allowed is a part of 0 to {EntityHash.Slots}.");
        return null;
    }

    private int[] Weights(IReadOnlyDictionary<string, int> weights, IReadOnlyList<string> arms, string place)
    {
        foreach (var name in weights.Keys.Where(name => !arms.Contains(name))) Errors.Add($"{place} has a weight for '{name}'; allowed is {Listed(arms)}.");
        return [.. arms.Select(arm => weights.GetValueOrDefault(arm))];
    }

    private T? Try<T>(Func<T?> build)
        where T : class
    {
        try
        {
            return build();
        }
        catch (ArgumentException exception)
        {
            Errors.Add(exception.Message);
            return null;
        }
    }

    private Segment? FindSegment(string name, string place)
    {
        if (_segments.TryGetValue(name, out var segment)) return segment;
        Errors.Add($"The segment of {place} is '{name}'; allowed is {Listed(_segments.Keys)}.");
        return null;
    }

    private Variation? Find(Dictionary<string, Variation> variations, string name, string place)
    {
        if (variations.TryGetValue(name, out var variation)) return variation;
        Errors.Add($"{char.ToUpperInvariant(place[0])}{place[1..]} is '{name}'; allowed is {Listed(variations.Keys)}.");
        return null;
    }

    private void Check(string place, string name, string? salt)
    {
        Name(place.Split(' ')[0], name);
        if (salt is not null && !Names.IsName(salt)) Errors.Add($"The salt of {place} is '{salt}'; allowed is {Names.Allowed}.");
    }

    private void Name(string what, string name)
    {
        if (!Names.IsName(name)) Errors.Add($"The name of a {what} is '{name}'; allowed is {Names.Allowed}.");
    }

    private void Unique(string what, IEnumerable<string> names, string place)
    {
        var seen = new HashSet<string>();
        var any = false;
        foreach (var name in names)
        {
            any = true;
            if (!seen.Add(name)) Errors.Add($"The {what} '{name}' is there twice in {place}.");
        }

        if (!any && what != "experiment") Errors.Add($"There is no {what} in {place}; allowed is at least one.");
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none: there are none";

    private static Schedule Between(DateTimeOffset? start, DateTimeOffset? end) => new(start ?? DateTimeOffset.MinValue, end ?? DateTimeOffset.MaxValue);
}
