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
        // The service reads the password of the stack's own database; tasks get the connection string of another one from a secret.
        string[] secrets = settings.Events.HasOwnDatabase || (settings.Events.Kept && (settings.Backend is BackendKind.Fargate or BackendKind.Ec2 || settings.Pipeline.Enabled)) ? ["secretsmanager"] : [];
        string[] agent = settings.Experiments.Source != ExperimentSource.AppConfig ? [] : settings.Experiments.UsesRuns ? ["appconfigdata", "appconfig"] : ["appconfigdata"];
        string[] collector = settings.HasCollector ? ["xray"] : [];
        return settings.Backend switch
        {
            // Tasks pull images and log.
            BackendKind.Fargate => new([.. Images, "logs", .. secrets, .. agent, .. collector], true),
            // Nodes join the cluster, pods take on roles: https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
            BackendKind.Eks => new([.. Images, "ec2", "eks", "eks-auth", "sts", "elasticloadbalancing", "logs", "monitoring", .. secrets, .. agent, .. collector], true),
            // Instances pull images and log, tell their group that they are ready or done, and are reached by Session Manager, whose agent
            // needs no ec2messages any more: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
            BackendKind.Ec2 => new([.. Images, "autoscaling", "logs", "ssm", "ssmmessages", .. secrets, .. agent, .. collector], true),
            // SageMaker pulls the image, logs and measures from outside of the network.
            BackendKind.SageMaker when settings.PlacesEndpoint => new([.. settings.Pipeline.Enabled ? [.. Images, "logs"] : Array.Empty<string>(), .. secrets], true),
            BackendKind.SageMaker => settings.Gateway.Private ? new([], false) : null,
            // Managed instances pull the image, take on work, log and trace.
            _ when settings.Lambda.Managed => new([.. Images, "lambda", "logs", "xray", .. secrets], true),
            // A function that keeps events is in the network. Lambda itself logs and traces from outside of it.
            // Steps of a pipeline are tasks, whatever answers.
            _ when settings.Events.Kept => new([.. settings.Pipeline.Enabled ? [.. Images, "logs"] : Array.Empty<string>(), .. secrets], true),
            // Otherwise it is in none; a private API has an endpoint in one.
            _ => settings.Gateway.Private ? new([], false) : null,
        };
    }
}
