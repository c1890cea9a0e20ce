using Pulumi.Policy;

namespace Policies.Support;

/// <summary>Resources of a stack and what ties them.</summary>
internal static class Resources
{
    /// <summary>The resources of these types.</summary>
    public static IReadOnlyList<PolicyResource> OfType(this IReadOnlyList<PolicyResource> resources, params string[] types) =>
        [.. resources.Where(resource => types.Contains(resource.Type))];

    /// <summary>Whether a resource takes a value of another one, or of one that does.</summary>
    public static bool DependsOn(this PolicyResource resource, PolicyResource target)
    {
        var seen = new HashSet<string>();
        var open = new Stack<PolicyResource>([resource]);
        while (open.TryPop(out var current))
        {
            foreach (var dependency in current.Dependencies.Where(dependency => seen.Add(dependency.Urn)))
            {
                if (dependency.Urn == target.Urn)
                    return true;
                open.Push(dependency);
            }
        }
        return false;
    }
}
