namespace Stacks.Configuration;

/// <summary>The network: one of the stack's own, or one that is there already.</summary>
public sealed record NetworkSettings
{
    /// <summary>Addresses of the stack's own network.</summary>
    public required string Cidr { get; init; }

    /// <summary>Zones to spread over.</summary>
    public required int Zones { get; init; }

    /// <summary>A network that is there already; null makes one.</summary>
    public string? ExistingVpc { get; init; }

    /// <summary>Its private subnets.</summary>
    public required IReadOnlyList<string> ExistingSubnets { get; init; }

    /// <summary>Address ranges of other networks that use the private API's endpoint.</summary>
    public required IReadOnlyList<string> PeerCidrs { get; init; }

    internal static NetworkSettings Read(ConfigReader reader) => new()
    {
        Cidr = reader.Matching("vpcCidr", "10.40.0.0/16", "Addresses of the network", Forms.Cidr, "a private range like 10.40.0.0/16, /16 to /22"),
        Zones = reader.Between("zones", 3, 2, 3, "Zones to spread over"),
        ExistingVpc = reader.Optional("vpcId", "A network that is there already, with endpoints or a way out; empty makes one", Forms.Vpc, "vpc- and hexadecimal digits"),
        ExistingSubnets = reader.List("subnetIds", [], "Private subnets of that network, each in another zone", Forms.Subnet, "subnet- and hexadecimal digits"),
        PeerCidrs = reader.List("peerCidrs", [], "Addresses of peered networks that may use the private API's endpoint, besides its own network's", Forms.Cidr, "address ranges like 10.8.0.0/16"),
    };
}
