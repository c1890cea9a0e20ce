using Policies.Support;
using Pulumi.Policy;

namespace Policies.Security;

internal static class LoadBalancerInternal
{
    private static readonly string[] Balancers = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"];
    private const string ServiceScheme = "service.beta.kubernetes.io/aws-load-balancer-scheme";
    private const string IngressScheme = "alb.ingress.kubernetes.io/scheme";

    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "load-balancer-internal",
        "Load balancers are internal: the gateway alone faces callers, and checks their signatures.",
        new()
        {
            [Balancers] = (props, context) =>
            {
                if (props["internal"].AsBoolean != true)
                    context.Report("internal must be true");
            },
            ["kubernetes:core/v1:Service"] = (props, context) =>
            {
                if (props["spec"]["type"].AsString == "LoadBalancer" && props["metadata"]["annotations"][ServiceScheme].AsString != "internal")
                    context.Report($"metadata.annotations['{ServiceScheme}'] must be internal");
            },
            ["kubernetes:networking.k8s.io/v1:Ingress"] = (props, context) =>
            {
                if (props["metadata"]["annotations"][IngressScheme].AsString == "internet-facing")
                    context.Report($"metadata.annotations['{IngressScheme}'] must be internal");
            },
        });
}
