using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Vpc;

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
                new VpcEndpointArgs { VpcId = network.VpcId, ServiceName = $"com.amazonaws.{region}.s3", VpcEndpointType = "Gateway", RouteTableIds = { routeTable } },
                new CustomResourceOptions { Parent = this }).PrefixListId;
        }

        if (services.Interfaces.Count > 0)
        {
            var group = Group("endpoints", network, this);
            foreach (var service in services.Interfaces)
                _ = Create(service, network, region, group, this);
        }

        RegisterOutputs();
    }

    /// <summary>The addresses of S3, when it has an endpoint.</summary>
    public Output<string>? S3PrefixList { get; }

    /// <summary>One endpoint with a security group of its own.</summary>
    public static VpcEndpoint Interface(string service, PrivateNetwork network, string region, Resource parent) =>
        Create(service, network, region, Group(service, network, parent), parent);

    private static VpcEndpoint Create(string service, PrivateNetwork network, string region, SecurityGroup group, Resource parent) => new(
        service,
        new VpcEndpointArgs
        {
            VpcId = network.VpcId,
            ServiceName = $"com.amazonaws.{region}.{service}",
            VpcEndpointType = "Interface",
            PrivateDnsEnabled = true,
            SubnetIds = [.. network.SubnetIds],
            SecurityGroupIds = { group.Id },
        },
        new CustomResourceOptions { Parent = parent });

    private static SecurityGroup Group(string name, PrivateNetwork network, Resource parent)
    {
        var group = new SecurityGroup(
            name,
            new SecurityGroupArgs { VpcId = network.VpcId, Description = "Endpoints of AWS services, from the network" },
            new CustomResourceOptions { Parent = parent });
        _ = new SecurityGroupIngressRule(
            $"{name}-https",
            new SecurityGroupIngressRuleArgs { SecurityGroupId = group.Id, CidrIpv4 = network.Cidr, IpProtocol = "tcp", FromPort = Https, ToPort = Https, Description = "HTTPS from the network" },
            new CustomResourceOptions { Parent = group });
        return group;
    }
}
