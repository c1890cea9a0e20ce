using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Ecs;
using Pulumi.Aws.Ecs.Inputs;
using Stacks.Backends.Containers;
using Stacks.Conventions;
using Stacks.Gateway;
using Stacks.Network;
using Stacks.Observability;

namespace Stacks.Backends.Fargate;

/// <summary>The service as tasks over several zones behind an internal load balancer; ECS itself lets a new version take over.</summary>
public sealed class FargateBackend : ComponentResource, IBackend
{
    /// <summary>Provisions cluster, load balancer, tasks and their scaling.</summary>
    public FargateBackend(string name, BackendContext context, ComponentResourceOptions? options = null)
        : base("room-type:backends:FargateBackend", name, options)
    {
        ArgumentNullException.ThrowIfNull(context);
        var settings = context.Settings;
        var cluster = new Cluster(
            "service",
            new ClusterArgs { Name = StackName.Full, Settings = { new ClusterSettingArgs { Name = "containerInsights", Value = "enabled" } } },
            new CustomResourceOptions { Parent = this, DependsOn = { context.Logs.TaskMeasures } });
        var balancer = new PrivateLoadBalancer(
            "way", context, new Dictionary<string, Output<string>>(), settings.Release.CanaryPercent > 0, new ComponentResourceOptions { Parent = this });
        // ECS takes the load balancer and its rule for a deployment and moves the percentages itself.
        var rule = balancer.Route(shifted: balancer.AlternateTargets is not null);
        var group = Connections.Group("tasks", context.Network!, "Tasks of the service", this);
        List<Resource> ready = [.. context.Network!.Ready, .. Connections.HttpsOut("tasks", group, context.Network), .. balancer.Reach(group.Id)];
        if (context.Events is { } events)
            ready.AddRange(events.Reach(group, context.Network));
        if (context.Cache is { } cache)
            ready.AddRange(cache.Reach(group));
        var task = ServiceTask.Create(context, context.Logs.Service, this);

        // The names are known beforehand, so that alarms are there before what they take back.
        var alarms = AlarmSet.Create(name, [.. LoadBalancerAlarms.Specs(balancer, balancer.AlternateTargets is null ? settings.Fargate.MinTasks : null, settings.Alarms), .. FargateAlarms.Specs(settings)], context.Topic, this);
        var service = RollingService.Create(context, cluster, task, balancer, rule, group, [.. alarms.TakingBack, .. context.CallerAlarms], ready, this);
        FargateScaling.Create(service, balancer, settings.Fargate);

        Alarms = alarms.All;
        Messages = new MessageLog(context.Logs.Service.Name, "$");
        Charts = [.. LoadBalancerAlarms.Charts(balancer), .. FargateAlarms.Charts];
        Integration = balancer.Integration;
        RegisterOutputs(new Dictionary<string, object?> { ["cluster"] = cluster.Name, ["service"] = service.Name });
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
    public Output<string>? ReleaseCommand => null;

    /// <inheritdoc/>
    public Output<string>? ReleaseWatch => null;

    /// <inheritdoc/>
    public void Admit(Output<string> executionArn)
    {
        // The load balancer takes connections of the VPC link alone.
    }
}
