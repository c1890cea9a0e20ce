using Pulumi;
using Pulumi.Aws.CloudWatch;
using Stacks.Observability;

namespace Stacks.Batch;

/// <summary>What watches batches.</summary>
/// <remarks>https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html</remarks>
internal static class BatchAlarms
{
    public static IReadOnlyList<MetricAlarm> Create(Output<string> machine, Output<string>? missed, AlarmTopic topic, Resource parent) =>
        [.. Specs(machine, missed).Select(spec => Alarms.Create(spec, topic, new CustomResourceOptions { Parent = parent }))];

    public static IReadOnlyList<Chart> Charts(Output<string> machine) =>
    [
        new("Batches begun, done and failed", [Of(machine, "ExecutionsStarted"), Of(machine, "ExecutionsSucceeded"), Of(machine, "ExecutionsFailed")]),
        new("Milliseconds of a batch", [Of(machine, "ExecutionTime") with { Statistic = "Maximum" }]),
    ];

    private static IEnumerable<AlarmSpec> Specs(Output<string> machine, Output<string>? missed)
    {
        yield return Once("batch-failed", "More tasks of a batch failed than batchToleratedPercent: the map run's failed children say why.", Of(machine, "ExecutionsFailed"));
        yield return Once("batch-timed-out", "A batch took longer than a week: start the rest of it again, with more batchTasks.", Of(machine, "ExecutionsTimedOut"));
        if (missed is not null)
            yield return Once("batch-missed", "A mission's end could not begin its batch: the message in the queue says why.", new Metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", [("QueueName", missed)]));
    }

    private static AlarmSpec Once(string name, string advice, Metric metric) => new(name, advice, metric, 1) { PeriodSeconds = 300, Periods = 1, Faults = 1 };

    private static Metric Of(Output<string> machine, string name) => new("AWS/States", name, "Sum", [("StateMachineArn", machine)]);
}
