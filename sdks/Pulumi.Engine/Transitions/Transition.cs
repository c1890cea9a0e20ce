using Pulumi.Engine.Hazards;

namespace Pulumi.Engine.Transitions;

/// <summary>What an update does to what is there, and what that means.</summary>
/// <param name="Steps">Its steps in an order that the engine could take.</param>
/// <param name="Hazards">What they do not tell.</param>
public sealed record Transition(IReadOnlyList<Step> Steps, IReadOnlyList<Hazard> Hazards)
{
    /// <summary>From a state to what a program wants.</summary>
    public static Transition Between(StackState state, StackState wanted)
    {
        var steps = StepPlanner.Plan(state, wanted);
        return new Transition(steps, HazardAnalysis.Of(state, steps));
    }
}
