using System.Net;
using Pulumi;
using Pulumi.Aws;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Inputs;
using Stacks.Configuration;
using Stacks.Conventions;

namespace Stacks.Network;

/// <summary>
/// Where the service's addresses are: private subnets over several zones. The stack's own network has no way to the internet: AWS is
/// reached through endpoints. A network that is there already is taken as it is.
/// </summary>
public sealed class PrivateNetwork : ComponentResource
{
    /// <summary>Provisions the network, or refers to one.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="settings">The stack's configuration.</param>
    /// <param name="services">Which services of AWS are reached from it.</param>
    /// <param name="logs">Where refused connections are recorded.</param>
    /// <param name="options">Options of the component.</param>
    public PrivateNetwork(string name, Settings settings, EndpointServices services, LogGroup logs, ComponentResourceOptions? options = null)
        : base("room-type:network:PrivateNetwork", name, options)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        var network = settings.Network;
        if (network.ExistingVpc is { } existing)
        {
            VpcId = Output.Create(existing);
            Cidr = GetVpc.Invoke(new GetVpcInvokeArgs { Id = existing }, new InvokeOptions { Parent = this }).Apply(vpc => vpc.CidrBlock);
            SubnetIds = [.. network.ExistingSubnets.Select(subnet => Output.Create(subnet))];
        }
        else
        {
            var vpc = Own(network);
            VpcId = vpc.Id;
            Cidr = Output.Create(network.Cidr);
            var (subnets, routes, associations) = Subnets(vpc, network);
            SubnetIds = [.. subnets.Select(subnet => subnet.Id)];
            FlowLogs.Create(vpc, logs);
            Endpoints = new VpcEndpoints("endpoints", this, routes.Id, services, settings.Region, new ComponentResourceOptions { Parent = this });
            Ready = [Endpoints, .. associations];
        }

        if (settings.Gateway.Private)
            GatewayEndpoint = VpcEndpoints.Interface("execute-api", this, settings.Region, network.PeerCidrs, this);
        RegisterOutputs(new Dictionary<string, object?> { ["vpcId"] = VpcId });
    }

    /// <summary>The network's id.</summary>
    public Output<string> VpcId { get; }

    /// <summary>Its addresses.</summary>
    public Output<string> Cidr { get; }

    /// <summary>Its private subnets, one a zone.</summary>
    public IReadOnlyList<Output<string>> SubnetIds { get; }

    /// <summary>The endpoint through which a private API is called; null for another.</summary>
    public VpcEndpoint? GatewayEndpoint { get; }

    /// <summary>The ways to AWS; null in a network that was there already.</summary>
    internal VpcEndpoints? Endpoints { get; }

    /// <summary>What has to be there before something in the network can reach AWS; nothing in a network that was there already.</summary>
    internal IReadOnlyList<Resource> Ready { get; } = [];

    private Vpc Own(NetworkSettings network)
    {
        var vpc = new Vpc(
            "vpc",
            new VpcArgs { CidrBlock = network.Cidr, EnableDnsHostnames = true, EnableDnsSupport = true, Tags = { { "Name", StackName.Full } } },
            new CustomResourceOptions { Parent = this });
        // Without rules, so that nothing works by being in no group.
        _ = new DefaultSecurityGroup("vpc", new DefaultSecurityGroupArgs { VpcId = vpc.Id }, new CustomResourceOptions { Parent = vpc });
        return vpc;
    }

    // Local and Wavelength Zones have to be opted in, and lack most of what the service needs.
    private static GetAvailabilityZonesInvokeArgs Zones => new()
    {
        State = "available",
        Filters = { new GetAvailabilityZonesFilterInputArgs { Name = "opt-in-status", Values = { "opt-in-not-required" } } },
    };

    private static (IReadOnlyList<Subnet> Subnets, RouteTable Routes, IReadOnlyList<Resource> Associations) Subnets(Vpc vpc, NetworkSettings network)
    {
        var child = new CustomResourceOptions { Parent = vpc };
        var zones = GetAvailabilityZones.Invoke(Zones, new InvokeOptions { Parent = vpc });
        var routes = new RouteTable("private", new RouteTableArgs { VpcId = vpc.Id, Tags = { { "Name", $"{StackName.Full}-private" } } }, child);
        var (subnets, associations) = (new List<Subnet>(), new List<Resource>());
        for (var i = 0; i < network.Zones; i++)
        {
            var index = i;
            var subnet = new Subnet(
                $"private-{i}",
                new SubnetArgs
                {
                    VpcId = vpc.Id,
                    CidrBlock = Quarter(network.Cidr, i),
                    AvailabilityZone = zones.Apply(found => found.Names[index]),
                    MapPublicIpOnLaunch = false,
                    Tags = { { "Name", $"{StackName.Full}-private-{i}" }, { "kubernetes.io/role/internal-elb", "1" } },
                },
                child);
            associations.Add(new RouteTableAssociation($"private-{i}", new RouteTableAssociationArgs { SubnetId = subnet.Id, RouteTableId = routes.Id }, new CustomResourceOptions { Parent = subnet }));
            subnets.Add(subnet);
        }

        return (subnets, routes, associations);
    }

    /// <summary>The n-th quarter of an address range.</summary>
    internal static string Quarter(string cidr, int n)
    {
        var range = IPNetwork.Parse(cidr);
        var bytes = range.BaseAddress.GetAddressBytes();
        var length = range.PrefixLength + 2;
        var first = (uint)((bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3]) + ((uint)n << (32 - length));
        return $"{first >> 24}.{(first >> 16) & 255}.{(first >> 8) & 255}.{first & 255}/{length}";
    }
}
