using Pulumi.Engine.Transitions;

namespace Pulumi.Engine.Hazards;

/// <summary>Walks through the steps of an update and tells what they do not: what is lost, refused, in the way later, or down meanwhile.</summary>
public static class HazardAnalysis
{
    /// <summary>The hazards, in the order of the steps.</summary>
    /// <param name="state">What is there.</param>
    /// <param name="steps">What the update does, in an order that the engine could take.</param>
    public static IReadOnlyList<Hazard> Of(StackState state, IReadOnlyList<Step> steps)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(steps);
        var cloud = new Cloud(state, steps);
        var hazards = state.PendingOperations.Select(Interrupted).ToList();
        HashSet<CloudObject>? live = null;
        foreach (var step in steps)
        {
            if (step.Kind is StepKind.Same or StepKind.Read)
            {
                cloud.Do(step);
                continue;
            }
            live ??= LivePath.Of(cloud);
            hazards.AddRange(step.Kind switch
            {
                StepKind.Create or StepKind.CreateReplacement => CreationHazards.Of(step, cloud),
                StepKind.Update => UpdateHazards.Of(step, cloud, live),
                StepKind.Delete or StepKind.DeleteReplaced => DeletionHazards.Of(step, cloud, live),
                StepKind.Retain => KeptHazards.Of(step),
                _ => [],
            });
            cloud.Do(step);
            live = null;
        }
        return hazards;
    }

    private static Hazard Interrupted(string urn) => new(
        HazardKind.Stuck, null, urn, "An update was interrupted while it worked on it: the state does not know how that ended.", "Run `pulumi refresh`, which looks.");
}
