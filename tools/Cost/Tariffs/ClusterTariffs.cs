using System.Globalization;
using System.Text.Json.Nodes;
using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Hosts;
using RoomTypes.Cost.Plans;

namespace RoomTypes.Cost.Tariffs;

/// <summary>An EKS cluster in auto mode: its control plane, its nodes, what watches it.</summary>
internal static class ClusterTariffs
{
    // What a node keeps for itself and for what runs on each: kubelet, agents of network and CloudWatch.
    private const double KeptVcpus = 0.35;
    private const double SystemVcpus = 2;
    private static readonly double[] NodeVcpus = [2, 4, 8, 16, 32, 48];

    /// <summary>The control plane, and the node of the pool for the cluster's own, where it has that pool.</summary>
    public static IEnumerable<Component> Cluster(Planned cluster, Situation at)
    {
        yield return at.Of(Parts.Compute, "control plane", "eks/cluster-hour", Workload.HoursOfMonth);
        if (at.Host is ContainerHost host && cluster.Count("computeConfig", "nodePools") > 0)
        {
            foreach (var component in Nodes("system node", host.Processor, SystemVcpus, at)) yield return component;
        }
    }

    /// <summary>The nodes that the pods of the service need, as few vCPUs as hold them.</summary>
    public static IEnumerable<Component> Pool(Planned _, Situation at)
    {
        if (at.Host is not ContainerHost host) return [];
        var nodes = at.Work.Hours.Select(rps => Packed(host.At(rps, at.Curve), PodVcpus(at.Plan))).ToList();
        return Nodes(string.Create(CultureInfo.InvariantCulture, $"nodes for {at.Running(host):0.##} pods"), host.Processor, nodes.Average(of => of.Count * of.Vcpus), at);
    }

    /// <summary>Disks of the nodes.</summary>
    public static IEnumerable<Component> Disks(Planned node, Situation at) => at.Host is not ContainerHost host
        ? []
        : [at.Of(Parts.Storage, "disks of nodes", "ebs/gp3-gb-month", at.Work.Hours.Average(rps => Packed(host.At(rps, at.Curve), PodVcpus(at.Plan)).Count) * HostReader.Quantity(node.Text("spec", "ephemeralStorage", "size")) / (1L << 30))];

    /// <summary>Container Insights, where the add-on is it.</summary>
    public static IEnumerable<Component> Addon(Planned addon, Situation at)
    {
        if (addon.Text("addonName") != "amazon-cloudwatch-observability" || at.Host is not ContainerHost host) return [];
        var (cluster, node, pod) = Assumptions.Observations;
        var nodes = at.Work.Hours.Average(rps => Packed(host.At(rps, at.Curve), PodVcpus(at.Plan)).Count) + 1;
        return [at.Of(Parts.Metrics, "observations of Container Insights", "cloudwatch/observation", (cluster + (nodes * node) + (at.Running(host) * pod)) * Situation.Minutes)];
    }

    /// <summary>How many nodes of how many vCPUs hold pods, in as few vCPUs as can be; of those, on the most nodes, since pods are to be spread.</summary>
    /// <param name="pods">How many.</param>
    /// <param name="vcpus">That each asks for.</param>
    /// <exception cref="CostException">No node holds one.</exception>
    public static (int Count, double Vcpus) Packed(int pods, double vcpus)
    {
        if (pods == 0) return (0, 0);
        var nodes = NodeVcpus.Select(size => (Holds: (int)((size - KeptVcpus) / vcpus), Size: size)).Where(node => node.Holds > 0).Select(node => (Count: (pods + node.Holds - 1) / node.Holds, node.Size)).ToList();
        return nodes.Count > 0
            ? nodes.MinBy(node => (node.Count * node.Size, -node.Count))
            : throw new CostException($"A pod asks for {vcpus.ToString(CultureInfo.InvariantCulture)} vCPUs; the largest node that is known here has {NodeVcpus[^1]}.");
    }

    private static double PodVcpus(Plan plan) => plan.Of("kubernetes:apps/v1:Deployment").First().Items("spec", "template", "spec", "containers").Sum(Requested);

    private static double Requested(JsonNode container) => HostReader.Quantity((string?)container["resources"]?["requests"]?["cpu"]);

    private static IEnumerable<Component> Nodes(string name, string processor, double vcpus, Situation at)
    {
        var hours = at.Of(Parts.Compute, name, $"ec2/vcpu-hour/{processor}", vcpus * Workload.HoursOfMonth);
        return [hours, at.Of(Parts.Compute, $"{name}, auto mode", "eks/auto-mode-share", hours.Monthly)];
    }
}
