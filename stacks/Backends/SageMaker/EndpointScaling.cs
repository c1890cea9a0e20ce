using Pulumi;
using Pulumi.Aws.AppAutoScaling;
using Pulumi.Aws.AppAutoScaling.Inputs;
using Pulumi.Aws.Sagemaker;
using Stacks.Configuration;

namespace Stacks.Backends.SageMaker;

/// <summary>
/// How many instances there are: as many as requests a minute and requests at once ask for, whichever asks for more; without instances, how
/// many processes are kept warm.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html, https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-autoscale.html</remarks>
internal static class EndpointScaling
{
    private const string Namespace = "sagemaker";
    private const double UtilizationTarget = 0.7;
    private const int OutSeconds = 60;
    private const int InSeconds = 300;

    public static void Create(Endpoint endpoint, SageMakerSettings settings)
    {
        if (!settings.Serverless)
        {
            var instances = Target("instances", endpoint, "DesiredInstanceCount", settings.MinInstances, settings.MaxInstances);
            Track("requests", instances, "SageMakerVariantInvocationsPerInstance", settings.RequestsPerInstance);
            Track("concurrency", instances, "SageMakerVariantConcurrentRequestsPerModelHighResolution", settings.ConcurrencyPerInstance);
        }
        else if (settings.ServerlessProvisionedMax > 0)
        {
            Track("utilization", Target("warm", endpoint, "DesiredProvisionedConcurrency", settings.ServerlessProvisioned, settings.ServerlessProvisionedMax), "SageMakerVariantProvisionedConcurrencyUtilization", UtilizationTarget);
        }
    }

    private static Target Target(string name, Endpoint endpoint, string dimension, int least, int most) => new(
        name,
        new TargetArgs
        {
            ServiceNamespace = Namespace,
            ScalableDimension = $"sagemaker:variant:{dimension}",
            ResourceId = Output.Format($"endpoint/{endpoint.Name}/variant/{ServiceEndpoint.Variant}"),
            MinCapacity = least,
            MaxCapacity = most,
        },
        new CustomResourceOptions { Parent = endpoint });

    private static void Track(string name, Target target, string metric, double value) => TargetTracking.Create(
        $"endpoint-{name}",
        target,
        new PolicyTargetTrackingScalingPolicyConfigurationArgs
        {
            TargetValue = value,
            PredefinedMetricSpecification = new PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs { PredefinedMetricType = metric },
            ScaleOutCooldown = OutSeconds,
            ScaleInCooldown = InSeconds,
        });
}
