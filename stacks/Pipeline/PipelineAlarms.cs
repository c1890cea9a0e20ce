using Pulumi;
using Pulumi.Aws.CloudWatch;
using Stacks.Observability;

namespace Stacks.Pipeline;

/// <summary>What watches the pipeline. That somebody has to approve is told by its own topic.</summary>
/// <remarks>https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html</remarks>
internal static class PipelineAlarms
{
    public static IReadOnlyList<MetricAlarm> Create(Output<string> machine, Output<string> missed, AlarmTopic topic, Resource parent) =>
        [.. Specs(machine, missed).Select(spec => Alarms.Create(spec, topic, new CustomResourceOptions { Parent = parent }))];

    public static IReadOnlyList<Chart> Charts(Output<string> machine) =>
    [
        new("Executions begun, done and failed", [Of(machine, "ExecutionsStarted"), Of(machine, "ExecutionsSucceeded"), Of(machine, "ExecutionsFailed")]),
        new("Milliseconds of an execution", [Of(machine, "ExecutionTime") with { Statistic = "Maximum" }]),
    ];

    private static IEnumerable<AlarmSpec> Specs(Output<string> machine, Output<string> missed)
    {
        yield return Once("pipeline-failed", "A step of the pipeline failed, or was refused: the execution's history says which.", Of(machine, "ExecutionsFailed"));
        yield return Once("pipeline-timed-out", "An execution of the pipeline took longer than all its steps may.", Of(machine, "ExecutionsTimedOut"));
        yield return Once("pipeline-throttled", "Step Functions held the pipeline's states back: other state machines of the account use its rate up.", Of(machine, "ExecutionThrottled"));
        yield return Once("pipeline-missed", "The schedule could not start the pipeline: the message in the queue says why.", new Metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", [("QueueName", missed)]));
    }

    private static AlarmSpec Once(string name, string advice, Metric metric) => new(name, advice, metric, 1) { PeriodSeconds = 300, Periods = 1, Faults = 1 };

    private static Metric Of(Output<string> machine, string name) => new("AWS/States", name, "Sum", [("StateMachineArn", machine)]);
}
