using System.Collections.Frozen;

namespace RoomTypes.Experiments;

/// <summary>One of the values that a feature can have.</summary>
/// <param name="Name">Unique within the feature.</param>
/// <param name="Value">What the feature is then; for a choice of model, name@version.</param>
public sealed record Variation(string Name, VariationValue Value)
{
    /// <summary>Further values by name; may be empty.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = FrozenDictionary<string, string>.Empty;
}

/// <summary>Something that differs between entities, and the rules that say how.</summary>
/// <param name="Name">Unique within its source.</param>
/// <param name="DefaultVariation">What an entity gets that no rule gives another; one of <paramref name="Variations"/>.</param>
/// <param name="Variations">At least one, all of one <see cref="ValueKind"/>.</param>
public sealed record Feature(string Name, Variation DefaultVariation, IReadOnlyList<Variation> Variations)
{
    /// <summary>Variations of single entities, before every rule.</summary>
    public FrozenDictionary<string, Variation> EntityOverrides { get; init; } = FrozenDictionary<string, Variation>.Empty;

    /// <summary>Before the experiment.</summary>
    public Launch? Launch { get; init; }

    /// <summary>Of the entities that no launch took.</summary>
    public Experiment? Experiment { get; init; }

    /// <summary>A model that sees the same pictures without a say; none if null.</summary>
    public Shadow? Shadow { get; init; }

    /// <summary>Whether launch and experiment are ignored: Evidently's evaluation strategy DEFAULT_VARIATION.</summary>
    public bool ServesDefaultOnly { get; init; }

    /// <summary>The variation of that name, or null.</summary>
    public Variation? Find(string variation)
    {
        foreach (var candidate in Variations)
        {
            if (candidate.Name == variation) return candidate;
        }

        return null;
    }
}
