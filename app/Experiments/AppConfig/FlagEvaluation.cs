using RoomTypes.Experiments.Files;

namespace RoomTypes.Experiments.AppConfig;

/// <summary>Makes evaluations of flags: a variant is a variation, and its attribute "model" names the model.</summary>
internal static class FlagEvaluation
{
    private const string ModelAttribute = "model";

    /// <summary>Names the variation of flags without variants.</summary>
    private const string Unnamed = "enabled";

    public static Evaluation Of(FlagAnswer answer, string flag, ExperimentPlan plan)
    {
        var experiment = plan.Find(flag)?.Experiment;
        // A flag says nothing of experiments: who takes part, only the plan can tell. Without one it is whom a rule took. A control may be a
        // variant that is not enabled, and a treatment's variant may leave the model to the plan.
        var treatment = experiment?.Treatments.FirstOrDefault(treatment => treatment.Variation.Name == answer.Variant);
        if (treatment is null && !answer.IsEnabled) return new(Fallback.Of(plan, flag), Reasons.Default);
        var isNamed = answer.Attributes.ContainsKey(ModelAttribute);
        var variation = treatment is not null && !isNamed
            ? treatment.Variation
            : new Variation(answer.Variant ?? Unnamed, VariationValue.Of(answer.Attributes.GetValueOrDefault(ModelAttribute, ""))) { Attributes = answer.Attributes };
        var takesPart = experiment is null ? !answer.IsDefault && isNamed : treatment is not null;
        return takesPart ? new(variation, Reasons.Experiment, experiment?.Name ?? flag, variation.Name) : new(variation, Reasons.Default);
    }
}
