using Pulumi;
using Pulumi.Aws.Ecs;
using Pulumi.Aws.Ecs.Inputs;
using Stacks.Configuration;
using Stacks.Iam;

namespace Stacks.Service;

/// <summary>What every Fargate task of ours is defined by.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html</remarks>
internal static class FargateTask
{
    /// <summary>A task's definition.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="family">The name that all its revisions have.</param>
    /// <param name="cpu">Thousands and twenty-fourths of a vCPU.</param>
    /// <param name="memoryMb">MiB.</param>
    /// <param name="architecture">arm64 or x64.</param>
    /// <param name="start">Starts it.</param>
    /// <param name="role">What it is while it runs.</param>
    /// <param name="containers">Its containers as JSON.</param>
    /// <param name="parent">What it is part of.</param>
    public static TaskDefinition Define(string name, string family, int cpu, int memoryMb, string architecture, ServiceRole start, ServiceRole role, Output<string> containers, Resource parent) => new(
        name,
        new TaskDefinitionArgs
        {
            Family = family,
            RequiresCompatibilities = { "FARGATE" },
            NetworkMode = "awsvpc",
            Cpu = $"{cpu}",
            Memory = $"{memoryMb}",
            RuntimePlatform = new TaskDefinitionRuntimePlatformArgs { OperatingSystemFamily = "LINUX", CpuArchitecture = architecture == "arm64" ? "ARM64" : "X86_64" },
            ExecutionRoleArn = start.Arn,
            TaskRoleArn = role.Arn,
            Volumes = { new TaskDefinitionVolumeArgs { Name = TaskContainer.WritableVolume } },
            ContainerDefinitions = containers,
        },
        new CustomResourceOptions { Parent = parent, DependsOn = { start, role } });

    /// <summary>The one container of a task that does a state machine's work.</summary>
    /// <param name="settings">The stack's.</param>
    /// <param name="name">The container's name.</param>
    /// <param name="image">By digest.</param>
    /// <param name="logGroup">Name of the log group of its messages.</param>
    /// <param name="environment">Variables as definitions have them; null for none.</param>
    /// <param name="secrets">Variables whose values secrets have; null for none.</param>
    public static object Worker(Settings settings, string name, string image, string logGroup, IEnumerable<object>? environment = null, object? secrets = null) => new
    {
        Name = name,
        Image = image,
        Essential = true,
        User = $"{ServiceContainer.User}:{ServiceContainer.User}",
        ReadonlyRootFilesystem = true,
        LinuxParameters = TaskContainer.NoPrivileges,
        Environment = environment,
        Secrets = secrets,
        MountPoints = TaskContainer.Mounts,
        LogConfiguration = TaskContainer.Logs(settings, logGroup, name),
    };
}
