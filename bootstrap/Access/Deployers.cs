using Pulumi;
using Pulumi.Aws.Iam;
using Stacks.Iam;

namespace Bootstrap.Access;

/// <summary>
/// The roles that workflows of a GitHub repository take on, with tokens of minutes and without keys: one that deploys, for its
/// environments and what approvals they ask for; and one that reads, for pull requests.
/// </summary>
/// <remarks>https://docs.github.com/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services</remarks>
internal sealed class Deployers : ComponentResource
{
    private const string Issuer = "token.actions.githubusercontent.com";

    // A canary, its bake time, and the way back: as long as .github/workflows/deploy-stack.yml lets a job run.
    private static readonly TimeSpan LongestDeployment = TimeSpan.FromHours(4);

    public Deployers(string name, AccountSettings settings, Output<string> state, Output<string> key, Output<string> account, Output<string> boundary, ComponentResourceOptions? options = null)
        : base("room-type:bootstrap:Deployers", name, options)
    {
        var provider = settings.IdentityProvider is { } known
            ? Output.Create(known)
            : new OpenIdConnectProvider("github", new OpenIdConnectProviderArgs { Url = $"https://{Issuer}", ClientIdLists = { "sts.amazonaws.com" } }, new CustomResourceOptions { Parent = this }).Arn;
        var environments = settings.Environments.Select(environment => $"repo:{settings.Repository}:environment:{environment}");
        var ofState = StateAccess.Statements(state, key);
        var reader = new ServiceRole("preview", [Workflows("PullRequestsAndMainRead", provider, [$"repo:{settings.Repository}:pull_request", $"repo:{settings.Repository}:ref:refs/heads/main"])], this, ofState, "ReadOnlyAccess");
        var deployer = new ServiceRole(
            "deploy",
            [Workflows("EnvironmentsDeploy", provider, environments)],
            LongestDeployment,
            this,
            [.. ofState, .. DeployRights.Statements(settings.Region, account, boundary)]);
        (DeployRole, PreviewRole) = (deployer.Arn, reader.Arn);
        RegisterOutputs();
    }

    /// <summary>ARN of the role that deploys.</summary>
    public Output<string> DeployRole { get; }

    /// <summary>ARN of the role that previews.</summary>
    public Output<string> PreviewRole { get; }

    private static Statement Workflows(string sid, Output<string> provider, IEnumerable<string> subjects) => new(sid)
    {
        Principals = ("Federated", new InputList<string> { provider }),
        Actions = ["sts:AssumeRoleWithWebIdentity"],
        Conditions = [("StringEquals", $"{Issuer}:aud", new InputList<string> { "sts.amazonaws.com" }), ("StringEquals", $"{Issuer}:sub", [.. subjects])],
    };
}
