using RoomTypes.Cost.Hosts;

namespace RoomTypes.Cost.Days;

/// <summary>
/// How long it takes on each host from when one more is wanted until it takes its first request. The service itself is ready in 0.3 s (docs/benchmarks.md);
/// what the hosts take before that no plan tells, and nobody has measured here: docs/sizing.md lists these numbers, and --start takes another one.
/// </summary>
internal static class Starts
{
    // A network interface, the image of 47 MB, and two health checks that are ten seconds apart.
    private const double Task = 45;

    // With a node for it, which the cluster has to get first; on a node with room, it would be 15.
    private const double Pod = 75;

    // An environment with the image of a function that is in use.
    private const double Environment = 0.8;

    // What a snapshot takes to be restored.
    private const double Snapshot = 0.4;

    // A machine, its image and what the service does.
    private const double Machine = 120;

    // The same, until the endpoint counts it as in service.
    private const double Endpoint = 240;

    /// <summary>In seconds.</summary>
    public static double Seconds(Host host) => host switch
    {
        FunctionHost { HasSnapshot: true } => Snapshot,
        FunctionHost => Environment,
        { Kind: "Fargate" } => Task,
        { Kind: "EKS" } => Pod,
        { Kind: "SageMaker" } => Endpoint,
        _ => Machine,
    };
}
