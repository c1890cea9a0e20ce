using System.Globalization;
using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Hosts;
using RoomTypes.Cost.Plans;

namespace RoomTypes.Cost.Tariffs;

/// <summary>An auto scaling group of EC2: its instances on demand and on spot, their disks, what watches them.</summary>
internal static class InstanceTariffs
{
    // Those that basic monitoring has each five minutes, and detailed monitoring each minute.
    private const double Metrics = 7;

    /// <summary>The group, of the type that is preferred.</summary>
    public static IEnumerable<Component> Group(Planned group, Situation at)
    {
        if (at.Host is not ContainerHost host) yield break;
        var type = HostReader.InstanceType(group, at.Plan);
        var (running, spot) = (at.Running(host), at.Work.Hours.Average(rps => Spot(group, host.At(rps, at.Curve))));
        yield return at.Of(Parts.Compute, Name(running - spot, $"{type} on demand"), $"ec2/instance-hour/{type}", (running - spot) * Workload.HoursOfMonth);
        if (spot > 0)
            yield return at.Of(Parts.Compute, Name(spot, $"{type} on spot, at {Assumptions.SpotShare:P0} of that price"), $"ec2/instance-hour/{type}", spot * Workload.HoursOfMonth * Assumptions.SpotShare);
        var template = at.Plan.Of("aws:ec2/launchTemplate:LaunchTemplate").FirstOrDefault();
        // Those of the warm pool are stopped: they keep their disks.
        yield return at.Of(Parts.Storage, "disks of instances", "ebs/gp3-gb-month", (running + Warm(group, running)) * (template?.Number("blockDeviceMappings", "0", "ebs", "volumeSize") ?? 0));
        if (template?.Text("monitoring", "enabled") == "true")
            yield return at.Of(Parts.Metrics, "metrics of instances by the minute", "cloudwatch/metric-month", running * Metrics);
    }

    private static string Name(double count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:0.##} instances, {what}");

    private static double Spot(Planned group, int running)
    {
        var least = group.Number("mixedInstancesPolicy", "instancesDistribution", "onDemandBaseCapacity") ?? 0;
        var share = 1 - ((group.Number("mixedInstancesPolicy", "instancesDistribution", "onDemandPercentageAboveBaseCapacity") ?? 100) / 100);
        // What the percentage leaves on demand is rounded up: https://docs.aws.amazon.com/autoscaling/ec2/userguide/mixed-instances-group-set-up-overview.html
        return Math.Floor(Math.Max(0, running - least) * share);
    }

    private static double Warm(Planned group, double running) => group.At("warmPool") is null
        ? 0
        : Math.Max(group.Number("warmPool", "minSize") ?? 0, (group.Number("warmPool", "maxGroupPreparedCapacity") ?? 0) - running);
}
