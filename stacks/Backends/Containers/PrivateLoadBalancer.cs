using Pulumi;
using Pulumi.Aws.LB;
using Pulumi.Aws.LB.Inputs;
using Stacks.Configuration;
using Stacks.Gateway;
using Stacks.Network;
using Stacks.Service;
using SecurityGroup = Pulumi.Aws.Ec2.SecurityGroup;
using VpcLink = Pulumi.Aws.ApiGatewayV2.VpcLink;
using VpcLinkArgs = Pulumi.Aws.ApiGatewayV2.VpcLinkArgs;

namespace Stacks.Backends.Containers;

/// <summary>
/// The way from the gateway to containers: a VPC link and an internal load balancer, encrypted with the domain's certificate, and a
/// target group that a backend fills.
/// </summary>
public sealed class PrivateLoadBalancer : ComponentResource
{
    private const int Https = 443;
    private const int HealthSeconds = 10;

    private readonly SecurityGroup _group;
    private readonly Listener _listener;
    private readonly string _targetType;

    /// <summary>Provisions link, load balancer and target group.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="context">What the stack gives a backend.</param>
    /// <param name="targetTags">Tags of the target groups.</param>
    /// <param name="withAlternate">Whether there is a second target group, to which a new version goes.</param>
    /// <param name="options">Options of the component.</param>
    /// <param name="targetType">What targets are: ip for containers with addresses of their own, instance for those of an auto scaling group.</param>
    public PrivateLoadBalancer(string name, BackendContext context, IReadOnlyDictionary<string, Output<string>> targetTags, bool withAlternate, ComponentResourceOptions? options = null, string targetType = "ip")
        : base("room-type:backends:PrivateLoadBalancer", name, options)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (network, domain) = (context.Network!, context.Domain!);
        _targetType = targetType;
        _group = Connections.Group("balancer", network, "Load balancer of the service", this);
        LoadBalancer = CreateLoadBalancer(context.Settings, network, context.BalancerLogs);
        Targets = CreateTargets("targets", context.Settings, network, targetTags);
        AlternateTargets = withAlternate ? CreateTargets("alternate", context.Settings, network, targetTags) : null;
        _listener = CreateListener(domain);
        Integration = GatewayIntegration.ForLoadBalancer(LoadBalancer.Arn, CreateLink(network).Id, domain.Name);
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = LoadBalancer.Arn });
    }

    /// <summary>The load balancer.</summary>
    public LoadBalancer LoadBalancer { get; }

    /// <summary>Where requests go.</summary>
    public TargetGroup Targets { get; }

    /// <summary>Where a new version goes first; null where versions replace each other.</summary>
    public TargetGroup? AlternateTargets { get; }

    /// <summary>How the gateway reaches it.</summary>
    public GatewayIntegration Integration { get; }

    /// <summary>Lets it reach the containers of a security group; returns the rules.</summary>
    public IReadOnlyList<Pulumi.Resource> Reach(Input<string> containers) => Connections.Allow("containers", _group, containers, ServiceContainer.Port, "Requests and health checks");

    private VpcLink CreateLink(PrivateNetwork network)
    {
        var group = Connections.Group("link", network, "VPC link of the gateway", this);
        var rules = Connections.Allow("link", group, _group.Id, Https, "Requests of the gateway");
        return new VpcLink("link", new VpcLinkArgs { SubnetIds = [.. network.SubnetIds], SecurityGroupIds = { group.Id } }, new CustomResourceOptions { Parent = this, DependsOn = [.. rules] });
    }

    private LoadBalancer CreateLoadBalancer(Settings settings, PrivateNetwork network, BalancerLogs logs) => new(
        "service",
        new LoadBalancerArgs
        {
            LoadBalancerType = "application",
            Internal = true,
            Subnets = [.. network.SubnetIds],
            SecurityGroups = { _group.Id },
            DropInvalidHeaderFields = true,
            // A balancer serves and holds no state: what is protected is in StackConventions.
            EnableDeletionProtection = false,
            // The gateway gives up first.
            IdleTimeout = settings.Gateway.TimeoutSeconds + 1,
            AccessLogs = new LoadBalancerAccessLogsArgs { Bucket = logs.Bucket, Enabled = true },
        },
        // AWS tries whether it may write.
        new CustomResourceOptions { Parent = this, DependsOn = { logs } });

    private TargetGroup CreateTargets(string name, Settings settings, PrivateNetwork network, IReadOnlyDictionary<string, Output<string>> tags)
    {
        var args = new TargetGroupArgs
        {
            VpcId = network.VpcId,
            TargetType = _targetType,
            Protocol = "HTTP",
            Port = ServiceContainer.Port,
            // Requests take turns with unequal pictures.
            LoadBalancingAlgorithmType = "least_outstanding_requests",
            DeregistrationDelay = settings.Service.TimeoutSeconds,
            HealthCheck = new TargetGroupHealthCheckArgs
            {
                Protocol = "HTTP",
                Path = ServiceContainer.ReadyPath,
                Matcher = "200",
                Interval = HealthSeconds,
                Timeout = 3,
                HealthyThreshold = 2,
                UnhealthyThreshold = 2,
            },
        };
        foreach (var (key, value) in tags)
            args.Tags.Add(key, value);
        return new TargetGroup(name, args, new CustomResourceOptions { Parent = this });
    }

    private Listener CreateListener(Domain domain) => new(
        "https",
        new ListenerArgs
        {
            LoadBalancerArn = LoadBalancer.Arn,
            Port = Https,
            Protocol = "HTTPS",
            SslPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
            CertificateArn = domain.CertificateArn,
            DefaultActions =
            {
                new ListenerDefaultActionArgs { Type = "fixed-response", FixedResponse = new ListenerDefaultActionFixedResponseArgs { ContentType = "text/plain", StatusCode = "404" } },
            },
        },
        new CustomResourceOptions { Parent = LoadBalancer });

    /// <summary>Lets requests in; makes what decides between both target groups.</summary>
    /// <param name="alternatePercent">Percent of the requests that the second group gets.</param>
    /// <param name="shifted">Whether the platform moves the percentages.</param>
    /// <param name="after">What has to be ready before they are in force.</param>
    public ListenerRule Route(int alternatePercent = 0, bool shifted = false, Pulumi.Resource? after = null)
    {
        var forward = new ListenerRuleActionForwardArgs { TargetGroups = { new ListenerRuleActionForwardTargetGroupArgs { Arn = Targets.Arn, Weight = 100 - alternatePercent } } };
        // A group without a weight is in the rule as well: the load balancer looks after the health of such groups alone.
        if (AlternateTargets is { } alternate)
            forward.TargetGroups.Add(new ListenerRuleActionForwardTargetGroupArgs { Arn = alternate.Arn, Weight = alternatePercent });
        return new ListenerRule(
            "requests",
            new ListenerRuleArgs
            {
                ListenerArn = _listener.Arn,
                Priority = 1,
                Conditions = { new ListenerRuleConditionArgs { PathPattern = new ListenerRuleConditionPathPatternArgs { Values = { "/*" } } } },
                // Over a VPC link the gateway puts the stage's name before the path.
                Transforms =
                {
                    new ListenerRuleTransformArgs
                    {
                        Type = "url-rewrite",
                        UrlRewriteConfig = new ListenerRuleTransformUrlRewriteConfigArgs
                        {
                            Rewrite = new ListenerRuleTransformUrlRewriteConfigRewriteArgs { Regex = $"^/{RestGateway.StageName}/(.*)$", Replace = "/$1" },
                        },
                    },
                },
                Actions = { new ListenerRuleActionArgs { Type = "forward", Forward = forward } },
            },
            new CustomResourceOptions { Parent = _listener, DependsOn = after is null ? [] : [after], IgnoreChanges = shifted ? ["actions"] : [] });
    }
}
