using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Ecs;
using Pulumi.Aws.Ecs.Inputs;
using Stacks.Conventions;
using Stacks.Events;
using Stacks.Iam;
using Stacks.Service;

namespace Stacks.Backends.Fargate;

/// <summary>What a task is made of, and what it may do.</summary>
internal static class ServiceTask
{
    public static TaskDefinition Create(BackendContext context, LogGroup logs, Resource parent)
    {
        var settings = context.Settings;
        var secret = EventSecret.Create("events", "What the service needs for its event store, and is secret", context.Events, context.KeyArn, parent);
        Statement[] trust = [ServiceRole.TrustWithin(context.Account, TaskContainer.Principal)];
        var execution = new ServiceRole("task-start", trust, parent, [.. TaskContainer.Start([.. context.Repositories], logs), .. secret?.Access ?? []]);
        var role = new ServiceRole(
            "task",
            trust,
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
                Volumes = { new TaskDefinitionVolumeArgs { Name = TaskContainer.WritableVolume } },
                ContainerDefinitions = ContainerDefinitions.Of(context, logs.Name, secret),
            },
            new CustomResourceOptions { Parent = parent, DependsOn = { execution, role } });
    }
}
