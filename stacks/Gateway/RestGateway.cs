using System.Security.Cryptography;
using System.Text;
using Pulumi;
using Pulumi.Aws.ApiGateway;
using Pulumi.Aws.ApiGateway.Inputs;
using Pulumi.Aws.CloudWatch;
using Stacks.Configuration;
using Stacks.Conventions;
using Deployment = Pulumi.Aws.ApiGateway.Deployment;

namespace Stacks.Gateway;

/// <summary>The door: a REST API whose every operation needs a signature, limited, logged, and open only to whom its policy names.</summary>
public sealed class RestGateway : ComponentResource
{
    /// <summary>The API's one stage.</summary>
    public const string StageName = "live";

    /// <summary>Bodies of these types reach the backend as they are.</summary>
    internal static readonly string[] BinaryTypes = ["image/*", "application/x-protobuf", "application/protobuf", "multipart/form-data"];

    private readonly Settings _settings;
    private readonly RestApi _api;
    private readonly Stage _stage;

    /// <summary>Provisions the API in front of a backend.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="context">What the stack gives the API.</param>
    /// <param name="options">Options of the component.</param>
    public RestGateway(string name, GatewayContext context, ComponentResourceOptions? options = null)
        : base("room-type:gateway:RestGateway", name, options)
    {
        ArgumentNullException.ThrowIfNull(context);
        _settings = context.Settings;
        var (gateway, domain) = (_settings.Gateway, context.Domain);
        _api = CreateApi(context);
        var policy = new RestApiPolicy(
            "api",
            new RestApiPolicyArgs { RestApiId = _api.Id, Policy = CallerPolicies.Resource(gateway, context.Account, _api.ExecutionArn, context.Network?.GatewayEndpoint?.Id) },
            new CustomResourceOptions { Parent = _api });
        var operations = Operations.Create(_api, context.Integration, gateway);
        context.Admit(_api.ExecutionArn);
        var (logs, logSettings) = AccessLog.Create(_settings.LogRetentionDays, context.KeyArn, this);
        AccessLogGroup = logs.Name;
        _stage = CreateStage(context, logs, logSettings, Deploy(context.Integration, policy, context.Network?.GatewayEndpoint?.Id, operations));
        Limit(gateway);
        if (gateway.Firewall)
            Firewall.Create(_stage, gateway);
        ClientKeys = gateway.Clients.Count > 0 ? Clients.Create(gateway, _api, _stage) : new Dictionary<string, Output<string>>();
        domain?.LeadTo(_api, _stage, context.Network?.GatewayEndpoint);
        Endpoint = domain is null ? _stage.InvokeUrl : Output.Create($"https://{domain.Name}");
        InvokePolicy = CallerPolicies.ForCallers(gateway, _api.ExecutionArn);
        RobotAccess = gateway.Robots ? new Robots("robots", _settings.Region, context.Account, _api.ExecutionArn, new ComponentResourceOptions { Parent = this }).Access : null;
        ApiId = _api.Id;
        RegisterOutputs(new Dictionary<string, object?> { ["endpoint"] = Endpoint });
    }

    /// <summary>Where the API is.</summary>
    public Output<string> Endpoint { get; }

    /// <summary>Name of the log group that has a line for each request.</summary>
    public Output<string> AccessLogGroup { get; }

    /// <summary>The API's id, which calls through a VPC endpoint's own name have to tell.</summary>
    public Output<string> ApiId { get; }

    /// <summary>The policy document that a caller's role needs.</summary>
    public Output<string> InvokePolicy { get; }

    /// <summary>What robots are told; null without any.</summary>
    public Output<RobotAccess>? RobotAccess { get; }

    /// <summary>The keys of callers with limits of their own.</summary>
    public IReadOnlyDictionary<string, Output<string>> ClientKeys { get; }

    private RestApi CreateApi(GatewayContext context)
    {
        var isPrivate = _settings.Gateway.Private;
        var endpoint = new RestApiEndpointConfigurationArgs { Types = isPrivate ? "PRIVATE" : "REGIONAL" };
        if (context.Network?.GatewayEndpoint?.Id is { } own)
            endpoint.VpcEndpointIds.Add(own);
        return new RestApi(
            "api",
            new RestApiArgs
            {
                Name = StackName.Full,
                Description = "Recognizes room types in pictures",
                EndpointConfiguration = endpoint,
                BinaryMediaTypes = [.. BinaryTypes],
            },
            new CustomResourceOptions { Parent = this });
    }

    // A deployment is a snapshot: a new one is due when what it shows changes.
    private Deployment Deploy(GatewayIntegration integration, RestApiPolicy policy, Output<string>? ownEndpoint, IReadOnlyList<Pulumi.Resource> operations)
    {
        var shape = string.Join('\n', Routes.Of(_settings.Gateway)) + _settings.Gateway.TimeoutSeconds + (_settings.Gateway.Clients.Count > 0) + string.Join(',', BinaryTypes);
        // As the API has them: whom it lets in, and through which endpoints it is reached.
        var snapshot = Output.Format($"{shape}\n{integration.Identity}\n{policy.Policy}\n{_settings.Gateway.Private}\n{ownEndpoint ?? Output.Create("")}");
        return new Deployment(
            "api",
            new DeploymentArgs
            {
                RestApi = _api.Id,
                Triggers = { { "snapshot", snapshot.Apply(text => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))) } },
            },
            new CustomResourceOptions { Parent = _api, DependsOn = [policy, .. integration.Needs, .. operations] });
    }

    private Stage CreateStage(GatewayContext context, LogGroup logs, StageAccessLogSettingsArgs settings, Deployment deployment)
    {
        var waitFor = new InputList<Pulumi.Resource> { logs, AccessLog.OfExecution(_api, StageName, _settings.LogRetentionDays, context.KeyArn) };
        return new Stage(
            StageName,
            new StageArgs { RestApi = _api.Id, Deployment = deployment.Id, StageName = StageName, AccessLogSettings = settings, XrayTracingEnabled = true },
            new CustomResourceOptions { Parent = _api, DependsOn = waitFor });
    }

    // "*/*" is every method; recognizing is what costs, so it alone may use the whole rate.
    private void Limit(GatewaySettings gateway)
    {
        Limit("all", "*/*", Math.Max(1, gateway.Rate / 5), Math.Max(1, gateway.Burst / 5));
        foreach (var route in Routes.All.Where(route => route.Method == "POST"))
            Limit(route.Name, $"{route.Path.Replace("/", "~1", StringComparison.Ordinal)}/{route.Method}", gateway.Rate, gateway.Burst);
    }

    private void Limit(string name, string methodPath, int rate, int burst) => _ = new MethodSettings(
        name,
        new MethodSettingsArgs
        {
            RestApi = _api.Id,
            StageName = _stage.StageName,
            MethodPath = methodPath,
            Settings = new MethodSettingsSettingsArgs
            {
                MetricsEnabled = true,
                LoggingLevel = "ERROR",
                DataTraceEnabled = false,
                ThrottlingRateLimit = rate,
                ThrottlingBurstLimit = burst,
            },
        },
        new CustomResourceOptions { Parent = _stage });
}
