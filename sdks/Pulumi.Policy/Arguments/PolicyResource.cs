using Pulumirpc;

namespace Pulumi.Policy;

/// <summary>A resource of a stack, with its relatives. Those that are not of the stack are left out.</summary>
public sealed class PolicyResource : ResourcePolicyArgs
{
    private PolicyResource(AnalyzerResource resource)
        : base(resource.Type, resource.Name, resource.Urn, View(resource.Properties, isReadOnly: true), resource.Options, resource.Provider)
    {
    }

    /// <summary>The parent; null for the stack.</summary>
    public PolicyResource? Parent { get; private set; }

    /// <summary>What it depends on.</summary>
    public IReadOnlyList<PolicyResource> Dependencies { get; private set; } = [];

    /// <summary>What each of its inputs depends on.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PolicyResource>> PropertyDependencies { get; private set; } =
        new Dictionary<string, IReadOnlyList<PolicyResource>>();

    /// <summary>The resources of a request, with their relatives.</summary>
    internal static IReadOnlyList<PolicyResource> All(IReadOnlyList<AnalyzerResource> resources)
    {
        List<PolicyResource> all = [.. resources.Select(resource => new PolicyResource(resource))];
        var byUrn = new Dictionary<string, PolicyResource>();
        foreach (var resource in all)
            byUrn[resource.Urn] = resource;
        IReadOnlyList<PolicyResource> Known(IEnumerable<string> urns) => [.. urns.Select(byUrn.GetValueOrDefault).OfType<PolicyResource>()];
        foreach (var (resource, told) in all.Zip(resources))
        {
            resource.Parent = byUrn.GetValueOrDefault(told.Parent);
            resource.Dependencies = Known(told.Dependencies);
            resource.PropertyDependencies = told.PropertyDependencies.ToDictionary(entry => entry.Key, entry => Known(entry.Value.Urns));
        }
        return all;
    }
}
