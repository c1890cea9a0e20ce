using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Lambda.Inputs;
using Stacks.Configuration;
using Stacks.Gateway;
using Stacks.Iam;
using Stacks.Observability;
using Stacks.Service;
using Stacks.Tracing;
using LambdaAlias = Pulumi.Aws.Lambda.Alias;

namespace Stacks.Backends.Lambda;

/// <summary>The service as a function: the gateway calls its alias <c>live</c>, which moves to a new version step by step.</summary>
public sealed class LambdaBackend : ComponentResource, IBackend
{
    internal const string LiveAlias = "live";

    private readonly Function _function;
    private readonly LambdaAlias _live;

    /// <summary>Provisions the function and what it needs.</summary>
    public LambdaBackend(string name, BackendContext context, ComponentResourceOptions? options = null)
        : base("room-type:backends:LambdaBackend", name, options)
    {
        ArgumentNullException.ThrowIfNull(context);
        var settings = context.Settings;
        OneContainer.WarnOfLocalExperiments(settings, "a function made of an image", this);
        var capacity = settings.Lambda.Managed ? new ManagedCapacity("capacity", context, new ComponentResourceOptions { Parent = this }) : null;
        _function = CreateFunction(context, context.Logs.Service, capacity);
        _live = CreateAlias(settings);
        var alarms = AlarmSet.Create(name, LambdaAlarms.Specs(_function, _live, settings), context.Topic, this);
        if (settings.Release.CanaryPercent > 0)
            ReleaseCommand = CanaryRelease.Create(_function, settings.Release, [.. alarms.TakingBack, .. context.CallerAlarms], this);
        if (!settings.Lambda.Managed)
            WarmEnvironments.Create(_function, _live, settings.Lambda);

        Alarms = alarms.All;
        Messages = new MessageLog(context.Logs.Service.Name, "$");
        Charts = LambdaAlarms.Charts(_function, _live);
        Integration = GatewayIntegration.ForFunction(_live.InvokeArn);
        RegisterOutputs(new Dictionary<string, object?> { ["functionName"] = _function.Name, ["aliasArn"] = _live.Arn });
    }

    /// <inheritdoc/>
    public GatewayIntegration Integration { get; }

    /// <inheritdoc/>
    public IReadOnlyList<MetricAlarm> Alarms { get; }

    /// <inheritdoc/>
    public MessageLog? Messages { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Chart> Charts { get; }

    /// <inheritdoc/>
    public Output<string>? ReleaseCommand { get; }

    /// <inheritdoc/>
    public Output<string>? ReleaseWatch => null;

    /// <inheritdoc/>
    public void Admit(Output<string> executionArn) => _ = new Permission(
        "gateway",
        new PermissionArgs
        {
            Action = "lambda:InvokeFunction",
            Function = _function.Name,
            Qualifier = _live.Name,
            Principal = "apigateway.amazonaws.com",
            SourceArn = Output.Format($"{executionArn}/{RestGateway.StageName}/*"),
        },
        new CustomResourceOptions { Parent = _live });

    private Function CreateFunction(BackendContext context, LogGroup logs, ManagedCapacity? capacity)
    {
        var settings = context.Settings;
        var lambda = settings.Lambda;
        var variables = new InputMap<string>();
        foreach (var (key, value) in ServiceEnvironment.Of(settings, lambda.Managed ? lambda.Vcpus : null, OneContainer.Source(settings)))
            variables.Add(key, value);
        foreach (var (key, value) in context.StoreVariables)
            variables.Add(key, value);
        if (context.Events is { SecretValue: { } secret } events)
            variables.Add(events.SecretVariable, secret);
        // Managed instances are in the network themselves.
        var placement = capacity is null ? FunctionNetwork.For(context, this) : null;
        var role = CreateRole(context, logs, placement);
        var args = new FunctionArgs
        {
            PackageType = "Image",
            ImageUri = context.ImageUri,
            Architectures = { settings.Service.Architecture == "arm64" ? "arm64" : "x86_64" },
            MemorySize = lambda.MemoryMb,
            Timeout = lambda.TimeoutSeconds,
            Role = role.Arn,
            KmsKeyArn = context.KeyArn,
            LoggingConfig = new FunctionLoggingConfigArgs { LogFormat = "JSON", LogGroup = logs.Name },
            TracingConfig = new FunctionTracingConfigArgs { Mode = "Active" },
            Environment = new FunctionEnvironmentArgs { Variables = variables },
            Publish = true,
        };
        capacity?.ApplyTo(args, lambda);
        if (lambda.SnapStart)
            args.SnapStart = new FunctionSnapStartArgs { ApplyOn = "PublishedVersions" };
        if (capacity is null && lambda.ReservedConcurrency > 0)
            args.ReservedConcurrentExecutions = lambda.ReservedConcurrency;
        if (placement is not null)
            args.VpcConfig = placement.Config;
        return new Function("room-type", args, new CustomResourceOptions { Parent = this, DependsOn = [role, .. placement?.Ready ?? context.Events?.Ready ?? []] });
    }

    private ServiceRole CreateRole(BackendContext context, LogGroup logs, FunctionNetwork? placement) => new(
        "function",
        "lambda.amazonaws.com",
        this,
        [
            new Statement("WritesItsLogGroup") { Actions = ["logs:CreateLogStream", "logs:PutLogEvents"], Resources = new InputList<string> { Output.Format($"{logs.Arn}:*") } },
            TraceCollector.Access,
            .. context.OwnAccess,
        ],
        placement is null ? [] : [FunctionNetwork.Policy]);

    private LambdaAlias CreateAlias(Settings settings) => new(
        LiveAlias,
        new AliasArgs { Name = LiveAlias, FunctionName = _function.Name, FunctionVersion = _function.Version, Description = "What the gateway calls" },
        new CustomResourceOptions
        {
            Parent = this,
            // CodeDeploy moves the alias: a deployment of the stack must not.
            IgnoreChanges = settings.Release.CanaryPercent > 0 ? ["functionVersion", "routingConfig"] : [],
        });
}
