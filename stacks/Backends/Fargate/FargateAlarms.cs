using Pulumi;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Observability;

namespace Stacks.Backends.Fargate;

/// <summary>What watches the tasks.</summary>
internal static class FargateAlarms
{
    public static IReadOnlyList<Chart> Charts =>
    [
        new("CPU and memory of tasks in percent", [OfService("AWS/ECS", "CPUUtilization", "Average"), OfService("AWS/ECS", "MemoryUtilization", "Average")]),
        new("Tasks", [OfService("ECS/ContainerInsights", "RunningTaskCount", "Minimum"), OfService("ECS/ContainerInsights", "DesiredTaskCount", "Maximum")]),
    ];

    public static IEnumerable<AlarmSpec> Specs(Settings settings) =>
    [
        new("tasks-cpu", "Tasks use nearly all of their CPU: raise fargateMaxTasks or fargateCpu.", OfService("AWS/ECS", "CPUUtilization", "Average"), settings.Alarms.SaturationPercent) { Periods = 10, Faults = 10 },
        new("tasks-memory", "Tasks use nearly all of their memory: raise fargateMemoryMb before they are ended.", OfService("AWS/ECS", "MemoryUtilization", "Maximum"), settings.Alarms.SaturationPercent),
        new("tasks-too-few", "Fewer tasks than the fewest configured, or none is measured: look at the service's events.", OfService("ECS/ContainerInsights", "RunningTaskCount", "Minimum"), settings.Fargate.MinTasks) { Below = true, MissingIsFault = true, Periods = 10, Faults = 10 },
    ];

    private static Metric OfService(string @namespace, string name, string statistic) =>
        new(@namespace, name, statistic, [("ClusterName", Output.Create(StackName.Full)), ("ServiceName", Output.Create(StackName.Full))]);
}
