using Pulumi;
using Pulumi.Aws.CloudWatch;

namespace Stacks.Observability;

/// <summary>What is seen of a state machine's executions.</summary>
/// <remarks>https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html</remarks>
internal static class Executions
{
    /// <summary>A measure of a machine.</summary>
    public static Metric Of(Output<string> machine, string name) => new("AWS/States", name, "Sum", [("StateMachineArn", machine)]);

    /// <summary>Messages of what could not begin one.</summary>
    public static Metric Missed(Output<string> queue) => new("AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", [("QueueName", queue)]);

    /// <summary>Raises alarms where there is one of something, each.</summary>
    public static IReadOnlyList<MetricAlarm> Watch(AlarmTopic topic, Resource parent, params IEnumerable<(string Name, string Advice, Metric Metric)> faults) =>
        [.. faults.Select(fault => Alarms.Create(new AlarmSpec(fault.Name, fault.Advice, fault.Metric, 1) { PeriodSeconds = 300, Periods = 1, Faults = 1 }, topic, new CustomResourceOptions { Parent = parent }))];

    /// <summary>How many there are, and how long they take.</summary>
    public static IReadOnlyList<Chart> Charts(Output<string> machine, string counted, string timed) =>
    [
        new(counted, [Of(machine, "ExecutionsStarted"), Of(machine, "ExecutionsSucceeded"), Of(machine, "ExecutionsFailed")]),
        new(timed, [Of(machine, "ExecutionTime") with { Statistic = "Maximum" }]),
    ];
}
