using Pulumi;

namespace Stacks.Configuration;

/// <summary>The stack's configuration, read and checked as a whole.</summary>
public sealed record Settings
{
    private static readonly int[] Retentions = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827];

    /// <summary>Where the service runs.</summary>
    public required BackendKind Backend { get; init; }

    /// <summary>Who answers for the stack.</summary>
    public required string Owner { get; init; }

    /// <summary>Who pays for the stack.</summary>
    public required string CostCenter { get; init; }

    /// <summary>Whether what holds state is protected from deletion and kept when the stack goes.</summary>
    public required bool Protect { get; init; }

    /// <summary>A policy that bounds the stack's roles in place of the account's own; null takes that.</summary>
    public string? PermissionsBoundary { get; init; }

    /// <summary>Days that logs are kept.</summary>
    public required int LogRetentionDays { get; init; }

    /// <summary>AWS region of the stack.</summary>
    public required string Region { get; init; }

    /// <summary>The image and what it is told.</summary>
    public required ServiceSettings Service { get; init; }

    /// <summary>Where feedback and exposures are kept.</summary>
    public required EventSettings Events { get; init; }

    /// <summary>Where answers are kept.</summary>
    public required CacheSettings Cache { get; init; }

    /// <summary>How new versions of models are made.</summary>
    public required PipelineSettings Pipeline { get; init; }

    /// <summary>Where pictures of whole missions are answered.</summary>
    public required BatchSettings Batch { get; init; }

    /// <summary>How new versions take over.</summary>
    public required ReleaseSettings Release { get; init; }

    /// <summary>Sizes on Lambda.</summary>
    public required LambdaSettings Lambda { get; init; }

    /// <summary>Sizes on Fargate.</summary>
    public required FargateSettings Fargate { get; init; }

    /// <summary>Sizes on EKS.</summary>
    public required EksSettings Eks { get; init; }

    /// <summary>Sizes on EC2.</summary>
    public required Ec2Settings Ec2 { get; init; }

    /// <summary>Sizes on SageMaker.</summary>
    public required SageMakerSettings SageMaker { get; init; }

    /// <summary>The network.</summary>
    public required NetworkSettings Network { get; init; }

    /// <summary>Who may call, how often, and where.</summary>
    public required GatewaySettings Gateway { get; init; }

    /// <summary>Experiments.</summary>
    public required ExperimentSettings Experiments { get; init; }

    /// <summary>Tracing.</summary>
    public required TracingSettings Tracing { get; init; }

    /// <summary>Whether tasks run in the network beside the service: steps of a pipeline, or of a map's.</summary>
    internal bool HasTasks => Pipeline.Enabled || Batch.Kind == BatchKind.Map;

    /// <summary>Whether there are state machines.</summary>
    internal bool HasMachines => Pipeline.Enabled || Batch.Enabled;

    /// <summary>The service in a job of Batch Transform: a batch keeps no events, is in no experiment, and is nobody's that a header could name.</summary>
    internal Settings InAJob => this with
    {
        Backend = BackendKind.SageMaker,
        SageMaker = SageMaker with { Serverless = false },
        Service = Service with { EntityFromCaller = false, TimeoutSeconds = BatchSettings.SecondsOfAnObject, QueueCapacity = 0 },
        Events = Events with { Store = EventSettings.None, Embeddings = false },
        Cache = Cache with { Kind = CacheSettings.None },
        Experiments = Experiments with { Source = ExperimentSource.None },
        Pipeline = Pipeline with { Enabled = false },
    };

    /// <summary>Whether a job's container is in the network.</summary>
    internal bool PlacesJobs => Batch.Kind == BatchKind.SageMaker && InAJob.PlacesEndpoint;

    /// <summary>Whether a collector of traces runs beside the service.</summary>
    internal bool HasCollector => Tracing.Enabled && HasSidecars;

    /// <summary>Whether something can run beside the service. A function and an endpoint have one container.</summary>
    internal bool HasSidecars => Backend is not (BackendKind.Lambda or BackendKind.SageMaker);

    /// <summary>Whether an endpoint's container has no way to anything: where it needs none, nothing that it reads gets out.</summary>
    internal bool IsolatesEndpoint => !SageMaker.Serverless && !Events.Kept && !Cache.IsShared && Service.ModelSource is null && Service.PictureBuckets.Count == 0 && Experiments.Source != ExperimentSource.Evidently;

    /// <summary>Whether an endpoint's container is in the network: SageMaker's own machines are in none.</summary>
    internal bool PlacesEndpoint => !SageMaker.Serverless && !IsolatesEndpoint;

    /// <summary>Pods of a version that is tried on EKS: its share of the most.</summary>
    internal int CanaryPods => ((Eks.MaxPods * Release.CanaryPercent) + 99) / 100;

    /// <summary>Limits that alarms watch.</summary>
    public required AlarmSettings Alarms { get; init; }

    /// <summary>Reads the configuration of the running stack.</summary>
    /// <exception cref="RunException">It is wrong; the message holds every fault.</exception>
    public static Settings Load()
    {
        var reader = new ConfigReader(Deployment.Instance.ProjectName);
        var settings = Read(reader);
        reader.ThrowIfFaulty();
        return settings;
    }

    /// <summary>Reads all settings; faults stay with the reader.</summary>
    internal static Settings Read(ConfigReader reader)
    {
        var region = new Config("aws").Get("region");
        var settings = new Settings
        {
            Backend = ReadBackend(reader),
            Owner = reader.Matching("owner", null, "Who answers for the stack; a tag of every resource", Forms.TagValue, TagForm),
            CostCenter = reader.Matching("costCenter", null, "Who pays for the stack; a tag of every resource", Forms.TagValue, TagForm),
            Protect = reader.Flag("protect", false, "Whether what holds state is protected from deletion and kept when the stack goes"),
            PermissionsBoundary = reader.Optional("permissionsBoundary", BoundaryMeaning, Forms.Policy, BoundaryForm),
            LogRetentionDays = reader.OneOf("logRetentionDays", 30, "Days that logs are kept", Retentions),
            Region = region ?? "",
            Service = ServiceSettings.Read(reader),
            Events = EventSettings.Read(reader),
            Cache = CacheSettings.Read(reader),
            Pipeline = PipelineSettings.Read(reader),
            Batch = BatchSettings.Read(reader),
            Release = ReleaseSettings.Read(reader),
            Lambda = LambdaSettings.Read(reader),
            Fargate = FargateSettings.Read(reader),
            Eks = EksSettings.Read(reader),
            Ec2 = Ec2Settings.Read(reader),
            SageMaker = SageMakerSettings.Read(reader),
            Network = NetworkSettings.Read(reader),
            Gateway = GatewaySettings.Read(reader),
            Experiments = ExperimentSettings.Read(reader),
            Tracing = TracingSettings.Read(reader),
            Alarms = AlarmSettings.Read(reader),
        };
        CrossChecks.Apply(settings, reader);
        return settings;
    }

    /// <summary>What bounds roles.</summary>
    internal const string BoundaryMeaning = "Policy that bounds the roles of stacks, where the organization has one; empty takes the one that bootstrap makes, and the account's and its stacks' have to be the same";

    /// <summary>What it is named by.</summary>
    internal const string BoundaryForm = "the ARN of a policy";

    /// <summary>What values of tags may be.</summary>
    internal const string TagForm = "1 to 256 letters, digits, spaces or + - = . _ : / @";

    private static BackendKind ReadBackend(ConfigReader reader) =>
        Enum.TryParse<BackendKind>(reader.OneOf("backend", "lambda", "Where the service runs", "lambda", "fargate", "eks", "ec2", "sagemaker"), ignoreCase: true, out var kind)
            ? kind
            : BackendKind.Lambda;
}

/// <summary>Where the service can run.</summary>
public enum BackendKind
{
    /// <summary>AWS Lambda.</summary>
    Lambda,

    /// <summary>ECS on Fargate.</summary>
    Fargate,

    /// <summary>EKS.</summary>
    Eks,

    /// <summary>EC2 with an auto scaling group.</summary>
    Ec2,

    /// <summary>A SageMaker endpoint.</summary>
    SageMaker,
}
