using System.Text.Json;
using System.Text.Json.Serialization;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Ecs;
using Pulumi.Aws.Ecs.Inputs;
using Pulumi.Aws.SecretsManager;
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

    private const string WritableVolume = "tmp";
    private const int Cpu = 2_048;
    private const int MemoryMb = 4_096;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Makes its definition.</summary>
    public StepTask(Settings settings, Output<string> account, Output<string> imageUri, EventStore events, Output<string> keyArn, LogGroup logs, Resource parent)
    {
        var database = events.SecretConnection is { } connection ? Keep(connection, keyArn, parent) : default;
        Start = new ServiceRole("pipeline-start", Trust(account), parent, [.. StartRights(settings, account, logs), .. database.Secret is { } secret ? SecretRights(secret, keyArn) : []]);
        Role = new ServiceRole("pipeline-task", Trust(account), parent, [.. DataRights(settings), .. events.Access]);
        var variables = Output.All(events.Variables.Values).Apply(values => events.Variables.Keys.Zip(values, KeyValuePair.Create).ToList());
        Definition = new TaskDefinition(
            "pipeline",
            new TaskDefinitionArgs
            {
                Family = Family,
                RequiresCompatibilities = { "FARGATE" },
                NetworkMode = "awsvpc",
                Cpu = $"{Cpu}",
                Memory = $"{MemoryMb}",
                RuntimePlatform = new TaskDefinitionRuntimePlatformArgs { OperatingSystemFamily = "LINUX", CpuArchitecture = settings.Service.Architecture == "arm64" ? "ARM64" : "X86_64" },
                ExecutionRoleArn = Start.Arn,
                TaskRoleArn = Role.Arn,
                Volumes = { new TaskDefinitionVolumeArgs { Name = WritableVolume } },
                ContainerDefinitions = Output.Tuple(imageUri, logs.Name, variables, database.Version ?? Output.Create(""))
                    .Apply(known => JsonSerializer.Serialize(new[] { Definitions(settings, known.Item1, known.Item2, known.Item3, known.Item4) }, Json)),
            },
            new CustomResourceOptions { Parent = parent, DependsOn = { Start, Role } });
    }

    /// <summary>The name that all its revisions have.</summary>
    public static string Family => $"{StackName.Full}-pipeline";

    /// <summary>The task.</summary>
    public TaskDefinition Definition { get; }

    /// <summary>Starts it.</summary>
    public ServiceRole Start { get; }

    /// <summary>What it is while it runs.</summary>
    public ServiceRole Role { get; }

    private static object Definitions(Settings settings, string image, string logGroup, IEnumerable<KeyValuePair<string, string>> variables, string database) => new
    {
        Name = Container,
        Image = image,
        Essential = true,
        User = $"{ServiceContainer.User}:{ServiceContainer.User}",
        ReadonlyRootFilesystem = true,
        LinuxParameters = new { Capabilities = new { Drop = new[] { "ALL" } }, InitProcessEnabled = false },
        Environment = new Dictionary<string, string> { ["RoomType__Events__Store"] = "postgres" }.Concat(variables).Select(pair => new { Name = pair.Key, pair.Value }),
        Secrets = database.Length > 0 ? new[] { new { Name = EventStore.ConnectionVariable, ValueFrom = database } } : null,
        MountPoints = new[] { new { SourceVolume = WritableVolume, ContainerPath = ServiceContainer.WritableFolder, ReadOnly = false } },
        LogConfiguration = new
        {
            LogDriver = "awslogs",
            Options = new Dictionary<string, string> { ["awslogs-group"] = logGroup, ["awslogs-region"] = settings.Region, ["awslogs-stream-prefix"] = Container, ["mode"] = "non-blocking", ["max-buffer-size"] = "4m" },
        },
    };

    private static (Secret? Secret, Output<string>? Version) Keep(Output<string> connection, Output<string> keyArn, Resource parent)
    {
        var secret = new Secret("pipeline-events", new SecretArgs { Description = "How the pipeline reaches the event database", KmsKeyId = keyArn }, new CustomResourceOptions { Parent = parent });
        var version = new SecretVersion("pipeline-events", new SecretVersionArgs { SecretId = secret.Id, SecretString = connection }, new CustomResourceOptions { Parent = secret });
        return (secret, Output.Format($"{secret.Arn}:::{version.VersionId}"));
    }

    // Only for tasks of this account: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
    private static Statement[] Trust(Output<string> account) =>
        [ServiceRole.Trust("ecs-tasks.amazonaws.com", "sts:AssumeRole") with { Conditions = [("StringEquals", "aws:SourceAccount", new InputList<string> { account })] }];

    private static Statement[] StartRights(Settings settings, Output<string> account, LogGroup logs) =>
    [
        new("PullsItsImages") { Actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], Resources = new InputList<string> { RepositoryNames.Arn(RepositoryNames.Service, account, settings.Region) } },
        new("EcrTokenHasNoResource") { Actions = ["ecr:GetAuthorizationToken"], Resources = new InputList<string> { "*" } },
        new("WritesItsLogGroup") { Actions = ["logs:CreateLogStream", "logs:PutLogEvents"], Resources = new InputList<string> { Output.Format($"{logs.Arn}:*") } },
    ];

    private static Statement[] SecretRights(Secret secret, Output<string> keyArn) =>
    [
        new("ReadsTheDatabaseSecret") { Actions = ["secretsmanager:GetSecretValue"], Resources = new InputList<string> { secret.Arn } },
        new("DecryptsTheDatabaseSecret") { Actions = ["kms:Decrypt"], Resources = new InputList<string> { keyArn } },
    ];

    private static Statement[] DataRights(Settings settings)
    {
        var (models, data) = (Place(settings.Service.ModelSource!), Place(settings.Pipeline.Data!));
        InputList<string> Below(params string[] places) => [.. places.Select(place => $"arn:{Partition.Current.Name}:s3:::{place}/*")];
        return
        [
            new("ReadsModelsAndData") { Actions = ["s3:GetObject"], Resources = Below(models, data) },
            new("FindsModelsAndData") { Actions = ["s3:ListBucket"], Resources = [.. new[] { models, data }.Select(place => $"arn:{Partition.Current.Name}:s3:::{place.Split('/')[0]}").Distinct()] },
            new("WritesModelsAndRuns") { Actions = ["s3:PutObject"], Resources = Below(models, $"{data}/runs", $"{data}/work") },
        ];
    }

    private static string Place(string address) => address["s3://".Length..].TrimEnd('/');
}
