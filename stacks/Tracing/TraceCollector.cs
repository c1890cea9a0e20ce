using System.Text.Json;
using Pulumi;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;

namespace Stacks.Tracing;

/// <summary>
/// The sidecar that takes the service's spans and gives them to X-Ray: the collector of the AWS Distro for OpenTelemetry (ADOT). The
/// trace is the gateway's, which X-Ray's header hands on.
/// </summary>
/// <param name="ImageUri">Its image by digest.</param>
/// <param name="RepositoryArn">The repository that has it.</param>
/// <remarks>https://aws-otel.github.io/docs/setup/ecs and https://github.com/aws-observability/aws-otel-collector</remarks>
public sealed record TraceCollector(Output<string> ImageUri, Output<string> RepositoryArn)
{
    /// <summary>The container's name.</summary>
    internal const string Name = "otel-collector";

    /// <summary>The user that it runs as; it listens above 1024 and writes nothing.</summary>
    internal const int User = 65532;

    /// <summary>What it may take, MB; it drops spans before it takes more.</summary>
    internal const int MemoryMb = TracingSettings.CollectorMemoryMb;

    private const int Port = 4317;

    /// <summary>The program in its image that asks whether it is well.</summary>
    internal static string[] HealthCommand => ["/healthcheck"];

    /// <summary>Its environment variables, of which one is its configuration.</summary>
    internal static IReadOnlyDictionary<string, string> Environment(string region) => new Dictionary<string, string>
    {
        ["AOT_CONFIG_CONTENT"] = Configuration,
        ["AWS_REGION"] = region,
    };

    /// <summary>What the service is told: where its spans go, that the gateway's trace goes on, and what begins without one.</summary>
    /// <param name="settings">The stack's configuration.</param>
    /// <param name="platform">The value of cloud.platform (OpenTelemetry, semantic conventions of cloud resources).</param>
    internal static IEnumerable<(string Name, string Value)> ServiceVariables(Settings settings, string platform) =>
    [
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", $"http://localhost:{Port}"),
        ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc"),
        ("OTEL_PROPAGATORS", "xray,tracecontext,baggage"),
        ("OTEL_RESOURCE_ATTRIBUTES", $"cloud.platform={platform},cloud.provider=aws,cloud.region={settings.Region},deployment.environment.name={Deployment.Instance.StackName}"),
        ("OTEL_SERVICE_NAME", StackName.Full),
        ("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"),
        ("OTEL_TRACES_SAMPLER_ARG", (settings.Tracing.Percent / 100m).ToString(System.Globalization.CultureInfo.InvariantCulture)),
    ];

    /// <summary>What has to be allowed where it runs.</summary>
    // X-Ray knows no resources for these: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
    internal static Statement Access => new("XRayHasNoResources") { Actions = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], Resources = new InputList<string> { "*" } };

    // JSON is YAML. The variation is indexed, so that traces can be searched by it.
    private static string Configuration => JsonSerializer.Serialize(new
    {
        extensions = new { health_check = new { } },
        receivers = new { otlp = new { protocols = new { grpc = new { endpoint = $"localhost:{Port}" } } } },
        processors = new
        {
            memory_limiter = new { check_interval = "1s", limit_percentage = 75, spike_limit_percentage = 20 },
            batch = new { timeout = "1s", send_batch_size = 50 },
        },
        exporters = new { awsxray = new { indexed_attributes = List("feature_flag.key", "feature_flag.result.variant", "room_type.model") } },
        service = new
        {
            extensions = List("health_check"),
            pipelines = new { traces = new { receivers = List("otlp"), processors = List("memory_limiter", "batch"), exporters = List("awsxray") } },
            telemetry = new { logs = new { level = "warn" }, metrics = new { level = "none" } },
        },
    });

    private static string[] List(params string[] items) => items;
}
