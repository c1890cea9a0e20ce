using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Ecs;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;
using Stacks.Network;
using Stacks.Observability;
using Stacks.Service;

namespace Stacks.Batch;

/// <summary>A state machine that maps tasks over pictures and manifests in S3, and what begins it at a mission's end (docs/decisions/0101).</summary>
public sealed class MissionBatches : ComponentResource
{
    private MissionBatches(string name, Settings settings, PrivateNetwork network, BatchContext context)
        : base("room-type:batch:MissionBatches", name)
    {
        var child = new CustomResourceOptions { Parent = this };
        var machineName = $"{StackName.Full}-batch";
        var logs = new LogGroup(name, new LogGroupArgs { RetentionInDays = settings.LogRetentionDays, KmsKeyId = context.KeyArn }, child);
        var cluster = new Cluster(name, new ClusterArgs { Name = machineName }, child);
        var task = new BatchTask(settings, context.Account, context.ImageUri, logs, this);
        var group = Connections.Group("batch", network, "Tasks of batches", this);
        List<Resource> ready = [.. network.Ready, .. Connections.HttpsOut("batch", group, network)];
        var role = new ServiceRole(name, [ServiceRole.TrustWithin(context.Account, "states.amazonaws.com")], this, BatchAccess.OfMachine(settings, context.Account, context.KeyArn, cluster, task, machineName));
        var document = Output.Tuple(cluster.Arn, task.Definition.Arn, Output.All(network.SubnetIds.Select(subnet => (Input<string>)subnet).ToArray()), group.Id)
            .Apply(known => BatchDocument.Of(settings.Batch, settings.Service.ModelSource, new(Partition.Current.Name, known.Item1, known.Item2, known.Item3, known.Item4)));
        var machine = TaskMachine.Create(name, machineName, "ERROR", settings, document, context.KeyArn, role, ready, this);
        var missed = settings.Batch.Trigger is null ? null : MissionTrigger.Create(settings.Batch, machine, context.Account, context.KeyArn, this);
        Alarms = BatchAlarms.Create(machine.Arn, missed?.Name, context.Topic, this);
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
        settings.Batch.Enabled ? new MissionBatches("batch", settings, network!, context()) : null;
}

/// <summary>What the stack gives batches.</summary>
/// <param name="Account">Account of the stack.</param>
/// <param name="ImageUri">The image of the pipeline's steps by digest.</param>
/// <param name="KeyArn">The key that encrypts at rest.</param>
/// <param name="Topic">Who is told of alarms.</param>
internal sealed record BatchContext(Output<string> Account, Output<string> ImageUri, Output<string> KeyArn, AlarmTopic Topic);
