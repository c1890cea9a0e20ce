using System.Text.Json;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Eks;
using Pulumi.Aws.Eks.Inputs;
using Pulumi.Aws.Vpc;
using Stacks.Conventions;
using Kubernetes = Pulumi.Kubernetes;

namespace Stacks.Backends.Eks;

/// <summary>A cluster in Auto Mode: EKS brings nodes, their network and storage, and registers pods with load balancers.</summary>
/// <remarks>https://docs.aws.amazon.com/eks/latest/userguide/automode.html</remarks>
public sealed class EksCluster : ComponentResource
{
    /// <summary>What a new cluster has where no version is asked for; from then on AWS upgrades it.</summary>
    internal const string FirstVersion = "1.35";

    private const int Https = 443;

    private readonly BackendContext _context;

    /// <summary>Provisions the cluster, who may administer it, its logs and its nodes.</summary>
    public EksCluster(string name, BackendContext context, ComponentResourceOptions? options = null)
        : base("room-type:backends:EksCluster", name, options)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        var roles = ClusterRoles.Create(context, this);
        var logs = context.Logs.Containers;
        var cluster = CreateCluster(roles, context.Logs.ControlPlane);
        CreateAdmins(cluster);
        var addons = ClusterAddons.Create(cluster, logs.Values, this);
        var provider = new Kubernetes.Provider("cluster", new Kubernetes.ProviderArgs { KubeConfig = Kubeconfig(cluster, context.Settings.Region) }, new CustomResourceOptions { Parent = cluster });
        var group = cluster.VpcConfig.Apply(vpc => vpc.ClusterSecurityGroupId!);
        var peers = Admit(group);
        var nodes = ServiceNodes.Create(context, provider, roles.Node, group, addons, this);
        Access = new ClusterAccess(cluster.Name, provider, group, logs["application"].Name, ServiceNodes.Name, [.. addons, .. peers, nodes]);
        RegisterOutputs(new Dictionary<string, object?> { ["name"] = cluster.Name });
    }

    /// <summary>What the service has to know of it.</summary>
    internal ClusterAccess Access { get; }

    private Cluster CreateCluster(ClusterRoles roles, LogGroup control)
    {
        var eks = _context.Settings.Eks;
        var network = _context.Network!;
        return new Cluster(
            "service",
            new ClusterArgs
            {
                Name = StackName.Full,
                Version = eks.Version ?? FirstVersion,
                RoleArn = roles.Cluster.Arn,
                BootstrapSelfManagedAddons = false,
                AccessConfig = new ClusterAccessConfigArgs { AuthenticationMode = "API", BootstrapClusterCreatorAdminPermissions = true },
                // System pods get nodes of EKS's own pool; the service has its own, which is limited.
                ComputeConfig = new ClusterComputeConfigArgs { Enabled = true, NodePools = { "system" }, NodeRoleArn = roles.Node.Arn },
                KubernetesNetworkConfig = new ClusterKubernetesNetworkConfigArgs { ElasticLoadBalancing = new ClusterKubernetesNetworkConfigElasticLoadBalancingArgs { Enabled = true } },
                StorageConfig = new ClusterStorageConfigArgs { BlockStorage = new ClusterStorageConfigBlockStorageArgs { Enabled = true } },
                VpcConfig = new ClusterVpcConfigArgs
                {
                    SubnetIds = [.. network.SubnetIds],
                    EndpointPrivateAccess = true,
                    EndpointPublicAccess = !eks.PrivateApi,
                    PublicAccessCidrs = [.. eks.ApiCidrs],
                },
                EncryptionConfig = new ClusterEncryptionConfigArgs { Resources = { "secrets" }, Provider = new ClusterEncryptionConfigProviderArgs { KeyArn = _context.KeyArn } },
                EnabledClusterLogTypes = { "api", "audit", "authenticator" },
                UpgradePolicy = new ClusterUpgradePolicyArgs { SupportType = "STANDARD" },
                ZonalShiftConfig = new ClusterZonalShiftConfigArgs { Enabled = true },
                // A cluster serves and holds no state: what is protected is in StackConventions.
                DeletionProtection = false,
            },
            new CustomResourceOptions
            {
                Parent = this,
                DependsOn = [control, roles.Cluster, roles.Node, .. network.Ready],
                // AWS upgrades what leaves support; setting that back would be refused.
                IgnoreChanges = eks.Version is null ? ["version"] : [],
            });
    }

    // The API's address within the network is behind the cluster's security group.
    private IReadOnlyList<Resource> Admit(Output<string> group) =>
    [
        .. _context.Settings.Eks.ApiPeers.Select(peer =>
        {
            var rule = new SecurityGroupIngressRuleArgs { SecurityGroupId = group, IpProtocol = "tcp", FromPort = Https, ToPort = Https, Description = "The cluster's API" };
            if (peer.StartsWith("sg-", StringComparison.Ordinal))
                rule.ReferencedSecurityGroupId = peer;
            else
                rule.CidrIpv4 = peer;
            return new SecurityGroupIngressRule($"api-{peer}", rule, new CustomResourceOptions { Parent = this });
        }),
    ];

    private void CreateAdmins(Cluster cluster)
    {
        foreach (var admin in _context.Settings.Eks.Admins)
        {
            var name = $"admin-{admin[(admin.LastIndexOf('/') + 1)..]}";
            var entry = new AccessEntry(name, new AccessEntryArgs { ClusterName = cluster.Name, PrincipalArn = admin, Type = "STANDARD" }, new CustomResourceOptions { Parent = cluster });
            _ = new AccessPolicyAssociation(
                name,
                new AccessPolicyAssociationArgs
                {
                    ClusterName = cluster.Name,
                    PrincipalArn = entry.PrincipalArn,
                    PolicyArn = $"arn:{Partition.Current.Name}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
                    AccessScope = new AccessPolicyAssociationAccessScopeArgs { Type = "cluster" },
                },
                new CustomResourceOptions { Parent = entry });
        }
    }

    // Holds no secret: the AWS CLI makes a token of the caller's credentials.
    private static Output<string> Kubeconfig(Cluster cluster, string region) =>
        Output.Tuple(cluster.Name, cluster.Endpoint, cluster.CertificateAuthority.Apply(authority => authority.Data!)).Apply(known => JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Config",
            ["current-context"] = known.Item1,
            ["clusters"] = new[] { new { name = known.Item1, cluster = new Dictionary<string, string> { ["server"] = known.Item2, ["certificate-authority-data"] = known.Item3 } } },
            ["contexts"] = new[] { new { name = known.Item1, context = new { cluster = known.Item1, user = known.Item1 } } },
            ["users"] = new[]
            {
                new
                {
                    name = known.Item1,
                    user = new { exec = new { apiVersion = "client.authentication.k8s.io/v1beta1", command = "aws", args = new[] { "--region", region, "eks", "get-token", "--cluster-name", known.Item1, "--output", "json" } } },
                },
            },
        }));
}
