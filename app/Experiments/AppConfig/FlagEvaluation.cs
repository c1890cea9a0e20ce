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
        if (!answer.IsEnabled) return new(Fallback.Of(plan, flag), Reasons.Default);
        var variation = new Variation(answer.Variant ?? Unnamed, VariationValue.Of(answer.Attributes.GetValueOrDefault(ModelAttribute, ""))) { Attributes = answer.Attributes };
        // A flag says nothing of experiments: who takes part, only the plan can tell. Without one it is whom a rule took.
        var experiment = plan.Find(flag)?.Experiment;
        var takesPart = experiment?.Treatments.Any(treatment => treatment.Variation.Name == variation.Name) ?? !answer.IsDefault;
        return takesPart ? new(variation, Reasons.Experiment, experiment?.Name ?? flag, variation.Name) : new(variation, Reasons.Default);
    }
}
