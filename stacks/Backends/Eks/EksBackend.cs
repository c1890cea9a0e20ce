using Pulumi;
using Pulumi.Aws.CloudWatch;
using Stacks.Backends.Containers;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Gateway;
using Stacks.Iam;
using Stacks.Observability;

namespace Stacks.Backends.Eks;

/// <summary>The service as pods over several zones behind an internal load balancer, in a cluster of the stack's own or one that is there already.</summary>
public sealed class EksBackend : ComponentResource, IBackend
{
    /// <summary>Provisions cluster, load balancer, and the objects in the cluster.</summary>
    public EksBackend(string name, BackendContext context, ComponentResourceOptions? options = null)
        : base("room-type:backends:EksBackend", name, options)
    {
        ArgumentNullException.ThrowIfNull(context);
        var settings = context.Settings;
        var part = new ComponentResourceOptions { Parent = this };
        var cluster = settings.Eks.ExistingCluster is { } existing
            ? ClusterAccess.ToExisting(existing, settings.Eks, this)
            : new EksCluster("cluster", context, part).Access;
        var balancer = new PrivateLoadBalancer(
            "way",
            context,
            // Without it EKS may not register pods there: AmazonEKSLoadBalancingPolicy.
            new Dictionary<string, Output<string>> { ["eks:eks-cluster-name"] = cluster.Name },
            settings.Release.CanaryPercent > 0,
            part);
        balancer.Reach(cluster.PodSecurityGroup);
        var role = new ServiceRole(
            "pod",
            [ServiceRole.Trust("pods.eks.amazonaws.com", "sts:AssumeRole", "sts:TagSession")],
            this,
            [.. context.OwnAccess, .. context.SidecarAccess]);
        Resource[] stores = [.. context.Events?.Reach(cluster.PodSecurityGroup, this) ?? [], .. context.Cache?.Reach(cluster.PodSecurityGroup, this) ?? []];
        var workload = new Workload("workload", context, cluster with { Ready = [.. cluster.Ready, .. stores] }, role, balancer, part);
        balancer.Route(workload.Canary is null ? 0 : settings.Release.CanaryPercent, after: workload.Canary);

        var alarms = AlarmSet.Create(name, [.. LoadBalancerAlarms.Specs(balancer, settings.Eks.MinPods, settings.Alarms), .. EksAlarms.Specs(cluster, settings)], context.Topic, this);
        Alarms = alarms.All;
        if (settings.Release.CanaryPercent > 0)
            ReleaseWatch = Watch(settings.Release, [.. alarms.TakingBack, .. context.CallerAlarms]);
        Messages = cluster.Logs is { } logs ? new MessageLog(logs, "$.log_processed") : null;
        Charts = [.. LoadBalancerAlarms.Charts(balancer), .. EksAlarms.Charts(cluster)];
        Integration = balancer.Integration;
        RegisterOutputs(new Dictionary<string, object?> { ["cluster"] = cluster.Name, ["namespace"] = StackName.Full });
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
    public Output<string>? ReleaseWatch { get; }

    /// <inheritdoc/>
    public void Admit(Output<string> executionArn)
    {
        // The load balancer takes connections of the VPC link alone.
    }

    private static Output<string> Watch(ReleaseSettings release, IReadOnlyList<MetricAlarm> alarms) =>
        Output.All(alarms.Select(alarm => alarm.Name)).Apply(names => $"{release.CanaryMinutes} {release.BakeMinutes} {string.Join(' ', names)}");
}
