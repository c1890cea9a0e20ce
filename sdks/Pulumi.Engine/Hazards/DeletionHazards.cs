using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Transitions;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Hazards;

/// <summary>An object that goes: whether it may, what goes with it, and who still needs it.</summary>
internal static class DeletionHazards
{
    public static IEnumerable<Hazard> Of(Step step, Cloud cloud, HashSet<CloudObject> live)
    {
        if (cloud.Of(step.Old) is not { } goes)
            yield break;
        // Its deletion is left out, as another one brings it about.
        if (cloud.Goes(step.Old!.DeletedWith))
            yield break;
        var refused = Refusal(step, goes, cloud);
        if (refused is not null)
            yield return refused;
        if (step.Protected)
            yield break;
        if (goes.OverwrittenBy is { } other)
        {
            yield return new Hazard(
                HazardKind.Lost,
                step,
                step.Urn,
                $"{other.Urn} has the same name and has overwritten it: this deletion deletes the new one.",
                "Make both the same resource (one parent above both, or an alias), or give them different names.");
        }
        if (goes.Rule.Keeps is { } kept)
            yield return new Hazard(HazardKind.Lost, step, step.Urn, $"With it go {kept}.", step.Kind == StepKind.Delete ? $"Save what it holds first, or keep it: {Forget(step)}" : $"What forces the new one is {Causes(step)}: leave that as it is, or save what it holds first.");
        if (live.Contains(goes))
            yield return new Hazard(HazardKind.Down, step, step.Urn, "The API's stage still leads to it: requests fail until the steps after this one are done.", "Run the API on another backend meanwhile, or make the new one beside the old one.");
    }

    private static Hazard? Refusal(Step step, CloudObject goes, Cloud cloud)
    {
        if (step.Protected)
            return Refused(step, "It is protected: the engine refuses to delete it, and the update ends there.", $"If it is meant to go: pulumi state unprotect '{step.Urn}'.");
        if (goes.Rule.ProtectedBy is { } flag && IsTrue(goes.Resource.Inputs, flag))
            return Refused(step, $"Its {flag} is on: AWS refuses to delete it.", $"Turn {flag} off by an update of its own, and switch after it.");
        if (goes.Rule.FullUnless is { } force && !IsTrue(goes.Resource.Inputs, force))
            return Refused(step, $"Unless it is empty AWS refuses to delete it, as {force} is not on.", $"Empty it first, set {force} by an update of its own, or keep it: {Forget(step)}");
        var user = cloud.Present.FirstOrDefault(item => item != goes && Names(item, goes));
        return user is null ? null : Refused(step, $"{user.Resource.Urn} still names it: AWS refuses to delete it.", Release(user));
    }

    private static string Release(CloudObject user) => user.IsForgotten
        ? "The stack keeps that one in the cloud and forgets it: delete it there, then run again."
        : "Let one update change or remove what names it, and a second one remove this.";

    // Some are named by id, some by the name that another object may have by now.
    private static bool Names(CloudObject user, CloudObject goes)
    {
        var inputs = goes.Rule.UsedBy.GetValueOrDefault(user.Resource.Type) ?? goes.Rule.UsedBy.GetValueOrDefault("*", []);
        return inputs.Any(input => user.Uses.GetValueOrDefault(input, []).Any(used => used == goes || (goes.Name is not null && used.Name == goes.Name)));
    }

    // The state says whether a deletion is one in the cloud. `pulumi state delete` would ask for all that depends on it as well.
    private static string Forget(Step step) =>
        $"pulumi stack export | jq '(.deployment.resources[] | select(.urn == \"{step.Urn}\")) |= (.protect = false | .retainOnDelete = true)' | pulumi stack import, and this update only forgets it.";

    private static bool IsTrue(Struct inputs, string name) => inputs.Fields.TryGetValue(name, out var value) && PropertyValue.Unwrap(value) is { KindCase: Value.KindOneofCase.BoolValue, BoolValue: true };

    private static string Causes(Step step) => step.Forced.Count > 0 ? string.Join(", ", step.Forced) : "what it is made of";

    private static Hazard Refused(Step step, string why, string advice) => new(HazardKind.Refused, step, step.Urn, why, advice);
}
