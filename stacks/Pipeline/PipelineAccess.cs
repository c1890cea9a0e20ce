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
    // The rule by which Step Functions hears that a task has ended: https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html
    private const string Rule = "StepFunctionsGetEventsForECSTaskRule";

    public static IReadOnlyList<Statement> OfMachine(Settings settings, PipelineContext context, Cluster cluster, StepTask task, Topic topic)
    {
        var prefix = Output.Format($"arn:{Partition.Current.Name}");
        List<Statement> statements =
        [
            new("RunsItsTasks")
            {
                Actions = ["ecs:RunTask"],
                Resources = new InputList<string> { Output.Format($"{prefix}:ecs:{settings.Region}:{context.Account}:task-definition/{StepTask.Family}:*") },
                Conditions = [("ArnEquals", "ecs:cluster", new InputList<string> { cluster.Arn })],
            },
            new("WatchesAndEndsItsTasks") { Actions = ["ecs:DescribeTasks", "ecs:StopTask", "ecs:TagResource"], Resources = new InputList<string> { Output.Format($"{prefix}:ecs:{settings.Region}:{context.Account}:task/{cluster.Name}/*") } },
            new("HearsOfItsTasks") { Actions = ["events:DescribeRule", "events:PutRule", "events:PutTargets"], Resources = new InputList<string> { Output.Format($"{prefix}:events:{settings.Region}:{context.Account}:rule/{Rule}") } },
            new("HandsItsTasksTheirRoles") { Actions = ["iam:PassRole"], Resources = new InputList<string> { task.Role.Arn, task.Start.Arn }, Conditions = [("StringEquals", "iam:PassedToService", new InputList<string> { TaskContainer.Principal })] },
            new("LooksForAnotherExecution") { Actions = ["states:ListExecutions"], Resources = new InputList<string> { Output.Format($"{prefix}:states:{settings.Region}:{context.Account}:stateMachine:{StackName.Full}") } },
            new("TellsWhoApproves") { Actions = ["sns:Publish"], Resources = new InputList<string> { topic.Arn } },
            new("EncryptsMessagesAndHistory") { Actions = ["kms:Decrypt", "kms:GenerateDataKey"], Resources = new InputList<string> { context.KeyArn } },
            // Deliveries of logs have no resource: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
            new("LogDeliveryHasNoResource")
            {
                Actions =
                [
                    "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies",
                    "logs:GetLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
                ],
                Resources = new InputList<string> { "*" },
            },
        ];
        if (settings.Tracing.Enabled)
            statements.Add(new("XRayHasNoResources") { Actions = ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"], Resources = new InputList<string> { "*" } });
        return statements;
    }

    public static IReadOnlyList<Statement> OfSchedule(StateMachine machine, Queue missed, Output<string> key) =>
    [
        new("StartsThePipeline") { Actions = ["states:StartExecution"], Resources = new InputList<string> { machine.Arn } },
        new("KeepsWhatItCouldNotStart") { Actions = ["sqs:SendMessage"], Resources = new InputList<string> { missed.Arn } },
        new("EncryptsWhatItKeepsAndDecryptsItself") { Actions = ["kms:Decrypt", "kms:GenerateDataKey"], Resources = new InputList<string> { key } },
    ];
}
