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

    /// <summary>Connections from one group to another at a port.</summary>
    public static void Allow(string name, SecurityGroup from, Input<string> to, int port, string description)
    {
        var child = new CustomResourceOptions { Parent = from };
        _ = new SecurityGroupEgressRule(
            $"{name}-out",
            new SecurityGroupEgressRuleArgs { SecurityGroupId = from.Id, ReferencedSecurityGroupId = to, IpProtocol = "tcp", FromPort = port, ToPort = port, Description = description },
            child);
        _ = new SecurityGroupIngressRule(
            $"{name}-in",
            new SecurityGroupIngressRuleArgs { SecurityGroupId = to, ReferencedSecurityGroupId = from.Id, IpProtocol = "tcp", FromPort = port, ToPort = port, Description = description },
            child);
    }

    /// <summary>Connections to whatever in the network listens at a port.</summary>
    public static void Within(string name, SecurityGroup from, PrivateNetwork network, int port, string description) => _ = new SecurityGroupEgressRule(
        name,
        new SecurityGroupEgressRuleArgs { SecurityGroupId = from.Id, CidrIpv4 = network.Cidr, IpProtocol = "tcp", FromPort = port, ToPort = port, Description = description },
        new CustomResourceOptions { Parent = from });

    /// <summary>HTTPS to AWS: to the endpoints of the stack's own network, or wherever a network that was there already leads.</summary>
    public static void HttpsOut(string name, SecurityGroup from, PrivateNetwork network)
    {
        if (network.Endpoints is not { } endpoints)
        {
            HttpsOut($"{name}-https", from, new SecurityGroupEgressRuleArgs { CidrIpv4 = "0.0.0.0/0", Description = "AWS, by whichever way the network has" });
            return;
        }

        HttpsOut($"{name}-https", from, new SecurityGroupEgressRuleArgs { CidrIpv4 = network.Cidr, Description = "Endpoints of AWS services" });
        if (endpoints.S3PrefixList is { } s3)
            HttpsOut($"{name}-s3", from, new SecurityGroupEgressRuleArgs { PrefixListId = s3, Description = "S3, through its endpoint" });
    }

    private static void HttpsOut(string name, SecurityGroup from, SecurityGroupEgressRuleArgs rule)
    {
        rule.SecurityGroupId = from.Id;
        rule.IpProtocol = "tcp";
        rule.FromPort = Https;
        rule.ToPort = Https;
        _ = new SecurityGroupEgressRule(name, rule, new CustomResourceOptions { Parent = from });
    }
}
