using Pulumi;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Observability;

namespace Stacks.Backends.Eks;

/// <summary>What watches the pods, by Container Insights.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-enhanced-EKS.html</remarks>
internal static class EksAlarms
{
    private const string Namespace = "ContainerInsights";

    public static IEnumerable<AlarmSpec> Specs(ClusterAccess cluster, Settings settings) =>
    [
        .. settings.Release.CanaryPercent == 0 ? Array.Empty<AlarmSpec>() : [Restarts("canary-restarts", "Pods of the version that is tried start again and again: it is taken back; their previous log says why.", cluster, Canary.ObjectName) with { TakesBack = true }],
        new("pods-cpu", "Pods use nearly all of their CPU: raise eksMaxPods or eksPodCpuMillis.", OfPods(cluster, "pod_cpu_utilization_over_pod_limit", "Average"), settings.Alarms.SaturationPercent) { Periods = 10, Faults = 10 },
        new("pods-memory", "Pods use nearly all of their memory: raise eksPodMemoryMb before they are ended.", OfPods(cluster, "pod_memory_utilization_over_pod_limit", "Maximum"), settings.Alarms.SaturationPercent),
        Restarts("pods-restarts", "Containers start again and again: their previous log says why.", cluster, Workload.ObjectName) with { PeriodSeconds = 300, Periods = 3, Faults = 2 },
    ];

    public static IReadOnlyList<Chart> Charts(ClusterAccess cluster) =>
    [
        new("CPU and memory of pods in percent of their limits", [OfPods(cluster, "pod_cpu_utilization_over_pod_limit", "Average"), OfPods(cluster, "pod_memory_utilization_over_pod_limit", "Maximum")]),
        new("Running pods", [OfService(cluster, "service_number_of_running_pods", "Minimum")]),
        new("Restarts", [OfPods(cluster, "pod_number_of_container_restarts", "Maximum")]),
    ];

    private static AlarmSpec Restarts(string name, string advice, ClusterAccess cluster, string pods) =>
        new(name, advice, OfPods(cluster, "pod_number_of_container_restarts", "Maximum", pods), 1) { Growth = true, Faults = 2 };

    private static Metric OfPods(ClusterAccess cluster, string name, string statistic, string pods = Workload.ObjectName) =>
        new(Namespace, name, statistic, [("ClusterName", cluster.Name), ("Namespace", Output.Create(StackName.Full)), ("PodName", Output.Create(pods))]);

    private static Metric OfService(ClusterAccess cluster, string name, string statistic) =>
        new(Namespace, name, statistic, [("ClusterName", cluster.Name), ("Namespace", Output.Create(StackName.Full)), ("Service", Output.Create(Workload.ObjectName))]);
}
