using Pulumi;
using Pulumi.Kubernetes.Autoscaling.V2;
using Pulumi.Kubernetes.Policy.V1;
using Pulumi.Kubernetes.Types.Inputs.Autoscaling.V2;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Policy.V1;
using Stacks.Configuration;

namespace Stacks.Backends.Eks;

/// <summary>How many pods there are, and how many may be away at once.</summary>
internal static class PodScaling
{
    public static void Create(EksSettings eks, Output<string> space, CustomResourceOptions options)
    {
        _ = new HorizontalPodAutoscaler(
            Workload.ObjectName,
            new HorizontalPodAutoscalerArgs
            {
                Metadata = Workload.Meta(space),
                Spec = new HorizontalPodAutoscalerSpecArgs
                {
                    ScaleTargetRef = new CrossVersionObjectReferenceArgs { ApiVersion = "apps/v1", Kind = "Deployment", Name = Workload.ObjectName },
                    MinReplicas = eks.MinPods,
                    MaxReplicas = eks.MaxPods,
                    Metrics = { Cpu(eks.CpuTarget) },
                    Behavior = new HorizontalPodAutoscalerBehaviorArgs
                    {
                        ScaleUp = new HPAScalingRulesArgs { StabilizationWindowSeconds = 0 },
                        ScaleDown = new HPAScalingRulesArgs { StabilizationWindowSeconds = 300 },
                    },
                },
            },
            options);
        _ = new PodDisruptionBudget(
            Workload.ObjectName,
            new PodDisruptionBudgetArgs
            {
                Metadata = Workload.Meta(space),
                Spec = new PodDisruptionBudgetSpecArgs
                {
                    MaxUnavailable = 1,
                    Selector = new LabelSelectorArgs { MatchLabels = Workload.Labels },
                    UnhealthyPodEvictionPolicy = "AlwaysAllow",
                },
            },
            options);
    }

    // Of the service's container alone: a sidecar's share says nothing.
    private static MetricSpecArgs Cpu(int target) => new()
    {
        Type = "ContainerResource",
        ContainerResource = new ContainerResourceMetricSourceArgs
        {
            Name = "cpu",
            Container = Service.ServiceContainer.Name,
            Target = new MetricTargetArgs { Type = "Utilization", AverageUtilization = target },
        },
    };
}
