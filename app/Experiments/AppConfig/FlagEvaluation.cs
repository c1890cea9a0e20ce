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
        // The agent names no rule: which experiment the flag belongs to, only the plan can say.
        var rule = plan.Find(flag)?.Experiment?.Name ?? flag;
        if (!answer.IsEnabled) return new(Fallback.Of(plan, flag), Reasons.Default);
        var variation = new Variation(answer.Variant ?? Unnamed, VariationValue.Of(answer.Attributes.GetValueOrDefault(ModelAttribute, ""))) { Attributes = answer.Attributes };
        return answer.IsDefault ? new(variation, Reasons.Default) : new(variation, Reasons.Experiment, rule, variation.Name);
    }
}
