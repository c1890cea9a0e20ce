using Pulumi;
using Pulumi.Aws.AppAutoScaling;
using Pulumi.Aws.AppAutoScaling.Inputs;

namespace Stacks.Backends;

/// <summary>Policies of Application Auto Scaling that keep a measure at a value.</summary>
/// <remarks>https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html</remarks>
internal static class TargetTracking
{
    /// <summary>Has a policy keep one.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="target">What it scales.</param>
    /// <param name="configuration">The measure and its value.</param>
    public static void Create(string name, Target target, PolicyTargetTrackingScalingPolicyConfigurationArgs configuration) => _ = new Policy(
        name,
        new PolicyArgs
        {
            PolicyType = "TargetTrackingScaling",
            ServiceNamespace = target.ServiceNamespace,
            ScalableDimension = target.ScalableDimension,
            ResourceId = target.ResourceId,
            TargetTrackingScalingPolicyConfiguration = configuration,
        },
        new CustomResourceOptions { Parent = target });
}
