using RoomTypes.Cost.Hosts;
using RoomTypes.Pricing;
using RoomTypes.Simulation.Asked;
using RoomTypes.Simulation.Hosts;

namespace RoomTypes.Cost.Days;

/// <summary>A plan's host as the simulator knows it.</summary>
/// <param name="Fleet">What answers.</param>
/// <param name="Times">How long pictures take.</param>
/// <param name="AddedSeconds">What an answer takes beside them.</param>
internal sealed record HostFleet(IFleet Fleet, PictureTimes Times, double AddedSeconds)
{
    /// <summary>A new one: nothing has been asked of it.</summary>
    /// <param name="host">The host.</param>
    /// <param name="curve">What the service does by CPU.</param>
    /// <param name="startSeconds">Of one more; null for the host's.</param>
    public static HostFleet Of(Host host, Curve curve, double? startSeconds)
    {
        var (start, alone, spread) = (startSeconds ?? Starts.Seconds(host), curve.AloneSeconds(host.Vcpus), curve.Spread(host.Vcpus));
        if (host is FunctionHost function)
        {
            return new(
                new Environments(new(function.Most, start) { Warm = function.Warm, WarmMost = function.WarmMost, WarmTarget = function.WarmTarget }),
                PictureTimes.Of(alone, spread), 0);
        }

        var container = (ContainerHost)host;
        // The service has a worker for each core that it sees, of which a part counts as one.
        var workers = (int)Math.Ceiling(container.Vcpus);
        var mean = workers / curve.PerSecond(container.Vcpus);
        return new(
            new Containers(new(workers, mean, container.Least, container.Most, start), Scaling(container)),
            PictureTimes.Of(mean, spread), Math.Max(0, alone - mean));
    }

    private static IScaling Scaling(ContainerHost host) => host switch
    {
        { Kind: "EKS" } => new PodScaling(host.CpuTarget),
        _ => new TargetTracking(host.CpuTarget, host.RequestsPerSecond),
    };
}
