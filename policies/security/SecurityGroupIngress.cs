using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Security;

internal static class SecurityGroupIngress
{
    private static readonly string[] Groups = ["aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"];

    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "security-group-ingress",
        "No security group lets the world in, whole or in halves.",
        OptionsJson.Default.SecurityGroupIngressOptions,
        new()
        {
            [Groups] = Group,
            ["aws:ec2/securityGroupRule:SecurityGroupRule"] = (props, context) =>
            {
                if (props["type"].AsString == "ingress")
                    Ranges(props, "", context);
            },
            ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"] = (props, context) =>
                Each(["cidrIpv4", "cidrIpv6"], property => Range(props[property], property, context)),
        });

    private static void Group(PropertyValue props, Context<SecurityGroupIngressOptions> context) =>
        Each(props["ingress"], (rule, index) => Ranges(rule, $"ingress[{index}].", context));

    private static void Ranges(PropertyValue rule, string path, Context<SecurityGroupIngressOptions> context) =>
        Each(["cidrBlocks", "ipv6CidrBlocks"], property => Each(rule[property], (cidr, index) => Range(cidr, $"{path}{property}[{index}]", context)));

    private static void Range(PropertyValue cidr, string path, Context<SecurityGroupIngressOptions> context)
    {
        if (cidr.AsString is not { } range)
            return;
        var shortest = range.Contains(':', StringComparison.Ordinal) ? context.Config.ShortestIpv6Prefix : context.Config.ShortestIpv4Prefix;
        if (Values.ParseNumber(range.Split('/').ElementAtOrDefault(1)) < shortest)
            context.Report($"{path} must be a range of a prefix of at least {shortest} bits, or another security group");
    }
}

internal sealed record SecurityGroupIngressOptions
{
    [Description("Shortest IPv4 prefix that may be let in."), Range(1, 32)]
    public int ShortestIpv4Prefix { get; set; } = 8;

    [Description("Shortest IPv6 prefix that may be let in."), Range(1, 128)]
    public int ShortestIpv6Prefix { get; set; } = 16;
}
