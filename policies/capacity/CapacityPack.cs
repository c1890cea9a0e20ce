using Pulumi.Policy;

namespace Policies.Capacity;

/// <summary>Nothing grows without a bound.</summary>
internal static class CapacityPack
{
    public static PolicyPack Create() => new("capacity", new PolicyPackArgs
    {
        EnforcementLevel = EnforcementLevel.Mandatory,
        Version = "1.0.0",
        Policies =
        [
            ApiThrottling.Policy,
            Ec2InstanceMaximum.Policy,
            EcsTaskMaximum.Policy,
            EksNodeLimits.Policy,
            KubernetesReplicas.Policy,
            LambdaAccountConcurrency.Policy,
            LambdaManagedCapacity.Policy,
            LambdaMemory.Policy,
            LambdaProvisionedConcurrency.Policy,
            LambdaProvisionedOnAlias.Policy,
            LambdaReservedConcurrency.Policy,
            LambdaTimeout.Policy,
            LogRetention.Policy,
            SageMakerInstanceMaximum.Policy,
            UsagePlanThrottling.Policy,
        ],
    });
}
