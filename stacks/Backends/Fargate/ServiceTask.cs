using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Ecs;
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
        var execution = new ServiceRole("task-start", trust, parent, [.. TaskContainer.Start([.. context.Repositories], logs.Arn), .. secret?.Access ?? []]);
        var role = new ServiceRole(
            "task",
            trust,
            parent,
            [.. context.OwnAccess, .. context.SidecarAccess]);
        return FargateTask.Define(
            "service", StackName.Full, settings.Fargate.Cpu, settings.Fargate.MemoryMb, settings.Service.Architecture, execution, role, ContainerDefinitions.Of(context, logs.Name, secret), parent);
    }
}
