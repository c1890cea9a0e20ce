using Pulumi;

namespace Stacks.Configuration;

/// <summary>Sizes on EKS, and the cluster if it is there already.</summary>
public sealed record EksSettings
{
    /// <summary>CPU of the AppConfig agent beside the service, in thousandths.</summary>
    internal const int AgentCpuMillis = 50;

    /// <summary>Pods beyond the number asked for, in percent, while versions change.</summary>
    internal const int SurgePercent = 25;

    /// <summary>Version of Kubernetes to go to; null leaves upgrades to AWS.</summary>
    public string? Version { get; init; }

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

    /// <summary>Digest of an image that is tried beside the one that runs; null tries none.</summary>
    public string? CanaryDigest { get; init; }

    /// <summary>Roles and users that administer the cluster.</summary>
    public required IReadOnlyList<string> Admins { get; init; }

    /// <summary>Address ranges that may reach the cluster's API from outside the network.</summary>
    public required IReadOnlyList<string> ApiCidrs { get; init; }

    /// <summary>Whether the cluster's API is reached from networks alone.</summary>
    public required bool PrivateApi { get; init; }

    /// <summary>Address ranges and security groups, besides the cluster's own, that reach the API within networks.</summary>
    public required IReadOnlyList<string> ApiPeers { get; init; }

    /// <summary>A cluster that is there already; null makes one.</summary>
    public string? ExistingCluster { get; init; }

    /// <summary>Access to that cluster.</summary>
    public Output<string>? Kubeconfig { get; init; }

    /// <summary>The security group of that cluster's pods.</summary>
    public string? PodSecurityGroup { get; init; }

    internal static EksSettings Read(ConfigReader reader) => new()
    {
        Version = reader.Optional("eksVersion", "Version of Kubernetes to go to; empty takes 1.35 for a new cluster and leaves upgrades to AWS", Forms.KubernetesVersion, "1. and two digits"),
        PodCpuMillis = reader.Between("eksPodCpuMillis", 1_000, 250, 16_000, "CPU of a pod in thousandths of a vCPU"),
        PodMemoryMb = reader.Between("eksPodMemoryMb", 1_024, 256, 65_536, "Memory of a pod in MB"),
        MinPods = reader.Between("eksMinPods", 2, 1, 100, "Fewest pods"),
        MaxPods = reader.Between("eksMaxPods", 10, 1, 100, "Most pods"),
        CpuTarget = reader.Between("eksCpuTarget", 50, 10, 90, "CPU in percent that scaling aims at"),
        MaxNodeVcpus = reader.Between("eksMaxNodeVcpus", 32, 2, 1_000, "Most vCPUs of all nodes that run the service"),
        CanaryDigest = reader.Optional("eksCanaryDigest", "Image that canaryPercent of the requests try beside the pods that run, which stay as they are meanwhile; ./run deploy sets it, watches alarms, and takes it out", Forms.Digest, "sha256: and 64 hexadecimal digits"),
        Admins = reader.List("eksAdmins", [], "Who administers the cluster besides its creator", Forms.Principal, "ARNs of roles or users"),
        PrivateApi = reader.Flag("eksPrivateApi", false, "Whether the cluster's API is reached from the network and eksApiPeers alone, where whoever deploys then has to be"),
        ApiCidrs = reader.List("eksApiCidrs", [], "Addresses outside the network that the cluster's API is reached from, which has to include whoever deploys; unless it is private, there is one", Forms.Cidr, "address ranges like 192.0.2.0/24"),
        ApiPeers = reader.List("eksApiPeers", [], "Addresses of peered networks, or security groups, that reach the cluster's API within networks", Forms.CidrOrGroup, "address ranges like 10.8.0.0/16 or sg- and hexadecimal digits"),
        ExistingCluster = reader.Optional("eksCluster", "Name of a cluster that is there already; empty makes one", Forms.ClusterName, "1 to 100 letters, digits, - or _"),
        Kubeconfig = reader.Secret("kubeconfig", "Access to that cluster"),
        PodSecurityGroup = reader.Optional("eksPodSecurityGroup", "Security group of that cluster's pods", Forms.SecurityGroup, "sg- and hexadecimal digits"),
    };
}
