using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Support;

/// <summary>A check of a container of a pod.</summary>
/// <param name="container">The container.</param>
/// <param name="path">The way to it, for messages.</param>
/// <param name="pod">The pod's specification, which it shares with its neighbours.</param>
/// <param name="report">Takes violations.</param>
internal delegate void ContainerCheck(PropertyValue container, string path, PropertyValue pod, Action<string> report);

/// <summary>Containers, wherever they are declared.</summary>
internal static class Workloads
{
    public const string TaskDefinition = "aws:ecs/taskDefinition:TaskDefinition";

    /// <summary>Types of Kubernetes objects that run pods, and the way to the pod's specification.</summary>
    private static readonly Dictionary<string, string[]> PodPaths = new()
    {
        ["kubernetes:core/v1:Pod"] = ["spec"],
        ["kubernetes:apps/v1:Deployment"] = ["spec", "template", "spec"],
        ["kubernetes:apps/v1:StatefulSet"] = ["spec", "template", "spec"],
        ["kubernetes:apps/v1:DaemonSet"] = ["spec", "template", "spec"],
        ["kubernetes:apps/v1:ReplicaSet"] = ["spec", "template", "spec"],
        ["kubernetes:batch/v1:Job"] = ["spec", "template", "spec"],
        ["kubernetes:batch/v1:CronJob"] = ["spec", "jobTemplate", "spec", "template", "spec"],
    };

    /// <summary>Types of Kubernetes objects that run pods.</summary>
    public static string[] PodTypes { get; } = [.. PodPaths.Keys];

    /// <summary>A check for each container of an object of <see cref="PodTypes"/>.</summary>
    public static Action<PropertyValue, Context> Pods(ContainerCheck check) => (props, context) =>
    {
        var path = PodPaths[context.Args.Type];
        var pod = path.Aggregate(props, (value, key) => value[key]);
        Each(["containers", "initContainers"], group => Each(pod[group], (container, index) =>
            check(container, $"{string.Join('.', path)}.{group}[{index}]", pod, context.Report)));
    };

    /// <summary>Runs a check for each container of an ECS task definition.</summary>
    public static void Containers(PropertyValue props, Action<PropertyValue, string> check) =>
        Each(props["containerDefinitions"].Json(), (container, index) => check(container, $"containerDefinitions[{index}]"));
}
