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
    public static IReadOnlyList<Resource> Create(Cluster cluster, IEnumerable<LogGroup> logs, Resource parent)
    {
        var role = ServiceRole.Create(
            "cloudwatch",
            [ServiceRole.Trust("pods.eks.amazonaws.com", "sts:AssumeRole", "sts:TagSession")],
            parent,
            [],
            "CloudWatchAgentServerPolicy");
        var measures = new Addon(
            "metrics-server",
            new AddonArgs { ClusterName = cluster.Name, AddonName = "metrics-server", ResolveConflictsOnUpdate = "OVERWRITE" },
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
                ConfigurationValues = JsonSerializer.Serialize(new { containerLogs = new { enabled = true }, manager = new { applicationSignals = new { autoMonitor = new { monitorAllServices = false } } } }),
            },
            new CustomResourceOptions { Parent = cluster, DependsOn = [role, .. logs] });
        return [measures, observability];
    }
}
