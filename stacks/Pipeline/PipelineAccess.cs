using Pulumi;
using Pulumi.Aws.Ecs;
using Pulumi.Aws.Sfn;
using Pulumi.Aws.Sns;
using Pulumi.Aws.Sqs;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;
using Stacks.Service;

namespace Stacks.Pipeline;

/// <summary>What the state machine and its schedule may do.</summary>
internal static class PipelineAccess
{
    public static IReadOnlyList<Statement> OfMachine(Settings settings, PipelineContext context, Cluster cluster, StepTask task, Topic topic) =>
    [
        .. TaskRun.Access(settings.Region, context.Account, cluster, StepTask.Family, task.Role.Arn, task.Start.Arn),
        new("LooksForAnotherExecution") { Actions = ["states:ListExecutions"], Resources = new InputList<string> { Output.Format($"arn:{Partition.Current.Name}:states:{settings.Region}:{context.Account}:stateMachine:{StackName.Full}") } },
        new("TellsWhoApproves") { Actions = ["sns:Publish"], Resources = new InputList<string> { topic.Arn } },
        TaskMachine.Encrypts("EncryptsMessagesAndHistory", context.KeyArn),
        .. TaskMachine.History(settings.Tracing.Enabled),
    ];

    public static IReadOnlyList<Statement> OfSchedule(StateMachine machine, Queue missed, Output<string> key) =>
    [
        new("StartsThePipeline") { Actions = ["states:StartExecution"], Resources = new InputList<string> { machine.Arn } },
        new("KeepsWhatItCouldNotStart") { Actions = ["sqs:SendMessage"], Resources = new InputList<string> { missed.Arn } },
        TaskMachine.Encrypts("EncryptsWhatItKeepsAndDecryptsItself", key),
    ];
}
