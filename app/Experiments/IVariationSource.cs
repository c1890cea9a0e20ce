namespace RoomTypes.Experiments;

/// <summary>Decides which variation of a feature an entity gets.</summary>
public interface IVariationSource
{
    /// <summary>What the entity gets. Never fails and never waits longer than its time limit: what cannot be had is the default, with <see cref="Reasons.Error"/>.</summary>
    ValueTask<Evaluation> EvaluateAsync(string feature, string entityId, Attributes attributes, CancellationToken cancellationToken);
}
