using Pulumi;

namespace Stacks.Configuration;

/// <summary>Sizes on EKS, and the cluster if it is there already.</summary>
public sealed record EksSettings
{
    /// <summary>Version of Kubernetes.</summary>
    public required string Version { get; init; }

    /// <summary>CPU limit of a pod in thousandths.</summary>
    public required int PodCpuMillis { get; init; }

    /// <summary>Memory limit of a pod in MB.</summary>
    public required int PodMemoryMb { get; init; }

    /// <summary>Fewest pods.</summary>
    public required int MinPods { get; init; }

    /// <summary>Most pods.</summary>
    public required int MaxPods { get; init; }

    /// <summary>CPU in percent that scaling aims at.</summary>
    public required int CpuTarget { get; init; }

    /// <summary>Most vCPUs of all nodes.</summary>
    public required int MaxNodeVcpus { get; init; }

    /// <summary>Roles and users that administer the cluster.</summary>
    public required IReadOnlyList<string> Admins { get; init; }

    /// <summary>Address ranges that may reach the cluster's API from outside the network.</summary>
    public required IReadOnlyList<string> ApiCidrs { get; init; }

    /// <summary>A cluster that is there already; null makes one.</summary>
    public string? ExistingCluster { get; init; }

    /// <summary>Access to that cluster.</summary>
    public Output<string>? Kubeconfig { get; init; }

    /// <summary>The security group of that cluster's pods.</summary>
    public string? PodSecurityGroup { get; init; }

    internal static EksSettings Read(ConfigReader reader) => new()
    {
        Version = reader.Matching("eksVersion", "1.34", "Version of Kubernetes", Forms.KubernetesVersion, "1. and two digits"),
        PodCpuMillis = reader.Between("eksPodCpuMillis", 1_000, 250, 16_000, "CPU of a pod in thousandths of a vCPU"),
        PodMemoryMb = reader.Between("eksPodMemoryMb", 1_024, 256, 65_536, "Memory of a pod in MB"),
        MinPods = reader.Between("eksMinPods", 2, 1, 100, "Fewest pods"),
        MaxPods = reader.Between("eksMaxPods", 10, 1, 100, "Most pods"),
        CpuTarget = reader.Between("eksCpuTarget", 50, 10, 90, "CPU in percent that scaling aims at"),
        MaxNodeVcpus = reader.Between("eksMaxNodeVcpus", 32, 2, 1_000, "Most vCPUs of all nodes that run the service"),
        Admins = reader.List("eksAdmins", [], "Who administers the cluster besides its creator", Forms.Principal, "ARNs of roles or users"),
        ApiCidrs = reader.List("eksApiCidrs", [], "Where the cluster's API may be reached from outside the network; none keeps it private", Forms.Cidr, "address ranges like 192.0.2.0/24"),
        ExistingCluster = reader.Optional("eksCluster", "Name of a cluster that is there already; empty makes one", Forms.ClusterName, "1 to 100 letters, digits, - or _"),
        Kubeconfig = reader.Secret("kubeconfig", "Access to that cluster"),
        PodSecurityGroup = reader.Optional("eksPodSecurityGroup", "Security group of that cluster's pods", Forms.SecurityGroup, "sg- and hexadecimal digits"),
    };
}
