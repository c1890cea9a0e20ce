using Pulumi;
using Pulumi.Aws.CloudWatch;
using Stacks.Configuration;
using Stacks.Observability;

namespace Stacks.Batch;

/// <summary>What watches batches.</summary>
internal static class BatchAlarms
{
    public static IReadOnlyList<MetricAlarm> Create(BatchKind kind, Output<string> machine, Output<string>? missed, AlarmTopic topic, Resource parent) => Executions.Watch(
        topic,
        parent,
        [
            ("batch-failed", kind == BatchKind.SageMaker
                ? "A batch's job failed twice, or found no instances for four hours: its FailureReason and /aws/sagemaker/TransformJobs say why."
                : "More tasks of a batch failed than batchToleratedPercent: the map run's failed children say why.", Executions.Of(machine, "ExecutionsFailed")),
            ("batch-timed-out", "A batch took longer than a week: start the rest of it again, with more batchTasks.", Executions.Of(machine, "ExecutionsTimedOut")),
            .. missed is null ? [] : new[] { ("batch-missed", "A mission's end could not begin its batch: the message in the queue says why.", Executions.Missed(missed)) },
        ]);

    public static IReadOnlyList<Chart> Charts(Output<string> machine) => Executions.Charts(machine, "Batches begun, done and failed", "Milliseconds of a batch");
}
