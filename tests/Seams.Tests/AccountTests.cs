using Pulumi.Engine.Hazards;
using Pulumi.Engine.Transitions;
using Seams.Tests.Support;

namespace Seams.Tests;

/// <summary>What the account has been made ready with is what stacks take from it.</summary>
public class AccountTests
{
    public static TheoryData<string, string> Matrix => Plans.Matrix;

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Images_OfEveryStack_AreInRepositoriesOfTheAccount(string environment, string backend)
    {
        var account = await Plans.OfAccountAsync(environment);
        var repositories = account.Resources.Where(resource => resource.Type == "aws:ecr/repository:Repository").Select(repository => repository.Outputs.Text("repositoryUrl")).ToList();

        var images = Containers.Images(await Plans.OfAsync(environment, backend), backend).ToList();

        Assert.Equal(backend is "lambda" or "sagemaker" || environment == "dev" ? 1 : 2, images.Count);
        Assert.All(images, image => Assert.Contains(image[..image.IndexOf('@', StringComparison.Ordinal)], repositories));
    }

    [Theory]
    [InlineData("fargate")]
    [InlineData("eks")]
    public async Task Images_OfATracedStack_AreInRepositoriesOfTheAccount(string backend)
    {
        var account = await Plans.OfAccountAsync("staging");
        var repositories = account.Resources.Where(resource => resource.Type == "aws:ecr/repository:Repository").Select(repository => repository.Outputs.Text("repositoryUrl")).ToList();

        var images = Containers.Images(await Plans.OfAsync("staging", backend, "tracing=true"), backend).ToList();

        Assert.Equal(repositories.Order(), images.Select(image => image[..image.IndexOf('@', StringComparison.Ordinal)]).Order());
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Stacks_Anything_IsNotWhatTheAccountHasOnce(string environment, string backend)
    {
        var plan = await Plans.OfAsync(environment, backend);

        Assert.DoesNotContain(plan.Resources, resource => resource.Type is "aws:apigateway/account:Account" or "aws:ecr/repository:Repository" or "aws:iam/openIdConnectProvider:OpenIdConnectProvider");
    }

    [Theory]
    [InlineData("prod", "githubRepository=example/rooms")]
    [InlineData("dev")]
    public async Task Destroy_IsRefusedByWhatIsProtectedAlone(string environment, params string[] changes)
    {
        var account = StackState.Of(await Plans.OfAccountAsync(environment, changes));

        var transition = Transition.ToNothing(account);

        Assert.Empty(transition.UnknownTypes);
        Assert.Equal(
            account.Resources.Where(resource => resource.Custom && resource.Protect).Select(resource => resource.Urn).Order(StringComparer.Ordinal),
            transition.Hazards.Where(hazard => hazard.Kind == HazardKind.Refused).Select(hazard => hazard.Urn).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Deployer_HandsRoles_ToTheServicesThatTakeThemOn()
    {
        var services = new HashSet<string>();
        foreach (var row in Plans.Matrix)
            services.UnionWith(TakenOnBy(await Plans.OfAsync((string)row[0], (string)row[1])));
        services.UnionWith(TakenOnBy(await Plans.OfAsync("dev", "lambda", "lambdaCapacity=managed", "lambdaMemoryMb=2048")));
        services.UnionWith(TakenOnBy(await Plans.OfAsync("dev", "lambda", "robots=true")));
        services.UnionWith(TakenOnBy(await Plans.OfAsync("staging", "lambda", Plans.Pipeline)));
        services.UnionWith(TakenOnBy(await Plans.OfAsync("staging", "lambda", Plans.Batch)));
        services.UnionWith(TakenOnBy(await Plans.OfAsync("staging", "lambda", Plans.Jobs)));
        var account = await Plans.OfAccountAsync("prod", "githubRepository=example/rooms");

        var allowed = account.Resource("aws:iam/rolePolicy:RolePolicy", "deploy").Inputs.Json("policy").GetProperty("Statement").EnumerateArray()
            .Single(statement => statement.Texts("Action").Contains("iam:PassRole")).GetProperty("Condition").GetProperty("StringEquals").Texts("iam:PassedToService");

        Assert.Equal(services.Order(), allowed.Order());
    }

    // Modules of the provider that IAM calls otherwise; the log groups of CloudWatch are another service's.
    private static readonly Dictionary<string, string> PrefixOf = new()
    {
        ["apigatewayv2"] = "apigateway",
        ["appautoscaling"] = "application-autoscaling",
        ["lb"] = "elasticloadbalancing",
        ["vpc"] = "ec2",
    };

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Deployer_Rights_ReachEveryServiceOfAStack(string environment, string backend)
    {
        var account = await Plans.OfAccountAsync("prod", "githubRepository=example/rooms");
        var allowed = account.Resource("aws:iam/rolePolicy:RolePolicy", "deploy").Inputs.Json("policy").GetProperty("Statement").EnumerateArray()
            .Where(statement => statement.GetProperty("Effect").GetString() == "Allow").SelectMany(statement => statement.Texts("Action")).Select(action => action.Split(':')[0]).ToHashSet();

        var modules = (await Plans.OfAsync(environment, backend)).Resources.Where(resource => resource.Type.StartsWith("aws:", StringComparison.Ordinal)).Select(resource => resource.Type.Split(':', '/')[1]).Distinct();

        Assert.Empty(modules.Select(module => PrefixOf.GetValueOrDefault(module, module)).Except(allowed));
    }

    [Fact]
    public async Task Deployer_Documents_FitTheirRole()
    {
        var account = await Plans.OfAccountAsync("prod", "githubRepository=example/rooms");

        // All inline policies of a role together: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
        Assert.All(account.Inputs("aws:iam/rolePolicy:RolePolicy"), policy => Assert.InRange(policy.Text("policy").Length, 1, 10_240));
    }

    [Fact]
    public async Task Deployer_Trust_IsOfTheRepositorysEnvironmentAlone()
    {
        var account = await Plans.OfAccountAsync("staging", "githubRepository=example/rooms");

        var trust = account.Resource("aws:iam/role:Role", "deploy").Inputs.Json("assumeRolePolicy").GetProperty("Statement")[0];

        Assert.Equal(["sts:AssumeRoleWithWebIdentity"], trust.Texts("Action"));
        var conditions = trust.GetProperty("Condition").GetProperty("StringEquals");
        Assert.Equal(["repo:example/rooms:environment:staging"], conditions.Texts("token.actions.githubusercontent.com:sub"));
        Assert.Equal(["sts.amazonaws.com"], conditions.Texts("token.actions.githubusercontent.com:aud"));
    }

    [Fact]
    public async Task Deployer_Session_LastsAsLongAsAJobThatDeploys()
    {
        var account = await Plans.OfAccountAsync("staging", "githubRepository=example/rooms");
        var workflow = await File.ReadAllTextAsync(Path.Combine(Plans.Folder, ".github", "workflows", "deploy-stack.yml"));

        var seconds = account.Resource("aws:iam/role:Role", "deploy").Inputs.Fields["maxSessionDuration"].NumberValue;

        Assert.Contains($"role-seconds: {seconds}\n", workflow, StringComparison.Ordinal);
        Assert.Contains($"timeout-minutes: {seconds / 60}\n", workflow, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reader_Trust_IsOfPullRequestsAndMain()
    {
        var account = await Plans.OfAccountAsync("staging", "githubRepository=example/rooms");

        var trust = account.Resource("aws:iam/role:Role", "preview").Inputs.Json("assumeRolePolicy").GetProperty("Statement")[0];

        Assert.Equal(
            ["repo:example/rooms:pull_request", "repo:example/rooms:ref:refs/heads/main"],
            trust.GetProperty("Condition").GetProperty("StringEquals").Texts("token.actions.githubusercontent.com:sub"));
    }

    [Fact]
    public async Task Repositories_AreReadByTheAccountsThatAreNamedAlone()
    {
        var named = await Plans.OfAccountAsync("staging", """imageReaders=["210987654321"]""");
        var none = await Plans.OfAccountAsync("staging");

        Assert.All(named.Inputs("aws:ecr/repositoryPolicy:RepositoryPolicy"), policy =>
        {
            var statement = policy.Json("policy").GetProperty("Statement").EnumerateArray().Single(one => one.GetProperty("Principal").TryGetProperty("AWS", out _));
            Assert.Equal(["arn:aws:iam::210987654321:root"], statement.GetProperty("Principal").Texts("AWS"));
            Assert.All(statement.Texts("Action"), action => Assert.Matches("^ecr:(BatchGetImage|GetDownloadUrlForLayer|BatchCheckLayerAvailability)$", action));
        });
        Assert.All(none.Inputs("aws:ecr/repositoryPolicy:RepositoryPolicy"), policy => Assert.DoesNotContain("\"AWS\"", policy.Text("policy"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dev", false)]
    [InlineData("prod", true)]
    public async Task Account_WithProtection_KeepsImagesStateAndKey(string stack, bool isProtected)
    {
        var account = await Plans.OfAccountAsync(stack);

        Assert.All(account.Inputs("aws:ecr/repository:Repository"), repository => Assert.Equal(!isProtected, repository.Fields["forceDelete"].BoolValue));
        Assert.All(account.Inputs("aws:s3/bucket:Bucket"), bucket => Assert.Equal(!isProtected, bucket.Fields["forceDestroy"].BoolValue));
        Assert.Equal(
            isProtected ? ["aws:ecr/repository:Repository", "aws:kms/key:Key", "aws:s3/bucket:Bucket"] : [],
            account.Resources.Where(resource => resource.Options.Protect == true).Select(resource => resource.Type).Distinct().Order());
    }

    private static IEnumerable<string> TakenOnBy(Pulumi.Engine.Recording.RunResult plan) =>
        plan.Inputs("aws:iam/role:Role").SelectMany(role => role.Json("assumeRolePolicy").GetProperty("Statement").EnumerateArray()).SelectMany(statement => statement.GetProperty("Principal").Texts("Service"));
}
