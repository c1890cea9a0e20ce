using RoomTypes.Experiments.Files;

namespace RoomTypes.Experiments.AppConfig;

/// <summary>Makes evaluations of flags: a variant is a variation, and its attribute "model" names the model.</summary>
internal static class FlagEvaluation
{
    /// <summary>Names the model.</summary>
    public const string ModelAttribute = "model";

    /// <summary>Names the variation of flags without variants.</summary>
    private const string Unnamed = "enabled";

    private const string OverrideSuffix = "_override__";

    public static Evaluation Of(FlagAnswer answer, string flag, ExperimentPlan plan)
    {
        var feature = plan.Find(flag);
        var experiment = feature?.Experiment;
        // A flag says nothing of experiments: who takes part, only the plan can tell. Without one it is whom a rule took. A control may be a
        // variant that is not enabled, and a treatment's variant may leave the model to the plan.
        if (Overridden(answer.Variant) is { } own) return new(Of(own, answer, feature?.Find(own)), Reasons.EntityOverride);
        var treatment = experiment?.Treatments.FirstOrDefault(treatment => treatment.Variation.Name == answer.Variant);
        if (treatment is null && !answer.IsEnabled) return new(Fallback.Of(plan, flag), Reasons.Default);
        var isNamed = answer.Attributes.ContainsKey(ModelAttribute);
        var variation = Of(answer.Variant ?? Unnamed, answer, treatment?.Variation);
        var takesPart = experiment is null ? !answer.IsDefault && isNamed : treatment is not null;
        return takesPart ? new(variation, Reasons.Experiment, experiment?.Name ?? flag, variation.Name) : new(variation, Reasons.Default);
    }

    /// <summary>A variant as a variation; one without a model has the planned one's.</summary>
    private static Variation Of(string name, FlagAnswer answer, Variation? planned) => planned is not null && !answer.Attributes.ContainsKey(ModelAttribute)
        ? planned
        : new Variation(name, VariationValue.Of(answer.Attributes.GetValueOrDefault(ModelAttribute, ""))) { Attributes = answer.Attributes };

    /// <summary>
    /// The variant that stands behind __t1_override__: who is assigned by name in an experiment run is no random entity and counts for nothing.
    /// </summary>
    private static string? Overridden(string? variant) =>
        variant is not null && variant.StartsWith("__", StringComparison.Ordinal) && variant.EndsWith(OverrideSuffix, StringComparison.Ordinal)
            ? variant[..^OverrideSuffix.Length] + "__"
            : null;
}
