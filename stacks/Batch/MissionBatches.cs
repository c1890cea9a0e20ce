using Pulumi;
using Pulumi.Aws.CloudWatch;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;
using Stacks.Network;
using Stacks.Observability;
using Stacks.Service;

namespace Stacks.Batch;

/// <summary>A state machine that answers pictures of whole missions in S3, by tasks of a map or a job of Batch Transform, and what begins it at a mission's end.</summary>
public sealed class MissionBatches : ComponentResource
{
    private MissionBatches(string name, Settings settings, PrivateNetwork? network, BatchContext context)
        : base("room-type:batch:MissionBatches", name)
    {
        var machineName = $"{StackName.Full}-batch";
        var work = settings.Batch.Kind == BatchKind.SageMaker
            ? BatchWork.OfJobs(name, settings, network, context, this)
            : BatchWork.OfTasks(name, machineName, settings, network!, context, this);
        var role = new ServiceRole(name, [ServiceRole.TrustWithin(context.Account, "states.amazonaws.com")], this, work.Access);
        var machine = TaskMachine.Create(name, machineName, "ERROR", settings, work.Document, context.KeyArn, role, work.Ready, this);
        var missed = settings.Batch.Trigger is null ? null : MissionTrigger.Create(settings.Batch, machine, context.Account, context.KeyArn, this);
        Alarms = BatchAlarms.Create(settings.Batch.Kind, machine.Arn, missed?.Name, context.Topic, this);
        Charts = BatchAlarms.Charts(machine.Arn);
        Arn = machine.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    /// <summary>The state machine's ARN.</summary>
    internal Output<string> Arn { get; }

    /// <summary>What watches it.</summary>
    internal IReadOnlyList<MetricAlarm> Alarms { get; }

    /// <summary>What a person wants to see of it.</summary>
    internal IReadOnlyList<Chart> Charts { get; }

    /// <summary>The batches that the configuration asks for; null for none.</summary>
    internal static MissionBatches? For(Settings settings, PrivateNetwork? network, Func<BatchContext> context) =>
        settings.Batch.Enabled ? new MissionBatches("batch", settings, network, context()) : null;
}

/// <summary>What the stack gives batches.</summary>
/// <param name="Account">Account of the stack.</param>
/// <param name="TaskImageUri">The image of the pipeline's steps by digest; empty where there are no tasks.</param>
/// <param name="ServiceImageUri">The service's image by digest.</param>
/// <param name="KeyArn">The key that encrypts at rest.</param>
/// <param name="Topic">Who is told of alarms.</param>
internal sealed record BatchContext(Output<string> Account, Output<string> TaskImageUri, Output<string> ServiceImageUri, Output<string> KeyArn, AlarmTopic Topic);
