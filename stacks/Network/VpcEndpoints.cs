using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Vpc;
using Stacks.Conventions;

namespace Stacks.Network;

/// <summary>Ways to AWS that stay in the network, in place of a NAT gateway.</summary>
internal sealed class VpcEndpoints : ComponentResource
{
    private const int Https = 443;

    public VpcEndpoints(string name, PrivateNetwork network, Input<string> routeTable, EndpointServices services, string region, ComponentResourceOptions options)
        : base("room-type:network:VpcEndpoints", name, options)
    {
        if (services.UsesS3)
        {
            S3PrefixList = new VpcEndpoint(
                "s3",
                new VpcEndpointArgs { VpcId = network.VpcId, ServiceName = $"{Partition.Current.Services}.{region}.s3", VpcEndpointType = "Gateway", RouteTableIds = { routeTable } },
                new CustomResourceOptions { Parent = this }).PrefixListId;
        }

        if (services.Interfaces.Count > 0)
        {
            var group = Group("endpoints", network, [], this);
            foreach (var service in services.Interfaces)
                _ = Create(service, network, region, group, this);
        }

        RegisterOutputs();
    }

    /// <summary>The addresses of S3, when it has an endpoint.</summary>
    public Output<string>? S3PrefixList { get; }

    /// <summary>One endpoint with a security group of its own, which peers of the network reach too.</summary>
    public static VpcEndpoint Interface(string service, PrivateNetwork network, string region, IReadOnlyList<string> peers, Resource parent) =>
        Create(service, network, region, Group(service, network, peers, parent), parent);

    private static VpcEndpoint Create(string service, PrivateNetwork network, string region, SecurityGroup group, Resource parent) => new(
        service,
        new VpcEndpointArgs
        {
            VpcId = network.VpcId,
            ServiceName = $"{Partition.Current.Services}.{region}.{service}",
            VpcEndpointType = "Interface",
            PrivateDnsEnabled = true,
            SubnetIds = [.. network.SubnetIds],
            SecurityGroupIds = { group.Id },
        },
        new CustomResourceOptions { Parent = parent });

    private static SecurityGroup Group(string name, PrivateNetwork network, IReadOnlyList<string> peers, Resource parent)
    {
        var group = new SecurityGroup(
            name,
            new SecurityGroupArgs { VpcId = network.VpcId, Description = "Endpoints of AWS services, from the network" },
            new CustomResourceOptions { Parent = parent });
        Admit($"{name}-https", group, network.Cidr, "HTTPS from the network", parent);
        foreach (var peer in peers)
            Admit($"{name}-https-{peer}", group, peer, "HTTPS from a peer of the network", parent);
        return group;
    }

    // Of the parent and not of the group, as in an earlier release: what waits for this component then waits for the rules as well.
    private static void Admit(string name, SecurityGroup group, Input<string> cidr, string description, Resource parent) => _ = new SecurityGroupIngressRule(
        name,
        new SecurityGroupIngressRuleArgs { SecurityGroupId = group.Id, CidrIpv4 = cidr, IpProtocol = "tcp", FromPort = Https, ToPort = Https, Description = description },
        new CustomResourceOptions { Parent = parent, Aliases = { new Alias { Parent = group } } });
}
