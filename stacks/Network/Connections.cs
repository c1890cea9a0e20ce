using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Vpc;

namespace Stacks.Network;

/// <summary>Security groups and the connections that they let through.</summary>
internal static class Connections
{
    private const int Https = 443;

    /// <summary>A group without rules.</summary>
    public static SecurityGroup Group(string name, PrivateNetwork network, string description, Resource parent) =>
        new(name, new SecurityGroupArgs { VpcId = network.VpcId, Description = description }, new CustomResourceOptions { Parent = parent });

    /// <summary>Connections from one group to another at a port. Returns the rules: who uses a group does not wait for them.</summary>
    public static IReadOnlyList<Resource> Allow(string name, SecurityGroup from, Input<string> to, int port, string description)
    {
        var child = new CustomResourceOptions { Parent = from };
        var outgoing = new SecurityGroupEgressRule(
            $"{name}-out",
            new SecurityGroupEgressRuleArgs { SecurityGroupId = from.Id, ReferencedSecurityGroupId = to, IpProtocol = "tcp", FromPort = port, ToPort = port, Description = description },
            child);
        var incoming = new SecurityGroupIngressRule(
            $"{name}-in",
            new SecurityGroupIngressRuleArgs { SecurityGroupId = to, ReferencedSecurityGroupId = from.Id, IpProtocol = "tcp", FromPort = port, ToPort = port, Description = description },
            child);
        return [outgoing, incoming];
    }

    /// <summary>Lets a group that is another's in at a port.</summary>
    public static SecurityGroupIngressRule Admit(string name, Input<string> from, Input<string> to, int port, string description, Resource parent) => new(
        name,
        new SecurityGroupIngressRuleArgs { SecurityGroupId = to, ReferencedSecurityGroupId = from, IpProtocol = "tcp", FromPort = port, ToPort = port, Description = description },
        new CustomResourceOptions { Parent = parent });

    /// <summary>Connections to whatever in the network listens at a port.</summary>
    public static Resource Within(string name, SecurityGroup from, PrivateNetwork network, int port, string description) => new SecurityGroupEgressRule(
        name,
        new SecurityGroupEgressRuleArgs { SecurityGroupId = from.Id, CidrIpv4 = network.Cidr, IpProtocol = "tcp", FromPort = port, ToPort = port, Description = description },
        new CustomResourceOptions { Parent = from });

    /// <summary>HTTPS to AWS: to the endpoints of the stack's own network, or wherever a network that was there already leads.</summary>
    public static IReadOnlyList<Resource> HttpsOut(string name, SecurityGroup from, PrivateNetwork network)
    {
        if (network.Endpoints is not { } endpoints)
            return [HttpsOut($"{name}-https", from, new SecurityGroupEgressRuleArgs { CidrIpv4 = "0.0.0.0/0", Description = "AWS, by whichever way the network has" })];
        var toEndpoints = HttpsOut($"{name}-https", from, new SecurityGroupEgressRuleArgs { CidrIpv4 = network.Cidr, Description = "Endpoints of AWS services" });
        return endpoints.S3PrefixList is { } s3
            ? [toEndpoints, HttpsOut($"{name}-s3", from, new SecurityGroupEgressRuleArgs { PrefixListId = s3, Description = "S3, through its endpoint" })]
            : [toEndpoints];
    }

    private static SecurityGroupEgressRule HttpsOut(string name, SecurityGroup from, SecurityGroupEgressRuleArgs rule)
    {
        rule.SecurityGroupId = from.Id;
        rule.IpProtocol = "tcp";
        rule.FromPort = Https;
        rule.ToPort = Https;
        return new SecurityGroupEgressRule(name, rule, new CustomResourceOptions { Parent = from });
    }
}
