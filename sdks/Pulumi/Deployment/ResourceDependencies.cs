namespace Pulumi;

/// <summary>Finds what the engine has to finish first.</summary>
internal static class ResourceDependencies
{
    /// <summary>The resources that an option names; none if they are unknown.</summary>
    public static async Task<IEnumerable<Resource>> GatherAsync(InputList<Resource> resources)
        => await resources.ToOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false);

    /// <summary>
    /// Replaces components by what they contain: all resources down to the first ones that a provider creates. A remote component stays, as its provider waits for its children.
    /// </summary>
    public static HashSet<Resource> Expand(IEnumerable<Resource> resources)
    {
        var seen = new HashSet<Resource>();
        var pending = new System.Collections.Generic.Stack<Resource>(resources);
        while (pending.TryPop(out var resource))
        {
            if (!seen.Add(resource) || resource is not ComponentResource component)
                continue;

            foreach (var child in component.Children)
                pending.Push(child);
        }

        seen.RemoveWhere(resource => resource is ComponentResource { IsRemote: false });
        return seen;
    }

    /// <summary>The URNs of the expanded resources.</summary>
    public static async Task<HashSet<string>> GetUrnsAsync(IEnumerable<Resource> resources)
    {
        var urns = new HashSet<string>();
        foreach (var resource in Expand(resources))
        {
            if (await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false) is { Length: > 0 } urn)
                urns.Add(urn);
        }

        return urns;
    }
}
