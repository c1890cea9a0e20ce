using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Security;

internal static class NoPublicAddress
{
    private static readonly string[] Everyone = ["0.0.0.0/0", "::/0"];

    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "no-public-address",
        "Nothing that runs the service has an address on the internet: callers come through the gateway.",
        new()
        {
            ["aws:ec2/subnet:Subnet"] = (props, context) => MustBeFalse(props["mapPublicIpOnLaunch"], "mapPublicIpOnLaunch", context),
            ["aws:ec2/instance:Instance"] = (props, context) => MustBeFalse(props["associatePublicIpAddress"], "associatePublicIpAddress", context),
            ["aws:ecs/service:Service"] = (props, context) =>
                MustBeFalse(props["networkConfiguration"]["assignPublicIp"], "networkConfiguration.assignPublicIp", context),
            ["aws:ec2/launchTemplate:LaunchTemplate"] = (props, context) => Each(props["networkInterfaces"], (network, index) =>
            {
                if (network["associatePublicIpAddress"].Text() == "true")
                    context.Report($"networkInterfaces[{index}].associatePublicIpAddress must be false");
            }),
            ["aws:ec2/eip:Eip"] = (props, context) => Each(["instance", "networkInterface"], property =>
            {
                if (props[property].IsTruthy)
                    context.Report($"{property} must not be set: an address is for NAT gateways only");
            }),
            ["aws:eks/cluster:Cluster"] = (props, context) => Cluster(props["vpcConfig"], context),
        });

    private static void MustBeFalse(PropertyValue value, string path, Context context)
    {
        if (value.IsTruthy)
            context.Report($"{path} must be false");
    }

    // Public unless it is switched off; an open range is the default too.
    private static void Cluster(PropertyValue network, Context context)
    {
        if (!network.IsTruthy || network["endpointPublicAccess"].AsBoolean == false)
            return;
        var ranges = network["publicAccessCidrs"];
        if (ranges.Count == 0 || ranges.Items.Any(range => Everyone.Contains(range.AsString)))
            context.Report("vpcConfig.endpointPublicAccess must be false, or vpcConfig.publicAccessCidrs name the networks");
    }
}
