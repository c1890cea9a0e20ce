using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Transitions;

/// <summary>The resources of a stack in an order in which each follows what it depends on.</summary>
/// <param name="Resources">All but the root and default providers.</param>
/// <param name="PendingOperations">URNs whose creation or change an interrupted update has left open.</param>
public sealed record StackState(IReadOnlyList<ResourceState> Resources, IReadOnlyList<string> PendingOperations)
{
    /// <summary>The stack's outputs; empty before the first update has ended well.</summary>
    public Struct Outputs { get; init; } = new();

    /// <summary>All but replaced objects whose deletion an earlier update has not got to: what URNs stand for.</summary>
    public IEnumerable<ResourceState> Current => Resources.Where(resource => !resource.PendingDeletion);

    /// <summary>What a program wants, or, after an update, has.</summary>
    public static StackState Of(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var known = new Dictionary<string, ResourceState>();
        foreach (var recorded in run.Resources)
        {
            // Children inherit what is not said of them: https://www.pulumi.com/docs/iac/concepts/options/protect/
            var parent = known.GetValueOrDefault(recorded.Parent);
            known.Add(recorded.Urn, new ResourceState
            {
                Urn = recorded.Urn,
                Type = recorded.Type,
                Parent = recorded.Parent,
                Custom = recorded.Custom,
                Id = recorded.Id,
                Inputs = recorded.Inputs,
                Outputs = recorded.Outputs,
                Dependencies = recorded.Dependencies,
                PropertyDependencies = recorded.PropertyDependencies,
                Provider = recorded.Provider,
                Protect = recorded.Options.Protect ?? parent?.Protect ?? false,
                RetainOnDelete = recorded.Options.RetainOnDelete ?? parent?.RetainOnDelete ?? false,
                DeletedWith = recorded.Options.DeletedWith,
                External = recorded.Origin == ResourceOrigin.Read,
                Options = recorded.Options,
            });
        }
        return new StackState([.. known.Values.Where(IsShown)], []) { Outputs = run.StackOutputs };
    }

    /// <summary>Whether steps are told of it: not of the root, nor of providers that the engine makes itself.</summary>
    internal static bool IsShown(ResourceState resource) => resource.Type != Urn.RootStackType && !ResourceState.IsDefaultProvider(resource.Urn);
}
