using Pulumi.Engine.Transitions;

namespace Pulumi.Engine.Hazards;

/// <summary>A new object whose name is taken.</summary>
internal static class CreationHazards
{
    public static IEnumerable<Hazard> Of(Step step, Cloud cloud)
    {
        if (step.Protected)
            yield return new Hazard(HazardKind.Refused, step, step.Urn, $"It is protected, and what changes ({string.Join(", ", step.Forced)}) makes a new one: the engine refuses, and the update ends there.", "Leave that as it is. If a new one is meant: take protect off it in the program, in the same update.");
        var created = new CloudObject(step.New!);
        created.Become(step.New!, cloud.Find);
        if (created.Name is null || cloud.Present.FirstOrDefault(item => item.Name == created.Name) is not { } taken)
            yield break;
        if (created.Rule.Overwrites)
        {
            // No loss as such: what the old URN's deletion then deletes is.
            taken.OverwrittenBy = step.New;
            yield break;
        }
        yield return new Hazard(
            HazardKind.Refused,
            step,
            step.Urn,
            $"Its name is taken by {taken.Resource.Urn}.",
            taken.Resource.RetainOnDelete
                ? $"Take the object that was kept into the state first: pulumi import {step.Type} {step.New!.Name} {taken.Resource.Id}."
                : "Give the new one another name, or make it the same resource by an alias; else let one update remove the old one and a second one create the new.");
    }
}
