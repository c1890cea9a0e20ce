using Pulumi;
using Pulumi.Aws.CloudWatch;
using Stacks.Observability;

namespace Stacks.Pipeline;

/// <summary>What watches the pipeline. That somebody has to approve is told by its own topic.</summary>
internal static class PipelineAlarms
{
    public static IReadOnlyList<MetricAlarm> Create(Output<string> machine, Output<string> missed, AlarmTopic topic, Resource parent) => Executions.Watch(
        topic,
        parent,
        [
            ("pipeline-failed", "A step of the pipeline failed, or was refused: the execution's history says which.", Executions.Of(machine, "ExecutionsFailed")),
            ("pipeline-timed-out", "An execution of the pipeline took longer than all its steps may.", Executions.Of(machine, "ExecutionsTimedOut")),
            ("pipeline-throttled", "Step Functions held the pipeline's states back: other state machines of the account use its rate up.", Executions.Of(machine, "ExecutionThrottled")),
            ("pipeline-missed", "The schedule could not start the pipeline: the message in the queue says why.", Executions.Missed(missed)),
        ]);

    public static IReadOnlyList<Chart> Charts(Output<string> machine) => Executions.Charts(machine, "Executions begun, done and failed", "Milliseconds of an execution");
}
