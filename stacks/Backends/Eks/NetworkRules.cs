using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;
using Stacks.Caching;
using Stacks.Events;
using Stacks.Service;

namespace Stacks.Backends.Eks;

/// <summary>Whom the pods hear and whom they may ask.</summary>
internal static class NetworkRules
{
    private const string PodIdentityAgent = "169.254.170.23/32";

    /// <summary>Lets EKS enforce rules at all. https://docs.aws.amazon.com/eks/latest/userguide/auto-net-pol.html</summary>
    public static void Enable(CustomResourceOptions options) => _ = new ConfigMap(
        "network-policies",
        new ConfigMapArgs
        {
            Metadata = new ObjectMetaArgs { Name = "amazon-vpc-cni", Namespace = "kube-system" },
            Data = { { "enable-network-policy-controller", "true" } },
        },
        options);

    /// <summary>Requests come from the load balancer's network; answers are asked of DNS, AWS and the node's identity agent.</summary>
    public static void Create(BackendContext context, Output<string> space, CustomResourceOptions options)
    {
        var spec = new NetworkPolicySpecArgs
        {
            // Of every version.
            PodSelector = new LabelSelectorArgs { MatchLabels = Workload.CommonLabels },
            PolicyTypes = { "Ingress", "Egress" },
            Ingress = { new NetworkPolicyIngressRuleArgs { From = { Block(context.Network!.Cidr) }, Ports = { Port(ServiceContainer.Port, "TCP") } } },
            Egress =
            {
                // Nodes answer DNS themselves, at an address outside of the network.
                new NetworkPolicyEgressRuleArgs { Ports = { Port(53, "UDP"), Port(53, "TCP") } },
                // S3 answers from public addresses, also through its endpoint.
                new NetworkPolicyEgressRuleArgs { To = { Block("0.0.0.0/0") }, Ports = { Port(443, "TCP") } },
                new NetworkPolicyEgressRuleArgs { To = { Block(PodIdentityAgent) }, Ports = { Port(80, "TCP") } },
            },
        };
        if (context.Events is { IsPlaced: true })
            spec.Egress.Add(new NetworkPolicyEgressRuleArgs { To = { Block(context.Network.Cidr) }, Ports = { Port(EventStore.Port, "TCP") } });
        if (context.Cache is not null)
            spec.Egress.Add(new NetworkPolicyEgressRuleArgs { To = { Block(context.Network.Cidr) }, Ports = { Port(SharedCache.Port, "TCP") } });
        _ = new NetworkPolicy(Workload.ObjectName, new NetworkPolicyArgs { Metadata = Workload.Meta(space), Spec = spec }, options);
    }

    private static NetworkPolicyPeerArgs Block(Input<string> cidr) => new() { IpBlock = new IPBlockArgs { Cidr = cidr } };

    private static NetworkPolicyPortArgs Port(int port, string protocol) => new() { Port = port, Protocol = protocol };
}
