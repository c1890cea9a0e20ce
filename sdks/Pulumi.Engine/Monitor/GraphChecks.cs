using Pulumi.Engine.Recording;

namespace Pulumi.Engine.Monitor;

/// <summary>Checks of a whole run that the real engine makes when it writes its snapshot.</summary>
internal static class GraphChecks
{
    public static IEnumerable<string> Faults(IReadOnlyList<RecordedResource> resources)
    {
        var byUrn = resources.ToDictionary(resource => resource.Urn);
        foreach (var resource in resources)
        {
            foreach (var (relation, target) in Edges(resource).Where(edge => !byUrn.ContainsKey(edge.Target)))
                yield return $"resource {resource.Urn}'s {relation} {target} refers to missing resource";
        }
        if (Cycle(byUrn) is { } cycle)
            yield return $"the resources depend on each other in a cycle: {string.Join(" -> ", cycle)}";
    }

    private static IEnumerable<(string Relation, string Target)> Edges(RecordedResource resource)
    {
        foreach (var dependency in resource.Dependencies.Concat(resource.PropertyDependencies.Values.SelectMany(urns => urns)).Distinct())
            yield return ("dependency", dependency);
        if (resource.Options.DeletedWith.Length > 0)
            yield return ("deleted with dependency", resource.Options.DeletedWith);
    }

    private static List<string>? Cycle(Dictionary<string, RecordedResource> byUrn)
    {
        var finished = new HashSet<string>();
        foreach (var start in byUrn.Keys)
        {
            var path = new List<string>();
            var iterators = new Stack<IEnumerator<string>>();
            Enter(start);
            while (iterators.TryPeek(out var targets))
            {
                if (!targets.MoveNext())
                {
                    iterators.Pop();
                    finished.Add(path[^1]);
                    path.RemoveAt(path.Count - 1);
                }
                else if (path.IndexOf(targets.Current) is var index and >= 0)
                {
                    return [.. path[index..], targets.Current];
                }
                else
                {
                    Enter(targets.Current);
                }
            }

            void Enter(string urn)
            {
                if (finished.Contains(urn) || !byUrn.TryGetValue(urn, out var resource))
                    return;
                path.Add(urn);
                iterators.Push(Edges(resource).Select(edge => edge.Target).GetEnumerator());
            }
        }
        return null;
    }
}
