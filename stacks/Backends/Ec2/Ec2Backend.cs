using Pulumi;
using Pulumi.Aws.CloudWatch;
using Stacks.Backends.Containers;
using Stacks.Events;
using Stacks.Gateway;
using Stacks.Network;
using Stacks.Observability;

namespace Stacks.Backends.Ec2;

/// <summary>The service as a container on instances of an auto scaling group over several zones, behind an internal load balancer (docs/decisions/0093).</summary>
public sealed class Ec2Backend : ComponentResource, IBackend
{
    /// <summary>Provisions load balancer, instances and their scaling.</summary>
    public Ec2Backend(string name, BackendContext context, ComponentResourceOptions? options = null)
        : base("room-type:backends:Ec2Backend", name, options)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (settings, network) = (context.Settings, context.Network!);
        // Versions take turns within one group of targets: instances are replaced, not requests moved.
        var balancer = new PrivateLoadBalancer("way", context, new Dictionary<string, Output<string>>(), withAlternate: false, new ComponentResourceOptions { Parent = this }, targetType: "instance");
        var rule = balancer.Route();
        var group = Connections.Group("instances", network, "Instances of the service", this);
        List<Resource> ready = [rule, .. network.Ready, .. Connections.HttpsOut("instances", group, network), .. balancer.Reach(group.Id)];
        if (context.Events is { } events)
            ready.AddRange(events.Reach(group, network));
        if (context.Cache is { } cache)
            ready.AddRange(cache.Reach(group));
        var secret = EventSecret.Create("events", "What the service needs for its event store, and is secret", context.Events, context.KeyArn, this);
        var profile = InstanceRole.Create(context, secret, InstanceGroup.NameOf(settings.Ec2), this);
        var template = InstanceTemplate.Create(context, profile, group, secret, this);

        var alarms = AlarmSet.Create(name, [.. LoadBalancerAlarms.Specs(balancer, settings.Ec2.MinInstances, settings.Alarms), .. Ec2Alarms.Specs(settings)], context.Topic, this);
        var back = Output.All(alarms.TakingBack.Concat(context.CallerAlarms).Select(alarm => alarm.Name));
        var instances = InstanceGroup.Create(context, template, balancer, back, ready, this);
        InstanceScaling.Create(instances, balancer, settings.Ec2);

        Alarms = alarms.All;
        Messages = new MessageLog(context.Logs.Service.Name, "$");
        Charts = [.. LoadBalancerAlarms.Charts(balancer), .. Ec2Alarms.Charts(settings.Ec2)];
        Integration = balancer.Integration;
        ReleaseCommand = settings.Release.CanaryPercent > 0 ? InstanceRefresh.Command(settings, template, back) : null;
        RegisterOutputs(new Dictionary<string, object?> { ["group"] = instances.Name });
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
    public void Admit(Output<string> executionArn)
    {
        // The load balancer takes connections of the VPC link alone.
    }
}
