using Pulumi.Engine.Hazards;
using Pulumi.Engine.Providers;

namespace Pulumi.Engine.Transitions;

/// <summary>What an update does to what is there, and what that means.</summary>
/// <param name="Steps">Its steps in an order that the engine could take.</param>
/// <param name="Hazards">What they do not tell.</param>
public sealed record Transition(IReadOnlyList<Step> Steps, IReadOnlyList<Hazard> Hazards)
{
    /// <summary>Types among what changes that the tables do not have: hazards of theirs are not known.</summary>
    public IReadOnlyList<string> UnknownTypes { get; } =
        [.. Steps.Where(step => step.Kind is not (StepKind.Same or StepKind.Read) && (step.New ?? step.Old)!.Custom).Select(step => step.Type).Distinct().Where(type => !ProviderTable.Knows(type)).Order(StringComparer.Ordinal)];

    /// <summary>From a state to what a program wants.</summary>
    public static Transition Between(StackState state, StackState wanted)
    {
        var steps = StepPlanner.Plan(state, wanted);
        return new Transition(steps, HazardAnalysis.Of(state, steps));
    }

    /// <summary>From a state to nothing, as <c>pulumi destroy</c> goes; that nobody is answered then is no hazard.</summary>
    public static Transition ToNothing(StackState state)
    {
        var transition = Between(state, new StackState([], []));
        return transition with { Hazards = [.. transition.Hazards.Where(hazard => hazard.Kind != HazardKind.Down)] };
    }
}
