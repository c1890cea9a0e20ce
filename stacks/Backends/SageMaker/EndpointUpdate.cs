using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Sagemaker;
using Stacks.Configuration;

namespace Stacks.Backends.SageMaker;

/// <summary>
/// How a new version takes over: on as many instances as the one before has by then, with a share of the requests first, then with all,
/// back on an alarm. The provider's update would begin with the fewest instances again, and would not tell that SageMaker went back; so
/// a command starts it, as on Lambda (docs/decisions/0094).
/// </summary>
/// <remarks>https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html, https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green-canary.html</remarks>
internal static class EndpointUpdate
{
    // Beside the waits: until instances are there and their containers answer, and until those before are gone.
    private const int StartSeconds = 3_600;

    // For a shell to read, not for a page.
    private static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The command that starts it; it does nothing where the endpoint has the configuration already.</summary>
    /// <param name="release">Share and minutes.</param>
    /// <param name="endpoint">What is updated.</param>
    /// <param name="config">What it is updated to.</param>
    /// <param name="alarms">On which it goes back.</param>
    public static Output<string> Command(ReleaseSettings release, Endpoint endpoint, EndpointConfiguration config, IEnumerable<MetricAlarm> alarms) =>
        Output.Tuple(endpoint.Name, config.Name, Output.All(alarms.Select(alarm => alarm.Name)))
            .Apply(known => $"current=$(aws sagemaker describe-endpoint --endpoint-name {known.Item1} --query EndpointConfigName --output text) && [ \"$current\" = {known.Item2} ] || "
                + $"aws sagemaker update-endpoint --cli-input-json '{Request(release, known.Item1, known.Item2, known.Item3)}'");

    private static string Request(ReleaseSettings release, string endpoint, string config, ImmutableArray<string> alarms) => JsonSerializer.Serialize(
        new
        {
            EndpointName = endpoint,
            EndpointConfigName = config,
            RetainAllVariantProperties = true,
            // Whoever has switched capture on has done so for one version.
            ExcludeRetainedVariantProperties = new[] { new { VariantPropertyType = "DataCaptureConfig" } },
            DeploymentConfig = new
            {
                BlueGreenUpdatePolicy = new
                {
                    TrafficRoutingConfiguration = new
                    {
                        Type = "CANARY",
                        CanarySize = new { Type = "CAPACITY_PERCENT", Value = release.CanaryPercent },
                        WaitIntervalInSeconds = release.CanaryMinutes * 60,
                    },
                    TerminationWaitInSeconds = release.BakeMinutes * 60,
                    MaximumExecutionTimeoutInSeconds = StartSeconds + ((release.CanaryMinutes + release.BakeMinutes) * 60),
                },
                AutoRollbackConfiguration = new { Alarms = alarms.Select(alarm => new { AlarmName = alarm }) },
            },
        },
        Json);
}
