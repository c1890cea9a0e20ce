using Pulumi;
using Stacks.Configuration;
using Stacks.Observability;

namespace Stacks.Backends.SageMaker;

/// <summary>What watches the endpoint, whose name is known beforehand.</summary>
/// <remarks>https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html</remarks>
internal static class EndpointAlarms
{
    private const string Invocations = "AWS/SageMaker";
    private const int MicrosecondsPerMillisecond = 1_000;

    public static IEnumerable<AlarmSpec> Specs(Settings settings)
    {
        var limits = settings.Alarms;
        yield return new AlarmSpec("endpoint-errors", "The container answers 5xx or not at all: the endpoint's log says why.", Of(settings, "Invocation5XXErrors", "Sum"), limits.ErrorPercent)
        {
            Of = Of(settings, "Invocations", "Sum"),
            TakesBack = true,
        };
        yield return AlarmSpec.Slow("endpoint-latency", "The slowest answers of the container are slow: look at its CPU, and at cold starts without instances.", Of(settings, "ModelLatency", "p99"), (double)limits.LatencyP99Ms * MicrosecondsPerMillisecond);
        yield return new AlarmSpec("endpoint-memory", "The container uses nearly all of its memory: it is ended when it needs more. Take a larger sagemakerInstanceSize or sagemakerServerlessMemoryMb.", OfContainer(settings, "MemoryUtilization", "Maximum"), limits.SaturationPercent);
        if (!settings.SageMaker.Serverless)
        {
            // Of all cores together: 200 are both of two.
            var cores = settings.SageMaker.Vcpus;
            yield return new AlarmSpec("endpoint-cpu", "Instances use nearly all of their CPU: raise sagemakerMaxInstances or take a larger sagemakerInstanceSize.", OfContainer(settings, "CPUUtilization", "Average"), limits.SaturationPercent * cores) { Periods = 10, Faults = 10 };
        }
        else if (settings.SageMaker.ServerlessProvisioned > 0)
        {
            yield return new AlarmSpec("endpoint-spillover", "More calls than warm processes: raise sagemakerServerlessProvisioned or sagemakerServerlessProvisionedMax.", Of(settings, "ServerlessProvisionedConcurrencySpilloverInvocations", "Sum"), 10);
        }
    }

    public static IReadOnlyList<Chart> Charts(Settings settings) =>
    [
        new("Invocations", [Of(settings, "Invocations", "Sum"), Of(settings, "Invocation4XXErrors", "Sum"), Of(settings, "Invocation5XXErrors", "Sum")]),
        new("Latency in microseconds", [Of(settings, "ModelLatency", "p50"), Of(settings, "ModelLatency", "p99"), Of(settings, "OverheadLatency", "p99")]),
        settings.SageMaker.Serverless
            ? new("Cold starts in microseconds, and memory in percent", [Of(settings, "ModelSetupTime", "p99"), OfContainer(settings, "MemoryUtilization", "Maximum")])
            : new("CPU of all cores and memory in percent", [OfContainer(settings, "CPUUtilization", "Average"), OfContainer(settings, "CPUUtilization", "Maximum"), OfContainer(settings, "MemoryUtilization", "Maximum")]),
    ];

    private static Metric Of(Settings settings, string name, string statistic) => new(Invocations, name, statistic, Dimensions(settings));

    private static Metric OfContainer(Settings settings, string name, string statistic) => new(EndpointModel.MetricNamespace, name, statistic, Dimensions(settings));

    private static (string Name, Output<string> Value)[] Dimensions(Settings settings) =>
        [("EndpointName", Output.Create(settings.SageMaker.EndpointNameFor(settings.Service.Architecture))), ("VariantName", Output.Create(ServiceEndpoint.Variant))];
}
