using Stacks.Configuration;

namespace Stacks.Network;

/// <summary>The services of AWS that a backend reaches from its network.</summary>
/// <param name="Interfaces">Names after com.amazonaws.REGION, reached through an address in the network.</param>
/// <param name="UsesS3">Whether S3 is reached too, through the route table; image layers come from it.</param>
public sealed record EndpointServices(IReadOnlyList<string> Interfaces, bool UsesS3)
{
    private static readonly string[] Images = ["ecr.api", "ecr.dkr"];

    /// <summary>What the configured backend reaches; null where there is no network.</summary>
    public static EndpointServices? For(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        // The service reads the password of the stack's own database; tasks get another secret of the event store when they start.
        string[] secrets = settings.Events.HasOwnDatabase || (settings.Events.HasSecret && (settings.Backend is BackendKind.Fargate or BackendKind.Ec2 || settings.Pipeline.Enabled)) ? ["secretsmanager"] : [];
        string[] agent = settings.Experiments.Source != ExperimentSource.AppConfig ? [] : settings.Experiments.UsesRuns ? ["appconfigdata", "appconfig"] : ["appconfigdata"];
        // Athena itself asks Glue about tables.
        string[] lake = settings.Events.IsLake && (settings.Events.AsksAthena || settings.Pipeline.Enabled) ? ["athena"] : [];
        string[] collector = settings.HasCollector ? ["xray"] : [];
        return settings.Backend switch
        {
            // Tasks pull images and log.
            BackendKind.Fargate => new([.. Images, "logs", .. secrets, .. lake, .. agent, .. collector], true),
            // Nodes join the cluster, pods take on roles: https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
            BackendKind.Eks => new([.. Images, "ec2", "eks", "eks-auth", "sts", "elasticloadbalancing", "logs", "monitoring", .. secrets, .. lake, .. agent, .. collector], true),
            // Instances pull images and log, tell their group that they are ready or done, and are reached by Session Manager, whose agent
            // needs no ec2messages any more: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
            BackendKind.Ec2 => new([.. Images, "autoscaling", "logs", "ssm", "ssmmessages", .. secrets, .. lake, .. agent, .. collector], true),
            // SageMaker pulls the image, logs and measures from outside of the network.
            BackendKind.SageMaker when settings.PlacesEndpoint || settings.HasTasks || settings.PlacesJobs => new([.. settings.HasTasks ? [.. Images, "logs"] : Array.Empty<string>(), .. secrets, .. lake], true),
            BackendKind.SageMaker => settings.Gateway.Private ? new([], false) : null,
            // Managed instances pull the image, take on work, log and trace.
            _ when settings.Lambda.Managed => new([.. Images, "lambda", "logs", "xray", .. secrets, .. lake], true),
            // Steps of a pipeline and batches are tasks, whatever answers.
            _ when settings.HasTasks => new([.. Images, "logs", .. secrets, .. lake], true),
            // A function with a database is in its network. Lambda itself logs and traces from outside of it.
            _ when settings.Events.HasDatabase => new([.. secrets], true),
            // A job of Batch Transform reads models and pictures; SageMaker does the rest from outside.
            _ when settings.PlacesJobs => new([], true),
            // Otherwise it is in none; a private API has an endpoint in one.
            _ => settings.Gateway.Private ? new([], false) : null,
        };
    }
}
