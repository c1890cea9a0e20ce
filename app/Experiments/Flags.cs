using RoomTypes.Events;
using RoomTypes.Experiments.Files;

namespace RoomTypes.Experiments;

/// <summary>Who assigns.</summary>
/// <param name="Source">The configured source; null where nobody does.</param>
internal sealed record Assigner(IVariationSource? Source);

/// <summary>Evaluates features for callers who want the variation itself, not a prediction, and keeps who met which.</summary>
internal sealed class Flags(Assigner assigner, ExperimentOptions options, ExperimentPlan plan, ExperimentMetrics metrics, IEventLog events, TimeProvider time)
{
    /// <summary>The names of all features: the plan's; without a plan, of a remote source, the one that chooses the model.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            if (assigner.Source is null) return [];
            return plan.Features is { Count: > 0 } features ? [.. features.Select(feature => feature.Name)] : [options.Feature];
        }
    }

    /// <summary>Whether every entity gets the same: nobody's id need be known. Of a remote source that cannot be told.</summary>
    public bool IsStatic(string feature) =>
        options.Source == VariationSourceKind.Local && plan.Find(feature) is { Launch: null, Experiment: null, EntityOverrides.Count: 0 };

    /// <summary>What the entity gets of one of <see cref="Names"/>.</summary>
    public async ValueTask<Evaluation> EvaluateAsync(string feature, string entityId, Attributes attributes, CancellationToken cancellationToken)
    {
        var evaluation = await assigner.Source!.EvaluateAsync(feature, entityId, attributes, cancellationToken);
        metrics.Evaluated(feature, evaluation);
        if (events.IsEnabled && Exposures.Of(plan, feature, entityId, evaluation, attributes, time.GetUtcNow()) is { } exposure) events.TryAppend(exposure);
        return evaluation;
    }
}
