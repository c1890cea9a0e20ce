using Bootstrap.Access;
using Pulumi;
using Pulumi.Aws;
using Stacks.Conventions;
using Stacks.Registry;

namespace Bootstrap;

/// <summary>
/// What an account needs once in a region, before any stack of the service: repositories of images, where Pulumi keeps its state, who
/// deploys, and settings that a whole account shares. A stack of the service neither makes nor removes any of it.
/// </summary>
public sealed class AccountStack : Stack
{
    /// <summary>Provisions what the configuration asks for.</summary>
    /// <exception cref="RunException">The configuration is wrong; the message holds every fault.</exception>
    public AccountStack()
        : this(AccountSettings.Load())
    {
    }

    private AccountStack(AccountSettings settings)
        : base(StackConventions.Of(settings.Owner, settings.CostCenter, settings.Protect, boundary: null))
    {
        var account = GetCallerIdentity.Invoke().Apply(caller => caller.AccountId);
        var key = new AccountKey("encryption", account);
        var repositories = RepositoryNames.All.Select(name => new ImageRegistry(name[(name.LastIndexOf('/') + 1)..], name, key.Arn, account, settings)).ToList();
        var state = new StateBucket("state", account, key.Arn, settings);
        _ = new GatewayLogs("gateway-logs");
        var boundary = settings.PermissionsBoundary is { } given ? Output.Create(given) : new Boundary("boundary", settings.Region, account, settings.PipelineBuckets).Arn;
        if (settings.Repository is not null)
        {
            var deployers = new Deployers("deployers", settings, state.Arn, key.Arn, account, boundary);
            (DeployRole, PreviewRole) = (deployers.DeployRole, deployers.PreviewRole);
        }

        Backend = Output.Format($"s3://{state.Name}?region={settings.Region}&awssdk=v2");
        SecretsProvider = Output.Create($"awskms://{AccountKey.Alias}?region={settings.Region}");
        RepositoryUrl = repositories[0].RepositoryUrl;
        AgentRepositoryUrl = repositories[1].RepositoryUrl;
        CollectorRepositoryUrl = repositories[2].RepositoryUrl;
    }

    /// <summary>Where stacks keep their state: <c>pulumi login</c> takes it.</summary>
    [Output("backend")]
    public Output<string> Backend { get; private set; }

    /// <summary>What encrypts their secrets: <c>pulumi stack init --secrets-provider</c> takes it.</summary>
    [Output("secretsProvider")]
    public Output<string> SecretsProvider { get; private set; }

    /// <summary>Where the service's images are pushed to.</summary>
    [Output("repositoryUrl")]
    public Output<string> RepositoryUrl { get; private set; }

    /// <summary>Where the AppConfig agent's image is pushed to.</summary>
    [Output("agentRepositoryUrl")]
    public Output<string> AgentRepositoryUrl { get; private set; }

    /// <summary>Where the image of the collector of traces is pushed to.</summary>
    [Output("collectorRepositoryUrl")]
    public Output<string> CollectorRepositoryUrl { get; private set; }

    /// <summary>The role with which a workflow deploys; empty without one.</summary>
    [Output("deployRole")]
    public Output<string> DeployRole { get; private set; } = Output.Create("");

    /// <summary>The role with which a workflow previews a pull request; empty without one.</summary>
    [Output("previewRole")]
    public Output<string> PreviewRole { get; private set; } = Output.Create("");
}
