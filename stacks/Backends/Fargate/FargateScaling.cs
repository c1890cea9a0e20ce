using Pulumi;
using Pulumi.Aws.AppAutoScaling;
using Pulumi.Aws.AppAutoScaling.Inputs;
using Stacks.Backends.Containers;
using Stacks.Configuration;
using Stacks.Conventions;
using EcsService = Pulumi.Aws.Ecs.Service;
using Specification = Pulumi.Aws.AppAutoScaling.Inputs.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationArgs;
using SpecificationDimension = Pulumi.Aws.AppAutoScaling.Inputs.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricMetricStatMetricDimensionArgs;
using SpecificationMetric = Pulumi.Aws.AppAutoScaling.Inputs.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricArgs;
using SpecificationSeries = Pulumi.Aws.AppAutoScaling.Inputs.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricMetricStatMetricArgs;
using SpecificationStat = Pulumi.Aws.AppAutoScaling.Inputs.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricMetricStatArgs;

namespace Stacks.Backends.Fargate;

/// <summary>How many tasks there are: as many as requests and CPU ask for, whichever asks for more.</summary>
internal static class FargateScaling
{
    private const int OutSeconds = 60;
    private const int InSeconds = 300;

    public static void Create(EcsService service, PrivateLoadBalancer balancer, FargateSettings fargate)
    {
        var target = new Target(
            "tasks",
            new TargetArgs
            {
                ServiceNamespace = "ecs",
                ScalableDimension = "ecs:service:DesiredCount",
                ResourceId = Output.Format($"service/{StackName.Full}/{service.Name}"),
                MinCapacity = fargate.MinTasks,
                MaxCapacity = fargate.MaxTasks,
            },
            new CustomResourceOptions { Parent = service });
        Track("cpu", target, new PolicyTargetTrackingScalingPolicyConfigurationArgs
        {
            TargetValue = fargate.CpuTarget,
            PredefinedMetricSpecification = new PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs { PredefinedMetricType = "ECSServiceAverageCPUUtilization" },
        });
        Track("requests", target, new PolicyTargetTrackingScalingPolicyConfigurationArgs
        {
            TargetValue = fargate.RequestsPerTask,
            CustomizedMetricSpecification = RequestsPerTask(service, balancer),
        });
    }

    // AWS's own ALBRequestCountPerTarget is of one target group; a deployment changes which of the two that is.
    private static Specification RequestsPerTask(EcsService service, PrivateLoadBalancer balancer) => new()
    {
        Metrics =
        {
            new SpecificationMetric { Id = "requests", MetricStat = Stat("AWS/ApplicationELB", "RequestCount", "Sum", ("LoadBalancer", balancer.LoadBalancer.ArnSuffix)), ReturnData = false },
            new SpecificationMetric { Id = "tasks", MetricStat = Stat("ECS/ContainerInsights", "RunningTaskCount", "Average", ("ClusterName", Output.Create(StackName.Full)), ("ServiceName", service.Name)), ReturnData = false },
            new SpecificationMetric { Id = "share", Expression = "requests / tasks", Label = "Requests a minute and task", ReturnData = true },
        },
    };

    private static SpecificationStat Stat(string @namespace, string name, string statistic, params (string Name, Output<string> Value)[] dimensions) => new()
    {
        Stat = statistic,
        Metric = new SpecificationSeries
        {
            Namespace = @namespace,
            MetricName = name,
            Dimensions = [.. dimensions.Select(dimension => new SpecificationDimension { Name = dimension.Name, Value = dimension.Value })],
        },
    };

    private static void Track(string name, Target target, PolicyTargetTrackingScalingPolicyConfigurationArgs configuration)
    {
        configuration.ScaleOutCooldown = OutSeconds;
        configuration.ScaleInCooldown = InSeconds;
        TargetTracking.Create($"tasks-{name}", target, configuration);
    }
}
