namespace RoomTypes.Experiments.Results;

/// <summary>Which entities a group of a breakdown has.</summary>
public enum GroupKind
{
    /// <summary>Those of one value.</summary>
    Value,

    /// <summary>Those of all values that have no group of their own.</summary>
    Other,

    /// <summary>Those whose value was not told when they were first exposed.</summary>
    Unknown,
}

/// <summary>A group of a breakdown: an entity is in one of each attribute.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Kind">Which entities it has.</param>
/// <param name="Value">Their value, of a group of one value.</param>
public sealed record Group(string Attribute, GroupKind Kind, string? Value = null);

/// <summary>The groups of a breakdown, by the attributes of entities' first exposures. The values with most entities have a group each.</summary>
internal sealed class Grouping
{
    /// <summary>The most values of an attribute that have a group of their own.</summary>
    public const int MostValues = 10;

    private readonly List<(string Name, Dictionary<string, int> Values, int Other)> _attributes = [];
    private readonly List<Group> _groups = [];
    private readonly Dictionary<string, int[]> _known = [];

    /// <summary>Makes the groups.</summary>
    /// <param name="attributes">The attributes that the experiment declares.</param>
    /// <param name="counts">How many entities have which attributes, as exposures keep them.</param>
    public Grouping(IReadOnlyList<string> attributes, IEnumerable<(string? Attributes, long Entities)> counts)
    {
        var read = counts.Select(count => (Values: Breakdown.Read(count.Attributes), count.Entities)).ToList();
        foreach (var attribute in attributes)
        {
            var values = read.Where(count => count.Values.ContainsKey(attribute)).GroupBy(count => count.Values[attribute], count => count.Entities).ToList();
            DistinctValues[attribute] = values.Count;
            var largest = values.OrderByDescending(group => group.Sum()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(MostValues).Select(group => group.Key).ToList();
            var own = largest.Select((value, i) => (value, Index: _groups.Count + i)).ToDictionary(pair => pair.value, pair => pair.Index);
            _groups.AddRange([.. largest.Select(value => new Group(attribute, GroupKind.Value, value)), new Group(attribute, GroupKind.Other), new Group(attribute, GroupKind.Unknown)]);
            _attributes.Add((attribute, own, _groups.Count - 2));
        }
    }

    /// <summary>All of them, attribute by attribute; some may have no entities.</summary>
    public IReadOnlyList<Group> Groups => _groups;

    /// <summary>How many values each attribute has.</summary>
    public Dictionary<string, int> DistinctValues { get; } = [];

    /// <summary>How many groups there may ever be.</summary>
    public int Most => _attributes.Count * (MostValues + 2);

    /// <summary>The indexes of the groups that entities of these attributes are in, one an attribute.</summary>
    public int[] IndexesOf(string? attributes)
    {
        if (_known.TryGetValue(attributes ?? "", out var indexes)) return indexes;
        var values = Breakdown.Read(attributes);
        return _known[attributes ?? ""] = [.. _attributes.Select(attribute =>
            values.TryGetValue(attribute.Name, out var value) ? attribute.Values.GetValueOrDefault(value, attribute.Other) : attribute.Other + 1)];
    }
}
