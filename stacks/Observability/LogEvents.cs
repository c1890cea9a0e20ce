using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.CloudWatch.Inputs;
using Stacks.Conventions;

namespace Stacks.Observability;

/// <summary>A message that the service logs and that is a fault.</summary>
/// <param name="Id">The event's id in app/Log.cs.</param>
/// <param name="Name">The event's name there.</param>
/// <param name="Advice">What it means and what to look at first.</param>
public sealed record LogEvent(int Id, string Name, string Advice);

/// <summary>Counts messages of the service's log and watches the counts.</summary>
public static class LogEvents
{
    /// <summary>The messages that are watched.</summary>
    public static IReadOnlyList<LogEvent> Watched { get; } =
    [
        new(2, "NeverReady", "A start failed: its log says which model or setting is wrong."),
        new(6, "WorkerFailed", "Inference met an error that it did not expect: the log has its stack trace."),
        new(20, "EventsNotWritten", "Feedback and exposures do not reach their store: the log says why."),
        new(21, "EventsDropped", "Feedback and exposures are lost: they come faster than their store takes them, or it is down for long."),
        new(41, "ExperimentsNotReloaded", "The file of experiments has changed and cannot be used: those before stay in force; the log says why."),
        new(42, "VariationSourceFailed", "Nobody tells which variation an entity has, so that all get the default: look at the AppConfig agent's log and at the role's rights."),
        new(43, "VariationNamesNoModel", "An experiment names a model that is not served: compare experimentVariations and models."),
        new(44, "SampleRatioMismatch", "An experiment's split is broken: its results must not be trusted."),
    ];

    /// <summary>A filter and an alarm for each message.</summary>
    /// <param name="logs">Name of the log group with the service's messages.</param>
    /// <param name="root">Where the message's JSON lies in a log event: $, or below it where a log router wraps it.</param>
    /// <param name="topic">Who is told.</param>
    /// <param name="parent">What the alarms are part of.</param>
    internal static IReadOnlyList<MetricAlarm> Create(Output<string> logs, string root, AlarmTopic topic, Resource parent) =>
        [.. Watched.Select(message => Create(message, logs, root, topic, parent))];

    private static MetricAlarm Create(LogEvent message, Output<string> logs, string root, AlarmTopic topic, Resource parent)
    {
        var metric = new Metric(StackName.Full, message.Name, "Sum", []);
        _ = new LogMetricFilter(
            message.Name,
            new LogMetricFilterArgs
            {
                LogGroupName = logs,
                // .NET's JSON console; other libraries number their events too.
                Pattern = $"{{ {root}.EventId = {message.Id} && {root}.Category = \"RoomTypes.*\" }}",
                MetricTransformation = new LogMetricFilterMetricTransformationArgs { Namespace = metric.Namespace, Name = metric.Name, Value = "1", DefaultValue = "0" },
            },
            new CustomResourceOptions { Parent = parent });
        return Alarms.Create(
            new AlarmSpec($"log-{message.Name}", message.Advice, metric, 1) { PeriodSeconds = 300, Periods = 1, Faults = 1 },
            topic,
            parent);
    }
}
