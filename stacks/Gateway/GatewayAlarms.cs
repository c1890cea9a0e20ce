using Pulumi;
using Pulumi.Aws.CloudWatch;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Observability;

namespace Stacks.Gateway;

/// <summary>What callers see: errors, slowness, silence. The API's name is known beforehand, so these are there before the API.</summary>
public sealed class GatewayAlarms : ComponentResource
{
    private const string Namespace = "AWS/ApiGateway";
    private const int SecondsAMinute = 60;

    /// <summary>Provisions the alarms.</summary>
    public GatewayAlarms(string name, AlarmSettings limits, AlarmTopic topic, ComponentResourceOptions? options = null)
        : base("room-type:gateway:GatewayAlarms", name, options)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var child = new CustomResourceOptions { Parent = this };
        Failures = [.. FailureSpecs(limits).Select(spec => Alarms.Create(spec, topic, child))];
        Silence = limits.QuietMinutes == 0 ? [] : [Alarms.Create(SilenceSpec(limits.QuietMinutes), topic, child)];
        RegisterOutputs();
    }

    /// <summary>What goes wrong for callers; takes new versions and new experiments back.</summary>
    public IReadOnlyList<MetricAlarm> Failures { get; }

    /// <summary>Nobody calls, or nothing is measured.</summary>
    public IReadOnlyList<MetricAlarm> Silence { get; }

    /// <summary>What a person wants to see.</summary>
    internal static IReadOnlyList<Chart> Charts =>
    [
        new("Requests", [Of("Count", "Sum"), Of("4XXError", "Sum"), Of("5XXError", "Sum")]),
        new("Latency in ms, as callers see it", [Of("Latency", "p50"), Of("Latency", "p90"), Of("Latency", "p99")]),
        new("Latency of the backend in ms", [Of("IntegrationLatency", "p50"), Of("IntegrationLatency", "p99")]),
    ];

    private static IEnumerable<AlarmSpec> FailureSpecs(AlarmSettings limits) =>
    [
        new("api-errors", "Requests fail on our side: the access log names status and integrationError, the service's log why.", Of("5XXError", "Sum"), limits.ErrorPercent) { Of = Of("Count", "Sum") },
        AlarmSpec.Slow("api-latency", "The slowest requests are slow: compare IntegrationLatency to see whether it is the gateway or the backend.", Of("Latency", "p99"), limits.LatencyP99Ms),
    ];

    private static AlarmSpec SilenceSpec(int minutes) =>
        new("api-silence", "No request for a while: callers are gone, refused before they are counted, or metrics are missing.", Of("Count", "Sum"), 1)
        {
            Below = true,
            MissingIsFault = true,
            PeriodSeconds = minutes * SecondsAMinute,
            Periods = 1,
            Faults = 1,
        };

    private static Metric Of(string name, string statistic) =>
        new(Namespace, name, statistic, [("ApiName", Output.Create(StackName.Full)), ("Stage", Output.Create(RestGateway.StageName))]);
}
