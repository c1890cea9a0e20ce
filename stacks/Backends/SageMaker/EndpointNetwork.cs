using Pulumi;
using Pulumi.Aws.Sagemaker.Inputs;
using Stacks.Conventions;
using Stacks.Iam;
using Stacks.Network;

namespace Stacks.Backends.SageMaker;

/// <summary>Where the container reaches models, pictures, the event database and the cache from: the stack's network, in which SageMaker gives it addresses.</summary>
/// <param name="Config">Subnets and security group.</param>
/// <param name="Ready">What has to be there before the container starts.</param>
/// <param name="Access">What SageMaker needs, with the container's role, to make and remove those addresses.</param>
/// <remarks>https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html</remarks>
internal sealed record EndpointNetwork(ModelVpcConfigArgs Config, IReadOnlyList<Resource> Ready, IReadOnlyList<Statement> Access)
{
    /// <summary>Places the container; null where it reaches nothing, or is on SageMaker's own machines.</summary>
    public static EndpointNetwork? For(BackendContext context, Resource parent)
    {
        if (!context.Settings.PlacesEndpoint)
            return null;
        var network = context.Network!;
        var group = Connections.Group("endpoint", network, "Instances of the endpoint", parent);
        List<Resource> ready = [.. network.Ready, .. Connections.HttpsOut("endpoint", group, network)];
        if (context.Events is { } events)
            ready.AddRange(events.Reach(group, network));
        if (context.Cache is { } cache)
            ready.AddRange(cache.Reach(group));
        return new EndpointNetwork(new ModelVpcConfigArgs { Subnets = [.. network.SubnetIds], SecurityGroupIds = { group.Id } }, ready, [.. Interfaces(context)]);
    }

    // https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html, "CreateModel API: execution role permissions"
    private static IEnumerable<Statement> Interfaces(BackendContext context)
    {
        var kinds = new[] { "network-interface", "subnet", "security-group" };
        yield return new Statement("MakesItsInterfaces")
        {
            Actions = ["ec2:CreateNetworkInterface", "ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface", "ec2:DeleteNetworkInterfacePermission"],
            Resources = [.. kinds.Select(kind => Output.Format($"arn:{Partition.Current.Name}:ec2:{context.Settings.Region}:{context.Account}:{kind}/*"))],
        };
        yield return new Statement("NetworksHaveNoResource")
        {
            Actions = ["ec2:DescribeDhcpOptions", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"],
            Resources = new InputList<string> { "*" },
        };
    }
}
