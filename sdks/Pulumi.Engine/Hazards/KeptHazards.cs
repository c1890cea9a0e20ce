using Pulumi.Engine.Providers;
using Pulumi.Engine.Transitions;

namespace Pulumi.Engine.Hazards;

/// <summary>An object that stays in the cloud and leaves the state.</summary>
internal static class KeptHazards
{
    public static IEnumerable<Hazard> Of(Step step)
    {
        var old = step.Old!;
        if (step.Protected)
        {
            yield return new Hazard(
                HazardKind.Refused, step, old.Urn, "It is protected: the engine refuses even to forget it, and the update ends there.", $"If the stack is meant to forget it: pulumi state unprotect '{old.Urn}'.");
            yield break;
        }
        if (ProviderTable.Find(old.Type) is not { Overwrites: false, Name: [.., var name] } || !old.PropertyDependencies.ContainsKey(name) || old.Text(name) is not { } given)
            yield break;
        yield return new Hazard(
            HazardKind.Stuck,
            step,
            old.Urn,
            $"It is kept under its name, {given}: when a later update wants it again, the name exists.",
            $"Before that update take it into the state again: pulumi import {old.Type} {old.Name} '{given}'.");
    }
}
