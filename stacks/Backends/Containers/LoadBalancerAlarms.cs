using Pulumi.Aws.LB;
using Stacks.Configuration;
using Stacks.Observability;

namespace Stacks.Backends.Containers;

/// <summary>What the load balancer sees of the containers.</summary>
internal static class LoadBalancerAlarms
{
    private const string Namespace = "AWS/ApplicationELB";

    /// <summary>What is a fault.</summary>
    /// <param name="balancer">The load balancer.</param>
    /// <param name="fewest">Containers of the first group that have to be healthy; null where versions take turns with the groups, and either may be empty.</param>
    /// <param name="limits">The stack's limits.</param>
    public static IEnumerable<AlarmSpec> Specs(PrivateLoadBalancer balancer, int? fewest, AlarmSettings limits)
    {
        yield return new AlarmSpec("target-errors", "Containers answer with errors: their log says why.", OfBalancer(balancer, "HTTPCode_Target_5XX_Count", "Sum"), limits.ErrorPercent)
        {
            Of = OfBalancer(balancer, "RequestCount", "Sum"),
            TakesBack = true,
        };
        yield return AlarmSpec.Slow("target-latency", "The slowest answers of containers are slow: look at their CPU and at how many there are.", OfBalancer(balancer, "TargetResponseTime", "p99"), limits.LatencyP99Ms / 1_000.0);
        yield return new AlarmSpec("targets-lost", "The load balancer cannot connect to containers, or they close connections: look at restarts.", OfBalancer(balancer, "TargetConnectionErrorCount", "Sum"), 1);
        foreach (var (name, targets) in Groups(balancer))
        {
            yield return new AlarmSpec($"{name}-unhealthy", "Containers are not ready: GET /health/ready says why.", OfTargets(balancer, targets, "UnHealthyHostCount", "Maximum"), 1) { Periods = 5, Faults = 5 };
        }

        // Of each group alone: one of them has the new version, whose failures drown among those of the version before while its share is small.
        foreach (var (name, targets) in Groups(balancer).Where(_ => balancer.AlternateTargets is not null))
        {
            yield return new AlarmSpec($"{name}-errors", "Containers of one version answer with errors: a deployment that is under way goes back; their log says why.", OfTargets(balancer, targets, "HTTPCode_Target_5XX_Count", "Sum"), limits.ErrorPercent)
            {
                Of = OfTargets(balancer, targets, "RequestCount", "Sum"),
                TakesBack = true,
            };
            yield return AlarmSpec.Slow($"{name}-latency", "Containers of one version are slow: a deployment that is under way goes back; look at their CPU.", OfTargets(balancer, targets, "TargetResponseTime", "p99"), limits.LatencyP99Ms / 1_000.0);
        }

        if (fewest is { } least)
        {
            yield return new AlarmSpec("targets-too-few", "Fewer healthy containers than the fewest configured, or none is measured: look at the platform's events.", OfTargets(balancer, balancer.Targets, "HealthyHostCount", "Minimum"), least)
            {
                Below = true,
                MissingIsFault = true,
            };
        }
    }

    /// <summary>What a person wants to see.</summary>
    public static IReadOnlyList<Chart> Charts(PrivateLoadBalancer balancer) =>
    [
        new("Answers of containers", [OfBalancer(balancer, "RequestCount", "Sum"), OfBalancer(balancer, "HTTPCode_Target_4XX_Count", "Sum"), OfBalancer(balancer, "HTTPCode_Target_5XX_Count", "Sum")]),
        new("Latency of containers in s", [OfBalancer(balancer, "TargetResponseTime", "p50"), OfBalancer(balancer, "TargetResponseTime", "p99")]),
        new("Healthy and unhealthy containers", [.. Groups(balancer).SelectMany(group => new[] { OfTargets(balancer, group.Targets, "HealthyHostCount", "Minimum"), OfTargets(balancer, group.Targets, "UnHealthyHostCount", "Maximum") })]),
    ];

    /// <summary>A metric of the whole load balancer.</summary>
    public static Metric OfBalancer(PrivateLoadBalancer balancer, string name, string statistic) =>
        new(Namespace, name, statistic, [("LoadBalancer", balancer.LoadBalancer.ArnSuffix)]);

    private static Metric OfTargets(PrivateLoadBalancer balancer, TargetGroup targets, string name, string statistic) =>
        new(Namespace, name, statistic, [("TargetGroup", targets.ArnSuffix), ("LoadBalancer", balancer.LoadBalancer.ArnSuffix)]);

    private static IEnumerable<(string Name, TargetGroup Targets)> Groups(PrivateLoadBalancer balancer)
    {
        yield return ("targets", balancer.Targets);
        if (balancer.AlternateTargets is { } alternate)
            yield return ("alternate", alternate);
    }
}
