using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Capacity;

internal static class KubernetesReplicas
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "kubernetes-replicas",
        "Autoscalers and deployments stay within limits: at least enough to survive a zone, at most what is paid for.",
        OptionsJson.Default.KubernetesReplicasOptions,
        new()
        {
            ["kubernetes:autoscaling/v2:HorizontalPodAutoscaler"] = (props, context) => All(
                () =>
                {
                    if (!(props["spec"]["maxReplicas"].Number() <= context.Config.Maximum))
                        context.Report($"spec.maxReplicas must be set, at most {context.Config.Maximum}");
                },
                () =>
                {
                    if (!((props["spec"]["minReplicas"].Number() ?? 1) >= context.Config.Minimum))
                        context.Report($"spec.minReplicas must be at least {context.Config.Minimum}");
                }),
            ["kubernetes:apps/v1:Deployment"] = (props, context) =>
            {
                if (props["spec"]["replicas"].Number() > context.Config.Maximum)
                    context.Report($"spec.replicas must be at most {context.Config.Maximum}");
            },
        });
}

internal sealed record KubernetesReplicasOptions
{
    [Description("Least replicas."), Range(0, int.MaxValue)]
    public int Minimum { get; set; } = 1;

    [Description("Most replicas."), Range(0, int.MaxValue)]
    public int Maximum { get; set; } = 10;
}
