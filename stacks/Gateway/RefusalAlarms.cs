using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.CloudWatch.Inputs;
using Stacks.Conventions;
using Stacks.Observability;

namespace Stacks.Gateway;

/// <summary>Callers that are refused: for their rate, or for their rights. The gateway's own metrics know 4xx only, its access log each status.</summary>
public sealed class RefusalAlarms : ComponentResource
{
    private static readonly (string Name, int Status, int Percent, string Advice)[] Watched =
    [
        ("callers-throttled", 429, 5, "Callers are refused for their rate: the access log names them."),
        ("callers-denied", 403, 20, "Callers are refused for their rights, or do not sign: the access log names them and says why."),
    ];

    /// <summary>Provisions a filter of the access log and an alarm for each kind.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="accessLog">Name of the access log's group.</param>
    /// <param name="topic">Who is told.</param>
    /// <param name="options">Options of the component.</param>
    public RefusalAlarms(string name, Input<string> accessLog, AlarmTopic topic, ComponentResourceOptions? options = null)
        : base("room-type:gateway:RefusalAlarms", name, options)
    {
        ArgumentNullException.ThrowIfNull(accessLog);
        ArgumentNullException.ThrowIfNull(topic);
        var child = new CustomResourceOptions { Parent = this };
        var alarms = new List<MetricAlarm>();
        foreach (var (kind, status, percent, advice) in Watched)
        {
            var metric = new Metric(StackName.Full, kind, "Sum", []);
            _ = new LogMetricFilter(
                kind,
                new LogMetricFilterArgs
                {
                    LogGroupName = accessLog,
                    Pattern = $"{{ $.status = \"{status}\" }}",
                    MetricTransformation = new LogMetricFilterMetricTransformationArgs { Namespace = metric.Namespace, Name = metric.Name, Value = "1", DefaultValue = "0" },
                },
                child);
            alarms.Add(Alarms.Create(new AlarmSpec(kind, advice, metric, percent) { Of = GatewayAlarms.Of("Count", "Sum"), Least = FewestRequests, PeriodSeconds = 300, Periods = 3, Faults = 2 }, topic, child));
        }

        All = alarms;
        RegisterOutputs();
    }

    // Of fewer in five minutes a single refusal would be an alarm.
    private const int FewestRequests = 20;

    /// <summary>An alarm for each kind.</summary>
    public IReadOnlyList<MetricAlarm> All { get; }
}
