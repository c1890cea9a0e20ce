using System.Globalization;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Ecs;
using Pulumi.Aws.Ecs.Inputs;
using Pulumi.Aws.LB;
using Stacks.Backends.Containers;
using Stacks.Configuration;
using Stacks.Iam;
using Stacks.Service;
using EcsService = Pulumi.Aws.Ecs.Service;
using SecurityGroup = Pulumi.Aws.Ec2.SecurityGroup;

namespace Stacks.Backends.Fargate;

/// <summary>The ECS service: how many tasks, where, and how a new version takes over.</summary>
internal static class RollingService
{
    // Until tasks are placed, have started, are healthy, and those before have drained.
    private const int TaskMinutes = 20;

    public static EcsService Create(
        BackendContext context, Cluster cluster, TaskDefinition task, PrivateLoadBalancer balancer, ListenerRule rule, SecurityGroup group,
        IReadOnlyList<MetricAlarm> alarms, IReadOnlyList<Resource> ready, Resource parent)
    {
        var settings = context.Settings;
        var shift = balancer.AlternateTargets is null ? null : new ServiceRole("shift", "ecs.amazonaws.com", parent, [], "AmazonECSInfrastructureRolePolicyForLoadBalancers");
        var args = new ServiceArgs
        {
            Name = Conventions.StackName.Full,
            Cluster = cluster.Arn,
            TaskDefinition = task.Arn,
            LaunchType = "FARGATE",
            PlatformVersion = "LATEST",
            DesiredCount = settings.Fargate.MinTasks,
            AvailabilityZoneRebalancing = "ENABLED",
            NetworkConfiguration = new ServiceNetworkConfigurationArgs { AssignPublicIp = false, Subnets = [.. context.Network!.SubnetIds], SecurityGroups = { group.Id } },
            LoadBalancers = { Target(balancer, rule, shift) },
            DeploymentController = new ServiceDeploymentControllerArgs { Type = "ECS" },
            DeploymentConfiguration = Strategy(settings.Release),
            DeploymentMinimumHealthyPercent = 100,
            DeploymentMaximumPercent = 200,
            Alarms = new ServiceAlarmsArgs { Enable = true, Rollback = true, AlarmNames = [.. alarms.Select(alarm => alarm.Name)] },
            HealthCheckGracePeriodSeconds = 60,
            EnableEcsManagedTags = true,
            PropagateTags = "SERVICE",
            EnableExecuteCommand = false,
            WaitForSteadyState = true,
        };
        // ECS has it for rolling deployments alone.
        if (balancer.AlternateTargets is null)
            args.DeploymentCircuitBreaker = new ServiceDeploymentCircuitBreakerArgs { Enable = true, Rollback = true };
        return new EcsService(
            "service",
            args,
            new CustomResourceOptions
            {
                Parent = parent,
                DependsOn = [rule, .. ready, .. shift is null ? Array.Empty<Resource>() : [shift]],
                // Scaling owns the number; a deployment lets the target groups take turns.
                CustomTimeouts = Patience(settings),
                IgnoreChanges = balancer.AlternateTargets is null ? ["desiredCount"] : ["desiredCount", "loadBalancers"],
            });
    }

    // The provider waits for the whole deployment, 20 minutes where it is not told: the canary and the bake time come on top of what tasks take.
    private static CustomTimeouts Patience(Settings settings)
    {
        var shift = settings.Release.CanaryPercent == 0 ? 0 : settings.Release.CanaryMinutes + settings.Release.BakeMinutes;
        var whole = TimeSpan.FromMinutes(TaskMinutes + shift);
        // Going back takes as long as going on.
        return new CustomTimeouts { Create = whole, Update = TimeSpan.FromMinutes(TaskMinutes + (2 * shift)), Delete = TimeSpan.FromMinutes(TaskMinutes) };
    }

    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/canary-deployment.html
    private static ServiceDeploymentConfigurationArgs Strategy(ReleaseSettings release) => release.CanaryPercent == 0
        ? new ServiceDeploymentConfigurationArgs { Strategy = "ROLLING" }
        : new ServiceDeploymentConfigurationArgs
        {
            Strategy = "CANARY",
            BakeTimeInMinutes = Text(release.BakeMinutes),
            CanaryConfiguration = new ServiceDeploymentConfigurationCanaryConfigurationArgs { CanaryPercent = release.CanaryPercent, CanaryBakeTimeInMinutes = Text(release.CanaryMinutes) },
        };

    private static ServiceLoadBalancerArgs Target(PrivateLoadBalancer balancer, ListenerRule rule, ServiceRole? shift)
    {
        var target = new ServiceLoadBalancerArgs { ContainerName = ServiceContainer.Name, ContainerPort = ServiceContainer.Port, TargetGroupArn = balancer.Targets.Arn };
        if (balancer.AlternateTargets is not { } alternate || shift is null)
            return target;
        target.AdvancedConfiguration = new ServiceLoadBalancerAdvancedConfigurationArgs
        {
            AlternateTargetGroupArn = alternate.Arn,
            ProductionListenerRule = rule.Arn,
            RoleArn = shift.Arn,
        };
        return target;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
