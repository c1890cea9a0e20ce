using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.CloudWatch.Inputs;
using Stacks.Conventions;

namespace Stacks.Observability;

/// <summary>The log that a backend writes the service's messages to.</summary>
/// <param name="Group">Name of the log group.</param>
/// <param name="Root">Where the message's JSON lies in a log event: $, or below it where a log router wraps it.</param>
public sealed record MessageLog(Output<string> Group, string Root);

/// <summary>
/// Counts messages of the service's log and watches the counts. Not part of a backend: the alarms have the same names on all of them,
/// and under two parents the new one would be overwritten and then deleted with the old.
/// </summary>
public sealed class LogAlarms : ComponentResource
{
    private static readonly string[] FormerParents = ["room-type:backends:LambdaBackend", "room-type:backends:FargateBackend", "room-type:backends:EksBackend"];

    /// <summary>Provisions a filter and an alarm for each watched message.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="log">Where the messages are.</param>
    /// <param name="topic">Who is told.</param>
    /// <param name="options">Options of the component.</param>
    public LogAlarms(string name, MessageLog log, AlarmTopic topic, ComponentResourceOptions? options = null)
        : base("room-type:observability:LogAlarms", name, options)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(topic);
        All = [.. LogEvents.Watched.Select(message => Create(message, log, topic))];
        RegisterOutputs();
    }

    /// <summary>An alarm for each message.</summary>
    public IReadOnlyList<MetricAlarm> All { get; }

    private MetricAlarm Create(LogEvent message, MessageLog log, AlarmTopic topic)
    {
        var metric = new Metric(StackName.Full, message.Name, "Sum", []);
        _ = new LogMetricFilter(
            message.Name,
            new LogMetricFilterArgs
            {
                LogGroupName = log.Group,
                // .NET's JSON console; other libraries number their events too.
                Pattern = $"{{ {log.Root}.EventId = {message.Id} && {log.Root}.Category = \"RoomTypes.*\" }}",
                MetricTransformation = new LogMetricFilterMetricTransformationArgs { Namespace = metric.Namespace, Name = metric.Name, Value = "1", DefaultValue = "0" },
            },
            new CustomResourceOptions { Parent = this, Aliases = Formerly("aws:cloudwatch/logMetricFilter:LogMetricFilter", message.Name) });
        var spec = new AlarmSpec($"log-{message.Name}", message.Advice, metric, 1) { PeriodSeconds = 300, Periods = 1, Faults = 1 };
        return Alarms.Create(spec, topic, new CustomResourceOptions { Parent = this, Aliases = Formerly("aws:cloudwatch/metricAlarm:MetricAlarm", spec.Name) });
    }

    private static List<Input<Alias>> Formerly(string type, string name) => [.. FormerParents.Select(parent => (Input<Alias>)FormerUrn.Of(parent, type, name))];
}
