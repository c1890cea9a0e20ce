using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Hosts;
using RoomTypes.Cost.Plans;

namespace RoomTypes.Cost.Tariffs;

/// <summary>What runs the service, where functions and tasks do.</summary>
internal static class ComputeTariffs
{
    /// <summary>A function that the gateway calls: requests, and GB-seconds by the millisecond. Others are called by nobody here.</summary>
    public static IEnumerable<Component> Function(Planned function, Situation at) => at.Host switch
    {
        _ when !HostReader.IsCalled(function, at.Plan) => [],
        FunctionHost host => [at.Of(Parts.Compute, "requests", "lambda/request", at.Work.Requests), at.Of(Parts.Compute, "duration", $"lambda/gb-second/{host.Processor}", at.Work.Hours.Average(rps => Share(host, rps, at)) * at.Work.Requests * Seconds(host, at) * host.Gigabytes)],
        ContainerHost host => [at.Of(Parts.Compute, "requests", "lambda/request", at.Work.Requests), .. Instances(host, at)],
        _ => [],
    };

    /// <summary>What is kept ready of it, and the requests that meet it.</summary>
    public static IEnumerable<Component> Provisioned(Planned _, Situation at)
    {
        if (at.Host is not FunctionHost host) return [];
        var kept = at.Work.Hours.Average(rps => host.WarmAt(rps, Seconds(host, at)));
        var served = at.Work.Hours.Average(rps => rps * (1 - Share(host, rps, at))) * Situation.Seconds;
        return
        [
            at.Of(Parts.Compute, "kept ready", $"lambda/provisioned-gb-second/{host.Processor}", kept * Situation.Seconds * host.Gigabytes),
            at.Of(Parts.Compute, "duration on what is kept ready", $"lambda/provisioned-duration-gb-second/{host.Processor}", served * Seconds(host, at) * host.Gigabytes),
        ];
    }

    /// <summary>An ECS service on Fargate.</summary>
    public static IEnumerable<Component> Tasks(Planned _, Situation at)
    {
        if (at.Host is not ContainerHost host) return [];
        var hours = at.Running(host) * Workload.HoursOfMonth;
        return
        [
            at.Of(Parts.Compute, $"{at.Running(host):0.##} tasks, vCPU", $"fargate/vcpu-hour/{host.Processor}", hours * host.Vcpus),
            at.Of(Parts.Compute, $"{at.Running(host):0.##} tasks, memory", $"fargate/gb-hour/{host.Processor}", hours * host.Gigabytes),
        ];
    }

    /// <summary>Seconds that a request is paid for on a function.</summary>
    public static double Seconds(FunctionHost host, Situation at) => Math.Ceiling(at.Curve.AloneSeconds(host.Vcpus) * 1000) / 1000;

    // Of a rate, what finds no environment that is kept ready: what is over them, on average.
    internal static double Share(FunctionHost host, double rps, Situation at)
    {
        var atOnce = rps * Seconds(host, at);
        return atOnce <= 0 ? 1 : Math.Max(0, 1 - (host.WarmAt(rps, Seconds(host, at)) / atOnce));
    }

    private static IEnumerable<Component> Instances(ContainerHost host, Situation at)
    {
        var hours = at.Of(Parts.Compute, $"instances for {at.Running(host):0.##} environments", $"ec2/vcpu-hour/{host.Processor}", at.Running(host) * host.Vcpus * Workload.HoursOfMonth);
        return [hours, at.Of(Parts.Compute, "management of instances", "lambda/managed-instances-share", hours.Monthly)];
    }
}
