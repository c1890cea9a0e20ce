using System.Collections.Immutable;
using System.Globalization;
using Pulumi;
using Pulumi.Aws.AutoScaling;
using Pulumi.Aws.AutoScaling.Inputs;
using Pulumi.Aws.Ec2;
using Stacks.Backends.Containers;
using Stacks.Configuration;
using Stacks.Conventions;

namespace Stacks.Backends.Ec2;

/// <summary>The auto scaling group: instances of several types over the zones, as healthy as the load balancer finds them.</summary>
internal static class InstanceGroup
{
    /// <summary>Seconds until an instance counts, once it serves.</summary>
    public const int WarmupSeconds = 60;

    /// <summary>The types in the order that they are named in.</summary>
    public const string OnDemandStrategy = "prioritized";

    /// <summary>Where EC2 has the most to spare, and of that the cheapest.</summary>
    public const string SpotStrategy = "price-capacity-optimized";

    // Until docker is installed, images are pulled and models are loaded. Who does not say that it is ready by then is not taken.
    private const int LaunchSeconds = 600;

    // More than what the service and its balancer may take to let the last requests go, and spot capacity's notice.
    private const int TerminateSeconds = 120;

    private const int GraceSeconds = 60;

    /// <summary>The group's name, known beforehand. One with a warm pool is another group, as it cannot have mixed types: it comes up beside the one before.</summary>
    public static string NameOf(Ec2Settings ec2) => ec2.WarmPool > 0 ? $"{StackName.Full}-warm" : StackName.Full;

    /// <summary>Provisions it, and waits until its first instances serve.</summary>
    public static Group Create(BackendContext context, LaunchTemplate template, PrivateLoadBalancer balancer, Output<ImmutableArray<string>> alarms, IReadOnlyList<Resource> ready, Resource parent)
    {
        var (settings, ec2) = (context.Settings, context.Settings.Ec2);
        var args = new GroupArgs
        {
            Name = NameOf(ec2),
            MinSize = ec2.MinInstances,
            MaxSize = ec2.MaxInstances,
            VpcZoneIdentifiers = [.. context.Network!.SubnetIds],
            TargetGroupArns = { balancer.Targets.Arn },
            HealthCheckType = "ELB",
            HealthCheckGracePeriod = GraceSeconds,
            DefaultInstanceWarmup = WarmupSeconds,
            CapacityRebalance = ec2.SpotPercent > 0,
            EnabledMetrics = { Metric.GroupInServiceInstances, Metric.GroupDesiredCapacity },
            InitialLifecycleHooks = { Hook("launch", "autoscaling:EC2_INSTANCE_LAUNCHING", LaunchSeconds, "ABANDON"), Hook("terminate", "autoscaling:EC2_INSTANCE_TERMINATING", TerminateSeconds, "CONTINUE") },
            InstanceMaintenancePolicy = new GroupInstanceMaintenancePolicyArgs { MinHealthyPercentage = 100, MaxHealthyPercentage = 100 + Ec2Settings.SurgePercent },
            MinElbCapacity = ec2.MinInstances,
            WaitForCapacityTimeout = "15m",
            Tags = { new GroupTagArgs { Key = "Name", Value = StackName.Full, PropagateAtLaunch = true } },
        };
        Launch(args, ec2, settings.Service.Architecture, template);
        // Where a share of the instances tries a new version first, the output releaseCommand lets it.
        var isTried = settings.Release.CanaryPercent > 0;
        if (!isTried)
            args.InstanceRefresh = InstanceRefresh.AtOnce(alarms);
        return new Group(
            ec2.WarmPool > 0 ? "service-warm" : "service",
            args,
            new CustomResourceOptions
            {
                Parent = parent,
                DependsOn = [.. ready],
                IgnoreChanges = isTried ? ["launchTemplate", "mixedInstancesPolicy"] : [],
                CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMinutes(20), Update = TimeSpan.FromMinutes(20), Delete = TimeSpan.FromMinutes(20) },
            });
    }

    private static void Launch(GroupArgs args, Ec2Settings ec2, string architecture, LaunchTemplate template)
    {
        var version = template.LatestVersion.Apply(number => number.ToString(CultureInfo.InvariantCulture));
        if (ec2.WarmPool > 0)
        {
            args.LaunchTemplate = new GroupLaunchTemplateArgs { Id = template.Id, Version = version };
            args.WarmPool = new GroupWarmPoolArgs { PoolState = "Stopped", MinSize = ec2.WarmPool, MaxGroupPreparedCapacity = ec2.MaxInstances };
            return;
        }

        args.MixedInstancesPolicy = new GroupMixedInstancesPolicyArgs
        {
            LaunchTemplate = new GroupMixedInstancesPolicyLaunchTemplateArgs
            {
                LaunchTemplateSpecification = new GroupMixedInstancesPolicyLaunchTemplateLaunchTemplateSpecificationArgs { LaunchTemplateId = template.Id, Version = version },
                Overrides = [.. ec2.TypesFor(architecture).Select(type => new GroupMixedInstancesPolicyLaunchTemplateOverrideArgs { InstanceType = type })],
            },
            InstancesDistribution = new GroupMixedInstancesPolicyInstancesDistributionArgs
            {
                OnDemandBaseCapacity = ec2.OnDemandBase,
                OnDemandPercentageAboveBaseCapacity = 100 - ec2.SpotPercent,
                OnDemandAllocationStrategy = OnDemandStrategy,
                SpotAllocationStrategy = SpotStrategy,
            },
        };
    }

    private static GroupInitialLifecycleHookArgs Hook(string name, string transition, int seconds, string otherwise) =>
        new() { Name = name, LifecycleTransition = transition, HeartbeatTimeout = seconds, DefaultResult = otherwise };
}
