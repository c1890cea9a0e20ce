using Pulumi;
using Pulumi.Aws.AutoScaling;
using Pulumi.Aws.AutoScaling.Inputs;
using Stacks.Backends.Containers;
using Stacks.Configuration;

namespace Stacks.Backends.Ec2;

/// <summary>How many instances there are: as many as requests and CPU ask for, whichever asks for more, and as a forecast says beforehand.</summary>
internal static class InstanceScaling
{
    // Until a new instance serves, from its order on.
    private const int BufferSeconds = 300;

    public static void Create(Group group, PrivateLoadBalancer balancer, Ec2Settings ec2)
    {
        // Of one target group on one load balancer: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PredefinedMetricSpecification.html
        var label = Output.Format($"{balancer.LoadBalancer.ArnSuffix}/{balancer.Targets.ArnSuffix}");
        Track("cpu", group, ec2.CpuTarget, new PolicyTargetTrackingConfigurationPredefinedMetricSpecificationArgs { PredefinedMetricType = "ASGAverageCPUUtilization" });
        Track("requests", group, ec2.RequestsPerInstance, new PolicyTargetTrackingConfigurationPredefinedMetricSpecificationArgs { PredefinedMetricType = "ALBRequestCountPerTarget", ResourceLabel = label });
        if (ec2.Predictive == "none")
            return;
        _ = new Policy(
            "instances-forecast",
            new PolicyArgs
            {
                AutoscalingGroupName = group.Name,
                PolicyType = "PredictiveScaling",
                PredictiveScalingConfiguration = new PolicyPredictiveScalingConfigurationArgs
                {
                    Mode = ec2.Predictive == "scale" ? "ForecastAndScale" : "ForecastOnly",
                    SchedulingBufferTime = $"{BufferSeconds}",
                    MaxCapacityBreachBehavior = "HonorMaxCapacity",
                    MetricSpecification = new PolicyPredictiveScalingConfigurationMetricSpecificationArgs
                    {
                        TargetValue = ec2.RequestsPerInstance,
                        PredefinedMetricPairSpecification = new PolicyPredictiveScalingConfigurationMetricSpecificationPredefinedMetricPairSpecificationArgs { PredefinedMetricType = "ALBRequestCount", ResourceLabel = label },
                    },
                },
            },
            new CustomResourceOptions { Parent = group });
    }

    private static void Track(string name, Group group, int target, PolicyTargetTrackingConfigurationPredefinedMetricSpecificationArgs metric) => _ = new Policy(
        $"instances-{name}",
        new PolicyArgs
        {
            AutoscalingGroupName = group.Name,
            PolicyType = "TargetTrackingScaling",
            TargetTrackingConfiguration = new PolicyTargetTrackingConfigurationArgs { TargetValue = target, PredefinedMetricSpecification = metric },
        },
        new CustomResourceOptions { Parent = group });
}
