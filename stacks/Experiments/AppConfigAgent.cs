using Pulumi;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;

namespace Stacks.Experiments;

/// <summary>The sidecar that asks AppConfig for flags and evaluates them.</summary>
/// <param name="ImageUri">Its image by digest.</param>
/// <param name="RepositoryArn">The repository that has it.</param>
/// <param name="ConfigurationArn">What it may read.</param>
/// <param name="KeyArn">The key that encrypts what it reads.</param>
/// <param name="RunsOf">The application whose experiment runs the service reads; null where rules of the flag assign.</param>
/// <remarks>https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-integration-containers-agent.html</remarks>
public sealed record AppConfigAgent(Output<string> ImageUri, Output<string> RepositoryArn, Output<string> ConfigurationArn, Output<string> KeyArn, Output<string>? RunsOf)
{
    /// <summary>The container's name.</summary>
    internal const string Name = "appconfig-agent";

    /// <summary>The port that it listens on, within the task or pod.</summary>
    internal const int Port = 2772;

    /// <summary>The user that it runs as; it listens above 1024 and writes nothing.</summary>
    internal const int User = 65533;

    /// <summary>Its environment variables: flags are fetched at once and asked for anew every 45 seconds.</summary>
    internal static IReadOnlyDictionary<string, string> Environment(Settings settings)
    {
        var variables = new Dictionary<string, string>
        {
            ["AWS_REGION"] = settings.Region,
            ["HTTP_PORT"] = $"{Port}",
            ["LOG_LEVEL"] = "WARN",
            ["POLL_INTERVAL"] = "45s",
            ["PREFETCH_LIST"] = $"{StackName.Full}:{AppConfigExperiments.EnvironmentName}:{AppConfigExperiments.ProfileName}",
        };
        if (settings.Experiments.UsesRuns) variables["EXPERIMENT_ASSIGNMENT_LOG_DESTINATION"] = "stderr";
        return variables;
    }

    /// <summary>What has to be allowed where it runs. AppConfig decrypts with the reader's rights.</summary>
    internal Statement[] Access =>
    [
        new("ReadsItsFlags")
        {
            Actions = ["appconfig:GetLatestConfiguration", "appconfig:StartConfigurationSession"],
            Resources = new InputList<string> { ConfigurationArn },
        },
        new("DecryptsItsFlags") { Actions = ["kms:Decrypt"], Resources = new InputList<string> { KeyArn } },
        .. RunsOf is null ? [] : (Statement[])[new("ReadsItsExperimentRuns")
        {
            Actions = ["appconfig:GetExperimentRun", "appconfig:ListExperimentRuns"],
            Resources = new InputList<string> { RunsOf, Output.Format($"{RunsOf}/*") },
        }],
    ];
}
