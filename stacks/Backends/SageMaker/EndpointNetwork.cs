using Pulumi;
using Stacks.Network;
using Stacks.Service;

namespace Stacks.Backends.SageMaker;

/// <summary>Where the container reaches models, pictures, the event database and the cache from.</summary>
internal static class EndpointNetwork
{
    /// <summary>Places the container; null where it reaches nothing, or is on SageMaker's own machines.</summary>
    public static ModelPlace? For(BackendContext context, Resource parent)
    {
        if (!context.Settings.PlacesEndpoint)
            return null;
        var network = context.Network!;
        var group = Connections.Group("endpoint", network, "Instances of the endpoint", parent);
        List<Resource> ready = [.. network.Ready, .. Connections.HttpsOut("endpoint", group, network)];
        if (context.Events is { } events)
            ready.AddRange(events.Reach(group, network));
        if (context.Cache is { } cache)
            ready.AddRange(cache.Reach(group));
        return ModelPlace.In(network.SubnetIds, group.Id, ready, context.Settings.Region, context.Account);
    }
}
