namespace Pulumi.Engine.Hazards;

/// <summary>The objects that a request to the API's stage needs at a moment: what its deployment shows, all that this leads to, and what stands behind it.</summary>
internal static class LivePath
{
    private const string Stage = "aws:apigateway/stage:Stage";

    public static HashSet<CloudObject> Of(Cloud cloud)
    {
        var live = new HashSet<CloudObject>();
        foreach (var stage in cloud.Present.Where(item => item.Resource.Type == Stage))
        {
            live.Add(stage);
            // A deployment is a snapshot: what it was made after is what it shows.
            foreach (var deployment in stage.Uses.GetValueOrDefault("deployment", []))
                deployment.After.ToList().ForEach(item => Follow(item, live));
        }
        while (Behind(cloud, live) is { Count: > 0 } more)
            more.ForEach(item => Follow(item, live));
        return live;
    }

    private static void Follow(CloudObject item, HashSet<CloudObject> live)
    {
        // Methods and integrations of a deployment that is made are its own copies.
        if (!item.Rule.Serves || !live.Add(item))
            return;
        foreach (var used in item.Uses.Values.SelectMany(uses => uses))
            Follow(used, live);
    }

    private static List<CloudObject> Behind(Cloud cloud, HashSet<CloudObject> live) =>
        [.. cloud.Present.Where(item => !live.Contains(item) && item.Rule.Serves && cloud.Find(item.Resource.Urn) == item && Backs(item, live))];

    // A rule between two security groups is of use only where both are.
    private static bool Backs(CloudObject item, HashSet<CloudObject> live)
    {
        var named = item.Rule.Backs.Select(input => item.Uses.GetValueOrDefault(input, [])).Where(uses => uses.Any()).ToList();
        return named.Count > 0 && named.TrueForAll(uses => uses.Any(live.Contains));
    }
}
