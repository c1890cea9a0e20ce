using Pulumi;
using Stacks.Conventions;
using Stacks.Iam;

namespace Stacks.Backends.Eks;

/// <summary>The roles of an Auto Mode cluster, with the policies that AWS maintains for it.</summary>
/// <param name="Cluster">What EKS itself may do.</param>
/// <param name="Node">What nodes may do: join, and pull images.</param>
/// <remarks>https://docs.aws.amazon.com/eks/latest/userguide/auto-learn-iam.html</remarks>
internal sealed record ClusterRoles(ServiceRole Cluster, ServiceRole Node)
{
    private static readonly string[] ClusterPolicies =
        ["AmazonEKSClusterPolicy", "AmazonEKSComputePolicy", "AmazonEKSBlockStoragePolicy", "AmazonEKSLoadBalancingPolicy", "AmazonEKSNetworkingPolicy"];

    private static readonly string[] Created = ["fleet", "instance", "launch-template", "network-interface", "volume"];

    private static readonly string[] NodePolicies = ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"];

    public static ClusterRoles Create(BackendContext context, Resource parent) => new(
        new ServiceRole("cluster", [ServiceRole.Trust("eks.amazonaws.com", "sts:AssumeRole", "sts:TagSession")], parent, [TagsNodes(context)], ClusterPolicies),
        new ServiceRole("node", "ec2.amazonaws.com", parent, [], NodePolicies));

    // AWS's own policies allow no tags but EKS's on nodes.
    private static Statement TagsNodes(BackendContext context) => new("TagsItsNodes")
    {
        Actions = ["ec2:CreateFleet", "ec2:CreateLaunchTemplate", "ec2:RunInstances"],
        Resources = [.. Created.Select(kind => Output.Format($"arn:{Partition.Current.Name}:ec2:{context.Settings.Region}:{context.Account}:{kind}/*"))],
        Conditions = [("StringEquals", "aws:RequestTag/eks:eks-cluster-name", new InputList<string> { StackName.Full })],
    };
}
