using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws;
using Pulumi.DockerBuild.Inputs;
using Stacks.Backends;
using Stacks.Backends.Containers;
using Stacks.Batch;
using Stacks.Budget;
using Stacks.Caching;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Encryption;
using Stacks.Events;
using Stacks.Experiments;
using Stacks.Gateway;
using Stacks.Iam;
using Stacks.Network;
using Stacks.Observability;
using Stacks.Pipeline;
using Stacks.Registry;
using Stacks.Tracing;

namespace Stacks;

/// <summary>The service in one environment, on the backend that its configuration names.</summary>
public sealed class RoomTypeStack : Stack
{
    /// <summary>Provisions what the stack's configuration asks for.</summary>
    /// <exception cref="RunException">The configuration is wrong; the message holds every fault.</exception>
    public RoomTypeStack()
        : this(DeployedNetwork.Checked(AllowedAccounts.Checked(Settings.Load())))
    {
    }

    private RoomTypeStack(Settings settings)
        : base(StackConventions.Of(settings.Owner, settings.CostCenter, settings.Protect, () => settings.PermissionsBoundary is { } given ? Output.Create(given) : RoleBoundary.Arn(settings.Region)))
    {
        var account = GetCallerIdentity.Invoke().Apply(caller => caller.AccountId);
        var key = new EncryptionKey("encryption", account, settings.Region, keep: settings.Events.OutlivesStack, hasHistory: settings.HasMachines, hasTrigger: settings.Batch.Trigger is not null);
        var topic = new AlarmTopic("topic", settings.Alarms.Emails, account, key.Arn);
        var logs = new ServiceLogs("logs", settings.LogRetentionDays, key.Arn, settings.SageMaker.EndpointNameFor(settings.Service.Architecture), settings.Backend == BackendKind.SageMaker);
        var repository = RepositoryNames.Url(RepositoryNames.Service, account, settings.Region);
        var image = new ServiceImage("room-type", repository, settings.Service.ImageDigest, FromDockerfile, settings.Service.Architecture);
        var callers = new GatewayAlarms("callers", settings.Alarms, topic);
        var domain = settings.Gateway.Domain is null ? null : new Domain("domain", settings.Gateway);
        var network = EndpointServices.For(settings) is { } services ? new PrivateNetwork("network", settings, services, logs.Flow) : null;
        var events = EventStore.For(settings, network, account, key.Arn, logs.Events, topic);
        var cache = SharedCache.For(settings, network, key.Arn, topic);
        var tasks = settings.HasTasks ? new ServiceImage("pipeline", repository, settings.Pipeline.ImageDigest, FromDockerfile with { Target = "tasks" }, settings.Service.Architecture).Uri : Output.Create("");
        var pipeline = ModelPipeline.For(settings, network, events, () => new(account, tasks, key.Arn, topic));
        var batches = MissionBatches.For(settings, network, () => new(account, tasks, image.Uri, key.Arn, topic));
        var context = new BackendContext
        {
            Settings = settings,
            ImageUri = image.Uri,
            RepositoryArn = RepositoryNames.Arn(RepositoryNames.Service, account, settings.Region),
            Account = account,
            KeyArn = key.Arn,
            Logs = logs,
            BalancerLogs = new BalancerLogs("balancer-logs", account, settings.LogRetentionDays, settings.Protect),
            Topic = topic,
            CallerAlarms = callers.Failures,
            Agent = CreateExperiments(settings, callers, account, key),
            Collector = CollectorImage.For(settings, account),
            Events = events,
            Cache = cache,
            Network = network,
            Domain = domain,
        };
        var backend = BackendFactory.Create(context, new ComponentResourceOptions());
        var messages = backend.Messages is { } log ? new LogAlarms("messages", log, topic).All : [];
        var gateway = new RestGateway("gateway", new GatewayContext
        {
            Settings = settings,
            Account = account,
            KeyArn = key.Arn,
            Domain = domain,
            Network = network,
            Integration = backend.Integration,
            Admit = backend.Admit,
        });
        var refusals = new RefusalAlarms("refusals", gateway.AccessLogGroup, topic);
        var dashboard = new ServiceDashboard(
            "dashboard",
            settings.Region,
            [.. callers.Failures, .. callers.Silence, .. refusals.All, .. backend.Alarms, .. events?.Alarms ?? [], .. cache?.Alarms ?? [], .. pipeline?.Alarms ?? [], .. batches?.Alarms ?? [], .. messages],
            callers.Objectives,
            [("What callers see", GatewayAlarms.Charts), ($"What {settings.Backend} does", backend.Charts), .. events is { Charts.Count: > 0 } ? [(events.Heading, events.Charts)] : Array.Empty<(string, IReadOnlyList<Chart>)>(), .. cache is null ? [] : new[] { ("What the shared cache does", cache.Charts) }, .. pipeline is null ? [] : new[] { ("What the pipeline does", pipeline.Charts) }, .. batches is null ? [] : new[] { ("What batches do", batches.Charts) }]);
        _ = new CostBudget("budget", settings.Alarms, topic);

        Endpoint = gateway.Endpoint;
        ApiId = gateway.ApiId;
        PipelineArn = pipeline?.Arn ?? Output.Create("");
        BatchArn = batches?.Arn ?? Output.Create("");
        InvokePolicy = gateway.InvokePolicy;
        EventLake = events?.LakeOutput ?? Output.Create(ImmutableDictionary<string, string>.Empty);
        RobotAccess = (gateway.RobotAccess ?? Output.Create(new RobotAccess("", "", ""))).Apply(access => access.Endpoint.Length == 0
            ? ImmutableDictionary<string, string>.Empty
            : ImmutableDictionary.CreateRange(new Dictionary<string, string> { ["endpoint"] = access.Endpoint, ["roleAlias"] = access.RoleAlias, ["policy"] = access.Policy }));
        ClientKeys = Output.All(gateway.ClientKeys.Values).Apply(keys => gateway.ClientKeys.Keys.Zip(keys).ToImmutableDictionary(pair => pair.First, pair => pair.Second));
        ImageDigest = image.Digest;
        RepositoryUrl = repository;
        DashboardAddress = dashboard.Address;
        ExperimentDefinition = Output.Create(settings.Experiments.UsesRuns ? FlagDocument.Definition(StackName.Full, settings.Experiments.Feature, settings.Experiments.Variations) : "");
        Experiments = Output.Create(settings.Experiments.Variations.Select(variation => $"{settings.Experiments.Feature}: {variation.Name} = {variation.Model}, {variation.Percent} %").ToImmutableArray());
        ReleaseCommand = backend.ReleaseCommand ?? Output.Create("");
        ReleaseWatch = backend.ReleaseWatch ?? Output.Create("");
        Network = Output.Create(DeployedNetwork.Of(settings));
        TestCommand = gateway.Endpoint.Apply(endpoint => SignedRequest.Command(endpoint, settings));
    }

    /// <summary>Where the API is.</summary>
    [Output("endpoint")]
    public Output<string> Endpoint { get; private set; }

    /// <summary>The API's id: calls of a private API through a VPC endpoint's own name tell it in x-apigw-api-id.</summary>
    [Output("apiId")]
    public Output<string> ApiId { get; private set; }

    /// <summary>The state machine that makes new versions of models: <c>aws stepfunctions start-execution</c> takes it. Empty without one.</summary>
    [Output("pipelineArn")]
    public Output<string> PipelineArn { get; private set; }

    /// <summary>The state machine that answers pictures of missions: <c>aws stepfunctions start-execution --input '{"prefix": "missions/1/"}'</c>. Empty without one.</summary>
    [Output("batchArn")]
    public Output<string> BatchArn { get; private set; }

    /// <summary>The policy document that a caller's role needs.</summary>
    [Output("invokePolicy")]
    public Output<string> InvokePolicy { get; private set; }

    /// <summary>The lake: address, database and workgroup, and the policy documents that a role needs which asks (readers), or compacts and erases besides (keepers). Empty without one.</summary>
    [Output("eventLake")]
    public Output<ImmutableDictionary<string, string>> EventLake { get; private set; }

    /// <summary>What robots are told: endpoint and roleAlias; and the policy that their certificates get. Empty without robots.</summary>
    [Output("robotAccess")]
    public Output<ImmutableDictionary<string, string>> RobotAccess { get; private set; }

    /// <summary>The keys of callers with limits of their own; secret.</summary>
    [Output("clientKeys")]
    public Output<ImmutableDictionary<string, string>> ClientKeys { get; private set; }

    /// <summary>Digest of the image that runs.</summary>
    [Output("imageDigest")]
    public Output<string> ImageDigest { get; private set; }

    /// <summary>Where images are pushed to.</summary>
    [Output("repositoryUrl")]
    public Output<string> RepositoryUrl { get; private set; }

    /// <summary>Where the dashboard is.</summary>
    [Output("dashboard")]
    public Output<string> DashboardAddress { get; private set; }

    /// <summary>What ./run experiment run starts; empty where no runs assign.</summary>
    [Output("experimentDefinition")]
    public Output<string> ExperimentDefinition { get; private set; }

    /// <summary>The experiments and their allocation.</summary>
    [Output("experiments")]
    public Output<ImmutableArray<string>> Experiments { get; private set; }

    /// <summary>Lets a new version take over; empty where the deployment does it.</summary>
    [Output("releaseCommand")]
    public Output<string> ReleaseCommand { get; private set; }

    /// <summary>What ./run deploy watches while it tries a new version; empty where AWS watches.</summary>
    [Output("releaseWatch")]
    public Output<string> ReleaseWatch { get; private set; }

    /// <summary>The network that the stack runs in, by which the next update knows that another one is asked for; empty without one.</summary>
    [Output(DeployedNetwork.OutputName)]
    public Output<ImmutableDictionary<string, string>> Network { get; private set; }

    /// <summary>Sends a signed request with a sample picture.</summary>
    [Output("testCommand")]
    public Output<string> TestCommand { get; private set; }

    // The program's working directory is stacks/.
    private static ImageBuild FromDockerfile => new(new DockerfileArgs { Location = "../app/Dockerfile" }, "..", Provenance.Read(".."));

    private static AppConfigAgent? CreateExperiments(Settings settings, GatewayAlarms callers, Output<string> account, EncryptionKey key)
    {
        switch (settings.Experiments.Source)
        {
            case ExperimentSource.AppConfig:
                return new AppConfigExperiments("experiments", settings, callers.Failures, account, key.Arn).Agent;
            case ExperimentSource.Evidently:
                _ = new EvidentlyExperiments("experiments", settings.Experiments);
                return null;
            default:
                return null;
        }
    }
}
