namespace RoomTypes.Experiments;

/// <summary>Why an entity got its variation.</summary>
public static class Reasons
{
    /// <summary>The feature names this entity.</summary>
    public const string EntityOverride = "ENTITY_OVERRIDES_MATCH";

    /// <summary>The launch took it.</summary>
    public const string Launch = "LAUNCH_RULE_MATCH";

    /// <summary>It takes part in the experiment.</summary>
    public const string Experiment = "EXPERIMENT_RULE_MATCH";

    /// <summary>No rule took it.</summary>
    public const string Default = "DEFAULT";

    /// <summary>The source did not answer, or with what cannot be used; the default.</summary>
    public const string Error = "ERROR";
}

/// <summary>What an entity got of a feature, and why.</summary>
/// <param name="Variation">What it got.</param>
/// <param name="Reason">One of <see cref="Reasons"/>.</param>
/// <param name="Rule">The launch's or experiment's name, if one took the entity.</param>
/// <param name="Group">The group's or treatment's name, if so.</param>
public readonly record struct Evaluation(Variation Variation, string Reason, string? Rule = null, string? Group = null);

/// <summary>
/// Evaluates features: a pure function without allocations, with the same answer on every host, in every process, for ever. The order is
/// Evidently's: entity override, launch (segment overrides, then its groups), experiment, default.
/// </summary>
public static class Evaluator
{
    /// <summary>What the entity gets of the feature.</summary>
    /// <param name="feature">With its rules.</param>
    /// <param name="entityId">The unit of assignment; empty takes part in nothing.</param>
    /// <param name="attributes">Facts for segments.</param>
    /// <param name="now">Says which launch step holds and what runs.</param>
    public static Evaluation Evaluate(Feature feature, string entityId, in Attributes attributes, DateTimeOffset now)
    {
        if (feature.EntityOverrides.TryGetValue(entityId, out var own)) return new(own, Reasons.EntityOverride);
        if (entityId.Length == 0 || feature.ServesDefaultOnly) return new(feature.DefaultVariation, Reasons.Default);
        if (feature.Launch is { } launch && launch.Assign(entityId, attributes, now) is { } group)
            return new(group.Variation, Reasons.Launch, launch.Name, group.Name);
        if (feature.Experiment is { } experiment && experiment.Assign(entityId, attributes, now) is { } treatment)
            return new(treatment.Variation, Reasons.Experiment, experiment.Name, treatment.Name);
        return new(feature.DefaultVariation, Reasons.Default);
    }
}
