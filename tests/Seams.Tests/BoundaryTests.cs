using System.Text.Json;
using System.Text.RegularExpressions;
using Pulumi.Engine.Recording;
using Seams.Tests.Support;

namespace Seams.Tests;

/// <summary>Whoever deploys cannot make a role that may do more than roles of stacks may: IAM's own order of policies, by its simulator.</summary>
public class BoundaryTests
{
    private const string Account = "123456789012";
    private const string Region = "eu-central-1";
    private const string Deployer = $"arn:aws:iam::{Account}:role/deploy-1234567";

    public static TheoryData<string, string> Matrix => Plans.Matrix;

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Roles_OfEveryStack_HaveTheBoundaryThatTheAccountHas(string environment, string backend)
    {
        var boundary = await BoundaryAsync();
        var roles = (await Plans.OfAsync(environment, backend)).Inputs("aws:iam/role:Role").ToList();

        Assert.NotEmpty(roles);
        Assert.All(roles, role => Assert.Equal(boundary.Arn, role.Text("permissionsBoundary")));
    }

    /// <summary>What a role is given and its boundary takes away, nobody sees before a request fails.</summary>
    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Roles_OfEveryStack_MayWithinTheBoundaryWhatTheirPoliciesSay(string environment, string backend) => await AssertWithinAsync(await Plans.OfAsync(environment, backend));

    [Theory]
    [InlineData("dev", "lambda", "lambdaCapacity=managed", "lambdaMemoryMb=2048", "robots=true")]
    [InlineData("staging", "fargate", "cache=redis", "tracing=true", "pictureBuckets=[\"pictures\"]", "modelSource=s3://models/rooms")]
    [InlineData("staging", "ec2", "cache=redis", "tracing=true", "experimentRuns=true", "experiments=appconfig")]
    [InlineData("staging", "sagemaker", "cache=redis", "pictureBuckets=[\"pictures\"]", "modelSource=s3://models/rooms")]
    [InlineData("staging", "eks", "cache=redis", "tracing=true", "experimentRuns=true", "experiments=appconfig")]
    public async Task Roles_OfStacksWithAll_MayWithinTheBoundaryWhatTheirPoliciesSay(string environment, string backend, params string[] changes) => await AssertWithinAsync(await Plans.OfAsync(environment, backend, changes));

    /// <summary>A batch's tasks read missions and write answers, and its state machine deals out and runs them.</summary>
    [Fact]
    public async Task Roles_OfBatches_MayWithinTheBoundaryWhatTheyNeed()
    {
        var plan = await Plans.OfAsync("staging", "lambda", Plans.Batch);
        var boundary = await BoundaryOfRoomsAsync();
        AccessRequest Ask(string role, string action, string resource, params (string Key, string Value)[] context) => Asked(plan, boundary, role, action, resource, context);
        var machine = $"arn:aws:states:{Region}:{Account}:stateMachine:room-type-staging-batch";
        var taskRole = plan.Resources.Single(resource => resource.Type == "aws:iam/role:Role" && resource.Name == "batch-task").Outputs.Text("arn");

        Assert.Equal([true, true, true, true, true, true, true, true], await Simulator.AnswerAsync(
            Ask("batch-task", "s3:GetObject", "arn:aws:s3:::rooms/missions/1/a.jpg"),
            Ask("batch-task", "s3:GetObject", "arn:aws:s3:::rooms/answers/lists/execution-1/child-1.json"),
            Ask("batch-task", "s3:PutObject", "arn:aws:s3:::rooms/answers/answers/execution-1/child-1-0/part-00000.jsonl"),
            Ask("batch", "s3:PutObject", "arn:aws:s3:::rooms/answers/lists/execution-1/child-1.json"),
            Ask("batch", "s3:ListBucket", "arn:aws:s3:::rooms"),
            Ask("batch", "states:StartExecution", machine),
            Ask("batch", "iam:PassRole", taskRole, ("iam:PassedToService", "ecs-tasks.amazonaws.com")),
            Ask("batch-trigger", "states:StartExecution", machine)));
        Assert.Equal([false, false, false], await Simulator.AnswerAsync(
            Ask("batch-task", "s3:PutObject", "arn:aws:s3:::rooms/missions/1/a.jpg"),
            Ask("batch-task", "s3:GetObject", "arn:aws:s3:::other/a.jpg"),
            Ask("batch", "states:StartExecution", $"arn:aws:states:{Region}:{Account}:stateMachine:room-type-staging")));
    }

    /// <summary>A job reads missions and models and writes answers, and its state machine runs jobs of its own model alone.</summary>
    [Fact]
    public async Task Roles_OfJobs_MayWithinTheBoundaryWhatTheyNeed()
    {
        var plan = await Plans.OfAsync("staging", "lambda", Plans.Jobs);
        var boundary = await BoundaryOfRoomsAsync();
        AccessRequest Ask(string role, string action, string resource, params (string Key, string Value)[] context) => Asked(plan, boundary, role, action, resource, context);
        var job = $"arn:aws:sagemaker:{Region}:{Account}:transform-job/room-type-staging-0123456789ab";
        var model = ("sagemaker:ModelArn", plan.Resources.Single(resource => resource.Type == "aws:sagemaker/model:Model").Outputs.Text("arn"));
        var key = plan.Resources.Single(resource => resource.Type == "aws:kms/key:Key");
        AccessRequest AskForGrant(string role, params (string Key, string Value)[] context) => Ask(role, "kms:CreateGrant", key.Outputs.Text("arn"), context) with { ResourcePolicy = key.Inputs.Json("policy") };

        Assert.Equal([true, true, true, true, true, true, true, true, true, true, true], await Simulator.AnswerAsync(
            Ask("batch-job", "s3:GetObject", "arn:aws:s3:::rooms/missions/1/a.jpg"),
            Ask("batch-job", "s3:GetObject", "arn:aws:s3:::rooms/models/registry.json"),
            Ask("batch-job", "s3:ListBucket", "arn:aws:s3:::rooms"),
            Ask("batch-job", "s3:PutObject", "arn:aws:s3:::rooms/answers/answers/execution-1/a.jpg.out"),
            Ask("batch-job", "logs:PutLogEvents", $"arn:aws:logs:{Region}:{Account}:log-group:/aws/sagemaker/TransformJobs:log-stream:one"),
            AskForGrant("batch-job", ("kms:GrantIsForAWSResource", "true")),
            Ask("batch", "sagemaker:CreateTransformJob", job, model),
            Ask("batch", "sagemaker:StopTransformJob", job),
            Ask("batch", "sagemaker:AddTags", job),
            Ask("batch", "events:PutRule", $"arn:aws:events:{Region}:{Account}:rule/StepFunctionsGetEventsForSageMakerTransformJobsRule"),
            Ask("batch-trigger", "states:StartExecution", $"arn:aws:states:{Region}:{Account}:stateMachine:room-type-staging-batch")));
        Assert.Equal([false, false, false, false, false, false, false], await Simulator.AnswerAsync(
            Ask("batch-job", "s3:PutObject", "arn:aws:s3:::rooms/missions/1/a.jpg"),
            Ask("batch-job", "s3:GetObject", "arn:aws:s3:::other/a.jpg"),
            AskForGrant("batch-job"),
            Ask("batch", "sagemaker:CreateTransformJob", job, ("sagemaker:ModelArn", $"arn:aws:sagemaker:{Region}:{Account}:model/other")),
            Ask("batch", "sagemaker:CreateTransformJob", $"arn:aws:sagemaker:{Region}:{Account}:transform-job/other", model),
            Ask("batch", "sagemaker:CreateEndpoint", $"arn:aws:sagemaker:{Region}:{Account}:endpoint/room-type-staging"),
            Ask("batch", "iam:PassRole", plan.Resources.Single(resource => resource.Type == "aws:iam/role:Role" && resource.Name == "batch-job").Outputs.Text("arn"))));
    }

    /// <summary>Steps write where the account lets them, and the state machine hands its tasks their roles alone.</summary>
    [Fact]
    public async Task Roles_OfAPipeline_MayWithinTheBoundaryWhatTheyNeedAndWriteToNoOtherBucket()
    {
        var plan = await Plans.OfAsync("staging", "fargate", Plans.Pipeline);
        var boundary = await BoundaryOfRoomsAsync();
        AccessRequest Ask(string role, string action, string resource, JsonElement within, params (string Key, string Value)[] context) => Asked(plan, within, role, action, resource, context);
        var handed = ("iam:PassedToService", "ecs-tasks.amazonaws.com");
        var taskRole = plan.Resources.Single(resource => resource.Type == "aws:iam/role:Role" && resource.Name == "pipeline-task").Outputs.Text("arn");

        Assert.Equal([true, true, false, false, false, true, false], await Simulator.AnswerAsync(
            Ask("pipeline-task", "s3:PutObject", "arn:aws:s3:::rooms/models/registry.json", boundary),
            Ask("pipeline-task", "s3:PutObject", "arn:aws:s3:::rooms/pipeline/made/1/version/registry.json", boundary),
            Ask("pipeline-task", "s3:PutObject", "arn:aws:s3:::rooms/pipeline/data/data.jsonl", boundary),
            Ask("pipeline-task", "s3:PutObject", "arn:aws:s3:::rooms/models/registry.json", (await BoundaryAsync()).Policy),
            Ask("pipeline-task", "s3:DeleteObject", "arn:aws:s3:::rooms/models/registry.json", boundary),
            Ask("pipeline", "iam:PassRole", taskRole, boundary, handed),
            Ask("pipeline", "iam:PassRole", Deployer, boundary, handed)));
        Assert.Equal([true, false, true, true], await Simulator.AnswerAsync(
            Ask("pipeline", "ecs:RunTask", $"arn:aws:ecs:{Region}:{Account}:task-definition/room-type-staging-pipeline:1", boundary, ("ecs:cluster", plan.Resources.Single(resource => resource.Type == "aws:ecs/cluster:Cluster" && resource.Name == "pipeline").Outputs.Text("arn"))),
            Ask("pipeline", "ecs:RunTask", $"arn:aws:ecs:{Region}:{Account}:task-definition/room-type-staging:1", boundary),
            Ask("pipeline", "sns:Publish", plan.Resources.Single(resource => resource.Type == "aws:sns/topic:Topic" && resource.Name == "pipeline").Outputs.Text("arn"), boundary),
            Ask("pipeline-schedule", "states:StartExecution", plan.Resources.Single(resource => resource.Type == "aws:sfn/stateMachine:StateMachine").Outputs.Text("arn"), boundary)));
    }

    [Fact]
    public async Task Deployer_HandsOn_TheRolesOfStacksAlone()
    {
        var names = new HashSet<string>();
        foreach (var row in Plans.Matrix)
            names.UnionWith(Roles(await Plans.OfAsync((string)row[0], (string)row[1])));
        names.UnionWith(Roles(await Plans.OfAsync("dev", "lambda", "lambdaCapacity=managed", "lambdaMemoryMb=2048")));
        names.UnionWith(Roles(await Plans.OfAsync("dev", "lambda", "robots=true")));
        names.UnionWith(Roles(await Plans.OfAsync("staging", "lambda", Plans.Pipeline)));
        names.UnionWith(Roles(await Plans.OfAsync("staging", "lambda", Plans.Batch)));
        names.UnionWith(Roles(await Plans.OfAsync("staging", "lambda", Plans.Jobs)));

        var passed = (await DeployerAsync()).GetProperty("Statement").EnumerateArray().Single(statement => statement.Texts("Action").Contains("iam:PassRole")).Texts("Resource");

        Assert.Equal(names.Select(name => $"arn:aws:iam::{Account}:role/{name}-*").Order(), passed.Order());
    }

    [Fact]
    public async Task Deployer_Roles_AreMadeWithTheBoundaryAndKeepIt()
    {
        var (policy, boundary) = (await DeployerAsync(), (await BoundaryAsync()).Arn);
        var role = $"arn:aws:iam::{Account}:role/function-1234567";
        AccessRequest Ask(string action, string resource, string? bounded) => new(Deployer, action, resource, Account)
        {
            IdentityPolicy = policy,
            Context = bounded is null ? [] : new() { ["iam:PermissionsBoundary"] = bounded },
        };

        Assert.Equal([true, false, false], await Simulator.AnswerAsync(
            Ask("iam:CreateRole", role, boundary),
            Ask("iam:CreateRole", role, null),
            Ask("iam:CreateRole", role, "arn:aws:iam::aws:policy/AdministratorAccess")));
        Assert.Equal([true, false, false, false, false], await Simulator.AnswerAsync(
            Ask("iam:PutRolePolicy", role, boundary),
            Ask("iam:PutRolePolicy", role, null),
            Ask("iam:AttachRolePolicy", role, null),
            Ask("iam:DeleteRolePermissionsBoundary", role, boundary),
            Ask("iam:PutRolePermissionsBoundary", role, "arn:aws:iam::aws:policy/AdministratorAccess")));
        Assert.Equal([false, false, false, false], await Simulator.AnswerAsync(
            Ask("iam:PutRolePolicy", Deployer, boundary),
            Ask("iam:CreateRole", $"arn:aws:iam::{Account}:role/admin", boundary),
            Ask("iam:CreatePolicyVersion", boundary, null),
            Ask("iam:UpdateAssumeRolePolicy", $"arn:aws:iam::{Account}:role/preview-1234567", null)));
    }

    [Fact]
    public async Task Role_WithAllRightsOnPaper_HasThoseOfTheBoundary()
    {
        var boundary = (await BoundaryAsync()).Policy;
        var everything = JsonDocument.Parse("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""").RootElement;
        AccessRequest Ask(string action, string resource, string region = Region) => new($"arn:aws:iam::{Account}:role/function-1234567", action, resource, Account)
        {
            IdentityPolicy = everything,
            Boundary = boundary,
            Context = new() { ["aws:RequestedRegion"] = region, ["iam:PassedToService"] = "ec2.amazonaws.com" },
        };

        Assert.Equal([true, false, false, false, false, false, false], await Simulator.AnswerAsync(
            Ask("logs:PutLogEvents", $"arn:aws:logs:{Region}:{Account}:log-group:any:log-stream:a"),
            Ask("logs:PutLogEvents", $"arn:aws:logs:us-east-1:{Account}:log-group:any:log-stream:a", "us-east-1"),
            Ask("iam:CreateUser", $"arn:aws:iam::{Account}:user/me"),
            Ask("iam:PassRole", Deployer),
            Ask("sts:AssumeRole", $"arn:aws:iam::{Account}:role/OrganizationAccountAccessRole"),
            Ask("s3:PutObject", "arn:aws:s3:::room-type-bootstrap-state/prod.json"),
            Ask("backup:DeleteRecoveryPoint", $"arn:aws:rds:{Region}:{Account}:cluster-snapshot:awsbackup:job-1")));
    }

    [Fact]
    public async Task Account_WithAPolicyOfTheOrganization_MakesNoneAndAsksForThat()
    {
        const string Given = "arn:aws:iam::123456789012:policy/organization";
        var account = await Plans.OfAccountAsync("prod", "githubRepository=example/rooms", $"permissionsBoundary={Given}");

        Assert.DoesNotContain(account.Resources, resource => resource.Type == "aws:iam/policy:Policy");
        Assert.Contains($"\"iam:PermissionsBoundary\":[\"{Given}\"]", account.Resource("aws:iam/rolePolicy:RolePolicy", "deploy").Inputs.Text("policy"), StringComparison.Ordinal);
        Assert.All((await Plans.OfAsync("dev", "lambda", $"permissionsBoundary={Given}")).Inputs("aws:iam/role:Role"), role => Assert.Equal(Given, role.Text("permissionsBoundary")));
    }

    [Fact]
    public async Task Boundary_Document_FitsAPolicy() => Assert.InRange((await BoundaryAsync()).Policy.GetRawText().Length, 1, 6_144);

    /// <summary>The boundary of an account whose batches and pipelines write to the bucket rooms.</summary>
    private static async Task<JsonElement> BoundaryOfRoomsAsync()
    {
        var account = await Plans.OfAccountAsync("prod", "githubRepository=example/rooms", "pipelineBuckets=[\"rooms\"]");
        return Assert.Single(account.Resources, resource => resource.Type == "aws:iam/policy:Policy").Inputs.Json("policy");
    }

    private static AccessRequest Asked(RunResult plan, JsonElement boundary, string role, string action, string resource, (string Key, string Value)[] context) => new($"arn:aws:iam::{Account}:role/{role}-1234567", action, resource, Account)
    {
        IdentityPolicy = plan.Resource("aws:iam/rolePolicy:RolePolicy", role).Inputs.Json("policy"),
        Boundary = boundary,
        Context = context.Append(("aws:RequestedRegion", Region)).ToDictionary(pair => pair.Item1, pair => pair.Item2),
    };

    private static async Task AssertWithinAsync(RunResult plan)
    {
        // In its region, on every resource: all of a role's actions but those of nodes, which AWS's own policies have.
        var allowed = (await BoundaryAsync()).Policy.GetProperty("Statement").EnumerateArray()
            .Where(statement => statement.Texts("Resource") is ["*"]).SelectMany(statement => statement.Texts("Action"))
            .Select(action => new Regex($"^{Regex.Escape(action).Replace(@"\*", ".*", StringComparison.Ordinal)}$")).ToList();
        var asked = plan.Inputs("aws:iam/rolePolicy:RolePolicy").SelectMany(policy => policy.Json("policy").GetProperty("Statement").EnumerateArray())
            .SelectMany(statement => statement.Texts("Action")).Distinct().ToList();

        Assert.NotEmpty(asked);
        Assert.All(asked, action => Assert.True(allowed.Exists(pattern => pattern.IsMatch(action)), action));
    }

    private static IEnumerable<string> Roles(RunResult plan) => plan.Resources.Where(resource => resource.Type == "aws:iam/role:Role").Select(role => role.Name);

    private static async Task<JsonElement> DeployerAsync() => (await Plans.OfAccountAsync("prod", "githubRepository=example/rooms")).Resource("aws:iam/rolePolicy:RolePolicy", "deploy").Inputs.Json("policy");

    private static async Task<(string Arn, JsonElement Policy)> BoundaryAsync()
    {
        var policy = Assert.Single((await Plans.OfAccountAsync("prod", "githubRepository=example/rooms")).Resources, resource => resource.Type == "aws:iam/policy:Policy");
        return (policy.Outputs.Text("arn"), policy.Inputs.Json("policy"));
    }
}
