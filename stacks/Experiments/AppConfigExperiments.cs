using Pulumi;
using Pulumi.Aws.AppConfig;
using Pulumi.Aws.AppConfig.Inputs;
using Pulumi.Aws.CloudWatch;
using Pulumi.DockerBuild.Inputs;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;
using Stacks.Registry;
using Deployment = Pulumi.Aws.AppConfig.Deployment;
using Environment = Pulumi.Aws.AppConfig.Environment;

namespace Stacks.Experiments;

/// <summary>Experiments as feature flags in AppConfig: an allocation spreads step by step and goes back on an alarm.</summary>
public sealed class AppConfigExperiments : ComponentResource
{
    /// <summary>The AppConfig environment's name; the application has one a stack.</summary>
    public const string EnvironmentName = "live";

    /// <summary>The profile's name.</summary>
    public const string ProfileName = "experiments";

    private const int GrowthPercent = 20;

    // Checked by its digest where one is configured; the tag is what is copied otherwise.
    private const string AgentSource = "public.ecr.aws/aws-appconfig/aws-appconfig-agent:2.x";

    /// <summary>Provisions flags, their deployment and the agent's image.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="settings">The stack's configuration.</param>
    /// <param name="alarms">What takes an allocation back.</param>
    /// <param name="account">Account of the stack.</param>
    /// <param name="keyArn">The key that encrypts flags and images.</param>
    /// <param name="options">Options of the component.</param>
    public AppConfigExperiments(string name, Settings settings, IReadOnlyList<MetricAlarm> alarms, Output<string> account, Output<string> keyArn, ComponentResourceOptions? options = null)
        : base("room-type:experiments:AppConfigExperiments", name, options)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(alarms);
        var application = new Application(
            "experiments",
            new ApplicationArgs { Name = StackName.Full, Description = "Which model serves whom" },
            new CustomResourceOptions { Parent = this });
        var environment = CreateEnvironment(application, alarms);
        var profile = new ConfigurationProfile(
            "experiments",
            new ConfigurationProfileArgs { ApplicationId = application.Id, Name = ProfileName, LocationUri = "hosted", Type = "AWS.AppConfig.FeatureFlags", KmsKeyIdentifier = keyArn },
            new CustomResourceOptions { Parent = application });
        Deploy(application, environment, profile, settings.Experiments, keyArn);

        Agent = new AppConfigAgent(
            AgentImage(settings, account),
            RepositoryNames.Arn(RepositoryNames.Agent, account, settings.Region),
            Output.Format($"arn:{Partition.Current.Name}:appconfig:{settings.Region}:{account}:application/{application.Id}/environment/{environment.EnvironmentId}/configuration/{profile.ConfigurationProfileId}"),
            keyArn,
            settings.Experiments.UsesRuns ? Output.Format($"arn:{Partition.Current.Name}:appconfig:{settings.Region}:{account}:application/{application.Id}") : null);
        RegisterOutputs(new Dictionary<string, object?> { ["applicationId"] = application.Id });
    }

    /// <summary>What evaluates the flags beside the service.</summary>
    public AppConfigAgent Agent { get; }

    private Environment CreateEnvironment(Application application, IReadOnlyList<MetricAlarm> alarms)
    {
        var role = new ServiceRole(
            "experiments",
            "appconfig.amazonaws.com",
            this,
            [new Statement("ReadsItsAlarms") { Actions = ["cloudwatch:DescribeAlarms"], Resources = [.. alarms.Select(alarm => alarm.Arn)] }]);
        return new Environment(
            "experiments",
            new EnvironmentArgs
            {
                ApplicationId = application.Id,
                Name = EnvironmentName,
                Monitors = [.. alarms.Select(alarm => new EnvironmentMonitorArgs { AlarmArn = alarm.Arn, AlarmRoleArn = role.Arn })],
            },
            new CustomResourceOptions { Parent = application, DependsOn = { role } });
    }

    private void Deploy(Application application, Environment environment, ConfigurationProfile profile, ExperimentSettings experiments, Output<string> keyArn)
    {
        var version = new HostedConfigurationVersion(
            "experiments",
            new HostedConfigurationVersionArgs
            {
                ApplicationId = application.Id,
                ConfigurationProfileId = profile.ConfigurationProfileId,
                ContentType = "application/json",
                // A run lays its treatments over what everybody else gets.
                Content = FlagDocument.Of(experiments.Feature, experiments.UsesRuns ? [experiments.Variations[0]] : experiments.Variations),
            },
            // The version before serves until the new one has spread, and is what an alarm goes back to.
            new CustomResourceOptions { Parent = profile, RetainOnDelete = true });
        var strategy = new DeploymentStrategy(
            "experiments",
            new DeploymentStrategyArgs
            {
                Name = StackName.Full,
                DeploymentDurationInMinutes = experiments.RolloutMinutes,
                FinalBakeTimeInMinutes = experiments.BakeMinutes,
                GrowthType = "LINEAR",
                GrowthFactor = GrowthPercent,
                ReplicateTo = "NONE",
            },
            new CustomResourceOptions { Parent = this });
        _ = new Deployment(
            "experiments",
            new DeploymentArgs
            {
                ApplicationId = application.Id,
                EnvironmentId = environment.EnvironmentId,
                ConfigurationProfileId = profile.ConfigurationProfileId,
                ConfigurationVersion = version.VersionNumber.Apply(number => $"{number}"),
                DeploymentStrategyId = strategy.Id,
                KmsKeyIdentifier = keyArn,
            },
            new CustomResourceOptions { Parent = profile });
    }

    // The network has no way to a public registry, so the agent is copied to one that it reaches.
    private Output<string> AgentImage(Settings settings, Output<string> account)
    {
        var copy = new ImageBuild(new DockerfileArgs { Inline = $"FROM {AgentSource}" }, ".");
        return new ServiceImage("agent", RepositoryNames.Url(RepositoryNames.Agent, account, settings.Region), settings.Experiments.AgentDigest, copy, settings.Service.Architecture, new ComponentResourceOptions { Parent = this }).Uri;
    }
}
