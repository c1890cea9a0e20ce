using System.Text.Json;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Ecs;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Events;
using Stacks.Iam;
using Stacks.Registry;
using Stacks.Service;

namespace Stacks.Pipeline;

/// <summary>The task that does a step: what it is made of, and what it may do. Each step gives it its command and its size.</summary>
internal sealed class StepTask
{
    /// <summary>The container's name.</summary>
    public const string Container = "step";

    private const int Cpu = 2_048;
    private const int MemoryMb = 4_096;

    /// <summary>Makes its definition.</summary>
    public StepTask(Settings settings, Output<string> account, Output<string> imageUri, EventStore events, Output<string> keyArn, LogGroup logs, Resource parent)
    {
        var secret = EventSecret.Create("pipeline-events", "What the pipeline needs for the event store, and is secret", events, keyArn, parent);
        Statement[] trust = [ServiceRole.TrustWithin(account, TaskContainer.Principal)];
        Start = new ServiceRole("pipeline-start", trust, parent, [.. TaskContainer.Start([RepositoryNames.Arn(RepositoryNames.Service, account, settings.Region)], logs.Arn), .. secret?.Access ?? []]);
        Role = new ServiceRole("pipeline-task", trust, parent, [.. DataRights(settings), .. events.StepAccess]);
        var containers = Output.Tuple(imageUri, logs.Name, TaskContainer.Known(events.StepVariables), secret?.Version ?? Output.Create(""))
            .Apply(known => JsonSerializer.Serialize(new[] { StepContainer(settings, known.Item1, known.Item2, known.Item3, events.SecretVariable, known.Item4) }, TaskContainer.Json));
        Definition = FargateTask.Define("pipeline", Family, Cpu, MemoryMb, settings.Service.Architecture, Start, Role, containers, parent);
    }

    /// <summary>The name that all its revisions have.</summary>
    public static string Family => $"{StackName.Full}-pipeline";

    /// <summary>The task.</summary>
    public TaskDefinition Definition { get; }

    /// <summary>Starts it.</summary>
    public ServiceRole Start { get; }

    /// <summary>What it is while it runs.</summary>
    public ServiceRole Role { get; }

    private static object StepContainer(Settings settings, string image, string logGroup, IEnumerable<KeyValuePair<string, string>> variables, string secretVariable, string secret) => FargateTask.Worker(
        settings,
        Container,
        image,
        logGroup,
        TaskContainer.Variables(new Dictionary<string, string> { ["RoomType__Events__Store"] = settings.Events.Store }.Concat(variables)),
        secret.Length > 0 ? new[] { new { Name = secretVariable, ValueFrom = secret } } : null);

    private static Statement[] DataRights(Settings settings)
    {
        var (models, data) = (Place.Of(settings.Service.ModelSource!), Place.Of(settings.Pipeline.Data!));
        return
        [
            new("ReadsModelsAndData") { Actions = ["s3:GetObject"], Resources = new InputList<string> { models.Objects(), data.Objects() } },
            new("FindsModelsAndData") { Actions = ["s3:ListBucket"], Resources = [.. new[] { models.BucketArn, data.BucketArn }.Distinct()] },
            new("WritesModelsAndRuns") { Actions = ["s3:PutObject"], Resources = new InputList<string> { models.Objects(), data.Objects("runs/"), data.Objects("made/") } },
        ];
    }
}
