using Pulumi;
using Pulumi.Kubernetes.ApiExtensions;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Stacks.Conventions;
using Stacks.Iam;
using CustomResource = Pulumi.Kubernetes.ApiExtensions.CustomResource;
using Kubernetes = Pulumi.Kubernetes;

namespace Stacks.Backends.Eks;

/// <summary>The nodes of the service: in the private subnets, of the image's processors, tagged, and limited in number.</summary>
/// <remarks>https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html</remarks>
internal static class ServiceNodes
{
    /// <summary>Name of the node class and of the node pool.</summary>
    public const string Name = "room-type";

    private const int GibPerVcpu = 4;

    public static Resource Create(BackendContext context, Kubernetes.Provider provider, ServiceRole role, Output<string> group, IReadOnlyList<Resource> after, Resource parent)
    {
        var options = new CustomResourceOptions { Parent = parent, Provider = provider, DependsOn = [role, .. after] };
        var nodes = new CustomResource("node-class", new SpecArgs("eks.amazonaws.com/v1", "NodeClass", Name, null, NodeClass(context, role, group)), options);
        return new CustomResource(
            "node-pool",
            new SpecArgs("karpenter.sh/v1", "NodePool", Name, null, NodePool(context)),
            new CustomResourceOptions { Parent = parent, Provider = provider, DependsOn = { nodes } });
    }

    private static InputMap<object> NodeClass(BackendContext context, ServiceRole role, Output<string> group) => new()
    {
        { "role", role.Name.Apply(name => (object)name) },
        { "subnetSelectorTerms", Output.All(context.Network!.SubnetIds).Apply(ids => (object)ids.Select(id => new Dictionary<string, object> { ["id"] = id }).ToArray()) },
        { "securityGroupSelectorTerms", group.Apply(id => (object)new[] { new Dictionary<string, object> { ["id"] = id } }) },
        { "ephemeralStorage", new Dictionary<string, object> { ["size"] = "40Gi" } },
        { "networkPolicy", "DefaultAllow" },
        { "networkPolicyEventLogs", "Enabled" },
        { "tags", StackConventions.Tags(context.Settings.Owner, context.Settings.CostCenter).ToDictionary(tag => tag.Key, tag => (object)tag.Value) },
    };

    private static InputMap<object> NodePool(BackendContext context)
    {
        var eks = context.Settings.Eks;
        var template = new Dictionary<string, object>
        {
            ["spec"] = new Dictionary<string, object>
            {
                ["nodeClassRef"] = new Dictionary<string, object> { ["group"] = "eks.amazonaws.com", ["kind"] = "NodeClass", ["name"] = Name },
                ["requirements"] = new object[]
                {
                    Requirement("kubernetes.io/arch", context.Settings.Service.Architecture == "arm64" ? "arm64" : "amd64"),
                    Requirement("karpenter.sh/capacity-type", "on-demand"),
                    Requirement("eks.amazonaws.com/instance-category", "c", "m"),
                },
                // Patched by being new: two weeks, and a day to drain.
                ["expireAfter"] = "336h",
                ["terminationGracePeriod"] = "24h",
            },
        };
        return new InputMap<object>
        {
            { "template", template },
            { "limits", new Dictionary<string, object> { ["cpu"] = $"{eks.MaxNodeVcpus}", ["memory"] = $"{eks.MaxNodeVcpus * GibPerVcpu}Gi" } },
            { "disruption", new Dictionary<string, object> { ["consolidationPolicy"] = "WhenEmptyOrUnderutilized", ["consolidateAfter"] = "5m" } },
        };
    }

    private static Dictionary<string, object> Requirement(string key, params string[] values) =>
        new() { ["key"] = key, ["operator"] = "In", ["values"] = values };
}

/// <summary>An object of a kind that is all metadata and spec.</summary>
internal sealed class SpecArgs : CustomResourceArgs
{
    public SpecArgs(string apiVersion, string kind, string name, Output<string>? @namespace, InputMap<object> spec)
        : base(apiVersion, kind)
    {
        Metadata = new ObjectMetaArgs { Name = name };
        if (@namespace is not null)
            Metadata = new ObjectMetaArgs { Name = name, Namespace = @namespace };
        Spec = spec;
    }

    /// <summary>What the object's kind defines.</summary>
    [Input("spec")]
    public InputMap<object> Spec { get; }
}
