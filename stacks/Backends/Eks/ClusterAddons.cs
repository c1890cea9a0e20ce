using System.Text.Json;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Eks;
using Pulumi.Aws.Eks.Inputs;
using Stacks.Iam;

namespace Stacks.Backends.Eks;

/// <summary>What the cluster needs beside Auto Mode: measures for scaling, and metrics and logs in CloudWatch.</summary>
internal static class ClusterAddons
{
    // The nodes that there are before the service's own take these pods alone: https://docs.aws.amazon.com/eks/latest/userguide/critical-workload.html
    private static readonly object[] OfSystemNodes = [new { key = "CriticalAddonsOnly", @operator = "Exists" }];

    // The agent is to run on every node.
    private static readonly object[] OfAllNodes = [new { @operator = "Exists" }];

    public static IReadOnlyList<Resource> Create(Cluster cluster, IEnumerable<LogGroup> logs, Resource parent)
    {
        var role = new ServiceRole(
            "cloudwatch",
            [ServiceRole.Trust("pods.eks.amazonaws.com", "sts:AssumeRole", "sts:TagSession")],
            parent,
            [],
            "CloudWatchAgentServerPolicy");
        var measures = new Addon(
            "metrics-server",
            new AddonArgs { ClusterName = cluster.Name, AddonName = "metrics-server", ResolveConflictsOnUpdate = "OVERWRITE", ConfigurationValues = JsonSerializer.Serialize(new { tolerations = OfSystemNodes }) },
            new CustomResourceOptions { Parent = cluster });
        var observability = new Addon(
            "cloudwatch",
            new AddonArgs
            {
                ClusterName = cluster.Name,
                AddonName = "amazon-cloudwatch-observability",
                ResolveConflictsOnUpdate = "OVERWRITE",
                PodIdentityAssociations = { new AddonPodIdentityAssociationArgs { ServiceAccount = "cloudwatch-agent", RoleArn = role.Arn } },
                // The service's own measures and logs; nothing is injected into its pods.
                ConfigurationValues = JsonSerializer.Serialize(new { tolerations = OfAllNodes, containerLogs = new { enabled = true }, manager = new { applicationSignals = new { autoMonitor = new { monitorAllServices = false } } } }),
            },
            new CustomResourceOptions { Parent = cluster, DependsOn = [role, .. logs] });
        return [measures, observability];
    }
}
