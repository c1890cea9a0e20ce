using RoomTypes.Experiments.Files;

namespace RoomTypes.Experiments;

/// <summary>Evaluates the features of the experiments file in this process, without allocations.</summary>
/// <param name="plan">The file.</param>
/// <param name="time">Says which steps and schedules hold.</param>
public sealed class LocalVariationSource(ExperimentPlan plan, TimeProvider time) : IVariationSource
{
    /// <inheritdoc/>
    public ValueTask<Evaluation> EvaluateAsync(string feature, string entityId, Attributes attributes, CancellationToken cancellationToken) => new(
        plan.Find(feature) is { } found
            ? Evaluator.Evaluate(found, entityId, attributes, time.GetUtcNow())
            : new Evaluation(Fallback.Production, Reasons.Error));
}
