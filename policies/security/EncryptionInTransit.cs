using System.ComponentModel;
using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Security;

internal static class EncryptionInTransit
{
    private static readonly string[] Listeners = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];
    private static readonly string[] Tls = ["HTTPS", "TLS"];

    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "encryption-in-transit",
        "What is sent is encrypted, with TLS 1.2 or later.",
        OptionsJson.Default.EncryptionInTransitOptions,
        new()
        {
            ["aws:apigateway/domainName:DomainName"] = (props, context) =>
            {
                if (!props["securityPolicy"].IsTruthy || props["securityPolicy"].AsString == "TLS_1_0")
                    context.Report("securityPolicy must be set, to TLS_1_2 or a later one");
            },
            ["aws:apigateway/integration:Integration"] = (props, context) =>
            {
                var isHttp = props["type"].AsString is "HTTP" or "HTTP_PROXY";
                var mayBePlain = context.Config.PlaintextInNetwork && props["connectionType"].AsString == "VPC_LINK";
                if (isHttp && !mayBePlain && !props["uri"].Text().StartsWith("https:", StringComparison.OrdinalIgnoreCase))
                    context.Report("uri must begin with https:");
            },
            [Listeners] = Listener,
            ["aws:elasticache/replicationGroup:ReplicationGroup"] = (props, context) =>
            {
                if (props["transitEncryptionEnabled"].AsBoolean != true)
                    context.Report("transitEncryptionEnabled must be true");
            },
            [Workloads.TaskDefinition] = (props, context) => Each(props["volumes"], (volume, index) =>
            {
                var efs = volume["efsVolumeConfiguration"];
                if (efs.IsTruthy && efs["transitEncryption"].AsString != "ENABLED")
                    context.Report($"volumes[{index}].efsVolumeConfiguration.transitEncryption must be ENABLED");
            }),
            ["aws:sns/topicSubscription:TopicSubscription"] = (props, context) =>
            {
                if (props["protocol"].AsString == "http")
                    context.Report("protocol must be https");
            },
        });

    private static void Listener(PropertyValue props, Context<EncryptionInTransitOptions> context)
    {
        var redirects = props["defaultActions"].Count > 0 && props["defaultActions"].Items.All(action => action["type"].AsString == "redirect");
        if (!Tls.Contains(props["protocol"].AsString) && !redirects && !context.Config.PlaintextInNetwork)
            context.Report($"protocol must be {string.Join(" or ", Tls)}, or every action a redirect");
    }
}

internal sealed record EncryptionInTransitOptions
{
    [Description("Whether a gateway may reach the service without TLS through a VPC link, inside the network.")]
    public bool PlaintextInNetwork { get; set; }
}
