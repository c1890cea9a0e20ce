using Pulumi;
using Pulumi.Aws.LB;
using Stacks.Registry;
using Deployment = Pulumi.Kubernetes.Apps.V1.Deployment;

namespace Stacks.Backends.Eks;

/// <summary>Pods of a version that is tried, beside those of the one that runs: targets of a group of their own, whose failures are counted apart.</summary>
internal static class Canary
{
    /// <summary>Name of its objects.</summary>
    public const string ObjectName = $"{Workload.ObjectName}-canary";

    /// <summary>Provisions them; returns what is ready when the load balancer calls the pods healthy.</summary>
    public static Deployment Create(BackendContext context, ClusterAccess cluster, Output<string> space, TargetGroup targets, string digest, CustomResourceOptions child, CustomResourceOptions pods)
    {
        var meta = Workload.Meta(space, ObjectName);
        // The provider would wait for pods, which wait for the binding, which needs the service: pods get the load balancer's readiness gate as they are made.
        meta.Annotations.Add("pulumi.com/skipAwait", "true");
        var binding = Workload.Bind(ObjectName, Workload.CreateService(meta, child, ObjectName), targets, space, child);
        var repository = RepositoryNames.Url(RepositoryNames.Service, context.Account, context.Settings.Region);
        var version = new PodVersion(ObjectName, space, Output.Format($"{repository}@{digest}"), context.Settings.CanaryPods);
        return ServicePods.Create(context, cluster, version, CustomResourceOptions.Merge(pods, new CustomResourceOptions { DependsOn = { binding } }));
    }
}
