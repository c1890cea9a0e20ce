using Pipelines;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Ecs;
using Pulumi.Aws.Scheduler;
using Pulumi.Aws.Scheduler.Inputs;
using Pulumi.Aws.Sfn;
using Pulumi.Aws.Sns;
using Pulumi.Aws.Sqs;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Events;
using Stacks.Iam;
using Stacks.Network;
using Stacks.Observability;
using Stacks.Service;

namespace Stacks.Pipeline;

/// <summary>The steps of pipeline/retrain.yaml as a state machine that a schedule starts, each a Fargate task (docs/decisions/0089).</summary>
public sealed class ModelPipeline : ComponentResource
{
    private const int DaysOfMissed = 14;

    private ModelPipeline(string name, Settings settings, PrivateNetwork network, EventStore events, PipelineContext context)
        : base("room-type:pipeline:ModelPipeline", name)
    {
        var child = new CustomResourceOptions { Parent = this };
        var logs = new LogGroup(name, new LogGroupArgs { RetentionInDays = settings.LogRetentionDays, KmsKeyId = context.KeyArn }, child);
        var topic = Approvers(name, settings, context.KeyArn);
        var cluster = new Cluster(name, new ClusterArgs { Name = $"{StackName.Full}-pipeline" }, child);
        var task = new StepTask(settings, context.Account, context.ImageUri, events, context.KeyArn, logs, this);
        var group = Connections.Group("steps", network, "Steps of the pipeline", this);
        List<Resource> ready = [.. network.Ready, .. Connections.HttpsOut("steps", group, network), .. events.Reach(group, network)];

        var role = new ServiceRole(name, [ServiceRole.TrustWithin(context.Account, "states.amazonaws.com")], this, PipelineAccess.OfMachine(settings, context, cluster, task, topic));
        var machine = TaskMachine.Create(name, StackName.Full, "ALL", settings, Document(settings, network, cluster, task, group, topic), context.KeyArn, role, ready, this);
        var missed = Schedule(name, settings, machine, context);
        Alarms = PipelineAlarms.Create(machine.Arn, missed.Name, context.Topic, this);
        Charts = PipelineAlarms.Charts(machine.Arn);
        Arn = machine.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    /// <summary>The state machine's ARN.</summary>
    internal Output<string> Arn { get; }

    /// <summary>What watches it.</summary>
    internal IReadOnlyList<MetricAlarm> Alarms { get; }

    /// <summary>What a person wants to see of it.</summary>
    internal IReadOnlyList<Chart> Charts { get; }

    /// <summary>The pipeline that the configuration asks for; null for none.</summary>
    internal static ModelPipeline? For(Settings settings, PrivateNetwork? network, EventStore? events, Func<PipelineContext> context) =>
        settings.Pipeline.Enabled ? new ModelPipeline("pipeline", settings, network!, events!, context()) : null;

    /// <summary>The values of the shipped pipeline's parameters in a stack.</summary>
    internal static IReadOnlyDictionary<string, string> Values(Settings settings)
    {
        var data = settings.Pipeline.Data!.TrimEnd('/');
        var given = new Dictionary<string, string>
        {
            ["data"] = $"{data}/data",
            ["models"] = settings.Service.ModelSource!.TrimEnd('/'),
            ["gates"] = $"{data}/data/gates.yaml",
            ["shadow"] = settings.Pipeline.Shadow ?? "",
            ["runs"] = $"{data}/runs",
            // The only folder that may be written to; what it says is in the log, too.
            ["reports"] = "/tmp/gates",
            ["work"] = $"{data}/made",
        };
        return PipelineFile.Shipped().Parameters.ToDictionary(parameter => parameter.Name, parameter => given.GetValueOrDefault(parameter.Name) ?? parameter.Default!);
    }

    private static Output<string> Document(Settings settings, PrivateNetwork network, Cluster cluster, StepTask task, Pulumi.Aws.Ec2.SecurityGroup group, Topic topic) =>
        Output.Tuple(cluster.Arn, task.Definition.Arn, Output.All(network.SubnetIds.Select(subnet => (Input<string>)subnet).ToArray()), group.Id, topic.Arn)
            .Apply(known => StateMachineDocument.Of(PipelineFile.Shipped(), Values(settings), new(Partition.Current.Name, known.Item1, known.Item2, known.Item3, known.Item4, known.Item5)));

    private Topic Approvers(string name, Settings settings, Output<string> key)
    {
        var topic = new Topic(name, new TopicArgs { KmsMasterKeyId = key }, new CustomResourceOptions { Parent = this });
        for (var i = 0; i < settings.Alarms.Emails.Count; i++)
            _ = new TopicSubscription($"{name}-{i}", new TopicSubscriptionArgs { Topic = topic.Arn, Protocol = "email", Endpoint = settings.Alarms.Emails[i] }, new CustomResourceOptions { Parent = topic });
        return topic;
    }

    private Queue Schedule(string name, Settings settings, StateMachine machine, PipelineContext context)
    {
        var child = new CustomResourceOptions { Parent = this };
        var missed = new Queue($"{name}-missed", new QueueArgs { KmsMasterKeyId = context.KeyArn, MessageRetentionSeconds = DaysOfMissed * 86_400 }, child);
        var role = new ServiceRole($"{name}-schedule", [ServiceRole.TrustWithin(context.Account, "scheduler.amazonaws.com")], this, PipelineAccess.OfSchedule(machine, missed, context.KeyArn));
        var group = new ScheduleGroup(name, new ScheduleGroupArgs { Name = StackName.Full }, child);
        _ = new Schedule(
            name,
            new ScheduleArgs
            {
                Name = "pipeline",
                GroupName = group.Name,
                ScheduleExpression = settings.Pipeline.Schedule,
                FlexibleTimeWindow = new ScheduleFlexibleTimeWindowArgs { Mode = "OFF" },
                KmsKeyArn = context.KeyArn,
                Target = new ScheduleTargetArgs
                {
                    Arn = machine.Arn,
                    RoleArn = role.Arn,
                    Input = "{}",
                    DeadLetterConfig = new ScheduleTargetDeadLetterConfigArgs { Arn = missed.Arn },
                    RetryPolicy = new ScheduleTargetRetryPolicyArgs { MaximumEventAgeInSeconds = 3_600, MaximumRetryAttempts = 10 },
                },
            },
            new CustomResourceOptions { Parent = this, DependsOn = { role } });
        return missed;
    }
}

/// <summary>What the stack gives the pipeline.</summary>
/// <param name="Account">Account of the stack.</param>
/// <param name="ImageUri">The image of the steps by digest.</param>
/// <param name="KeyArn">The key that encrypts at rest.</param>
/// <param name="Topic">Who is told of alarms.</param>
internal sealed record PipelineContext(Output<string> Account, Output<string> ImageUri, Output<string> KeyArn, AlarmTopic Topic);
