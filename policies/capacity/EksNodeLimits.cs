using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Capacity;

internal static class EksNodeLimits
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "eks-node-limits",
        "Groups and pools of nodes have a greatest size, so that a runaway autoscaler cannot rent a data centre.",
        OptionsJson.Default.EksNodeLimitsOptions,
        new()
        {
            ["aws:eks/cluster:Cluster"] = (props, context) => Each(props["computeConfig"]["nodePools"], (pool, index) =>
            {
                if (pool.AsString == "general-purpose")
                    context.Report($"computeConfig.nodePools[{index}] must not be the built-in pool that has no limits; make a NodePool");
            }),
            ["aws:eks/nodeGroup:NodeGroup"] = (props, context) => AtMost(props["scalingConfig"]["maxSize"], "scalingConfig.maxSize", context),
            ["kubernetes:karpenter.sh/v1:NodePool"] = (props, context) =>
            {
                if (!(Cpus(props["spec"]["limits"]["cpu"].Text()) <= context.Config.MaximumCpus))
                    context.Report($"spec.limits.cpu must be set, at most {context.Config.MaximumCpus}");
            },
        });

    private static void AtMost(PropertyValue size, string path, Context<EksNodeLimitsOptions> context)
    {
        if (!(size.Number() <= context.Config.MaximumNodes))
            context.Report($"{path} must be set, at most {context.Config.MaximumNodes}");
    }

    // A Kubernetes quantity: 32, "32" or "32000m".
    private static double? Cpus(string quantity) => quantity.EndsWith('m') ? Values.ParseNumber(quantity[..^1]) / 1000 : Values.ParseNumber(quantity);
}

internal sealed record EksNodeLimitsOptions
{
    [Description("Most nodes of a group."), Range(1, int.MaxValue)]
    public int MaximumNodes { get; set; } = 6;

    [Description("Most vCPUs of a node pool."), Range(1, int.MaxValue)]
    public int MaximumCpus { get; set; } = 32;
}
