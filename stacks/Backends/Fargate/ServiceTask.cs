using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Ecs;
using Pulumi.Aws.Ecs.Inputs;
using Stacks.Conventions;
using Stacks.Iam;

namespace Stacks.Backends.Fargate;

/// <summary>What a task is made of, and what it may do.</summary>
internal static class ServiceTask
{
    public static TaskDefinition Create(BackendContext context, LogGroup logs, Resource parent)
    {
        var settings = context.Settings;
        var database = DatabaseSecret.Create(context, parent);
        var execution = new ServiceRole("task-start", Trust(context), parent, [.. Start(context, logs), .. database?.Access ?? []]);
        var role = new ServiceRole(
            "task",
            Trust(context),
            parent,
            [.. context.OwnAccess, .. context.SidecarAccess]);
        return new TaskDefinition(
            "service",
            new TaskDefinitionArgs
            {
                Family = StackName.Full,
                RequiresCompatibilities = { "FARGATE" },
                NetworkMode = "awsvpc",
                Cpu = $"{settings.Fargate.Cpu}",
                Memory = $"{settings.Fargate.MemoryMb}",
                RuntimePlatform = new TaskDefinitionRuntimePlatformArgs { OperatingSystemFamily = "LINUX", CpuArchitecture = settings.Service.Architecture == "arm64" ? "ARM64" : "X86_64" },
                ExecutionRoleArn = execution.Arn,
                TaskRoleArn = role.Arn,
                Volumes = { new TaskDefinitionVolumeArgs { Name = ContainerDefinitions.WritableVolume } },
                ContainerDefinitions = ContainerDefinitions.Of(context, logs.Name, database?.Version),
            },
            new CustomResourceOptions { Parent = parent, DependsOn = { execution, role } });
    }

    // Only for tasks of this account: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
    private static Statement[] Trust(BackendContext context) =>
    [
        ServiceRole.Trust("ecs-tasks.amazonaws.com", "sts:AssumeRole") with
        {
            Conditions = [("StringEquals", "aws:SourceAccount", new InputList<string> { context.Account })],
        },
    ];

    private static Statement[] Start(BackendContext context, LogGroup logs) =>
    [
        new Statement("PullsItsImages")
        {
            Actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            Resources = [.. context.Repositories],
        },
        // The token is the account's: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
        new Statement("EcrTokenHasNoResource") { Actions = ["ecr:GetAuthorizationToken"], Resources = new InputList<string> { "*" } },
        new Statement("WritesItsLogGroup") { Actions = ["logs:CreateLogStream", "logs:PutLogEvents"], Resources = new InputList<string> { Output.Format($"{logs.Arn}:*") } },
    ];
}
