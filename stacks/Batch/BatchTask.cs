using System.Text.Json;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Ecs;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;
using Stacks.Registry;
using Stacks.Service;

namespace Stacks.Batch;

/// <summary>The task that answers a list of pictures: the image of the pipeline's steps, with its command batch.</summary>
internal sealed class BatchTask
{
    /// <summary>The container's name.</summary>
    public const string Container = "batch";

    private const int Cpu = 2_048;
    private const int MemoryMb = 4_096;

    /// <summary>Makes its definition.</summary>
    public BatchTask(Settings settings, Output<string> account, Output<string> imageUri, LogGroup logs, Resource parent)
    {
        Statement[] trust = [ServiceRole.TrustWithin(account, TaskContainer.Principal)];
        Start = new ServiceRole("batch-start", trust, parent, TaskContainer.Start([RepositoryNames.Arn(RepositoryNames.Service, account, settings.Region)], logs.Arn));
        Role = new ServiceRole("batch-task", trust, parent, BatchAccess.OfTask(settings));
        var containers = Output.Tuple(imageUri, logs.Name).Apply(known => JsonSerializer.Serialize(new[] { FargateTask.Worker(settings, Container, known.Item1, known.Item2) }, TaskContainer.Json));
        Definition = FargateTask.Define("batch", Family, Cpu, MemoryMb, settings.Service.Architecture, Start, Role, containers, parent);
    }

    /// <summary>The name that all its revisions have.</summary>
    public static string Family => $"{StackName.Full}-batch";

    /// <summary>The task.</summary>
    public TaskDefinition Definition { get; }

    /// <summary>Starts it.</summary>
    public ServiceRole Start { get; }

    /// <summary>What it is while it runs.</summary>
    public ServiceRole Role { get; }
}
