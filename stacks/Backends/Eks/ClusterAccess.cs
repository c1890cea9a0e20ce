using Pulumi;
using Stacks.Configuration;
using Kubernetes = Pulumi.Kubernetes;

namespace Stacks.Backends.Eks;

/// <summary>What the service has to know of the cluster that it runs in.</summary>
/// <param name="Name">The cluster's name.</param>
/// <param name="Provider">Makes objects in it.</param>
/// <param name="PodSecurityGroup">The security group of its pods.</param>
/// <param name="Logs">Name of the log group with its pods' messages; null where the stack does not know it.</param>
/// <param name="NodePool">The nodes of the service; null for any.</param>
/// <param name="Ready">What has to be there before objects are made.</param>
internal sealed record ClusterAccess(Output<string> Name, Kubernetes.Provider Provider, Output<string> PodSecurityGroup, Output<string>? Logs, string? NodePool, IReadOnlyList<Resource> Ready)
{
    /// <summary>A cluster that is there already. It has to run in Auto Mode, with Container Insights.</summary>
    public static ClusterAccess ToExisting(string name, EksSettings settings, Resource parent) => new(
        Output.Create(name),
        new Kubernetes.Provider("cluster", new Kubernetes.ProviderArgs { KubeConfig = settings.Kubeconfig! }, new CustomResourceOptions { Parent = parent }),
        Output.Create(settings.PodSecurityGroup!),
        null,
        null,
        []);
}
