using System.Text.Json;
using Pulumi.Engine.Recording;
using Seams.Tests.Support;

namespace Seams.Tests;

/// <summary>Who may do what: the documents themselves, and what IAM makes of them.</summary>
public class IamTests
{
    private const string Account = "123456789012";
    private const string Foreign = "999999999999";

    // Where AWS knows no narrower resource; the statement's name in the code stands beside the reason.
    private static readonly string[] WildcardsWithReason = ["XRayHasNoResources", "EcrTokenHasNoResource", "LogDeliveryHasNoResource", "SessionsHaveNoResource", "MetricsHaveNoResource", "NetworksHaveNoResource"];

    // A key's policy is about this key alone, which "*" stands for there.
    private const string Key = "aws:kms/key:Key";

    public static TheoryData<string, string> Matrix => Plans.Matrix;

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Statements_Wildcards_HaveAReason(string environment, string backend)
    {
        var statements = Policies.Statements(await Plans.OfAsync(environment, backend)).ToList();

        Assert.NotEmpty(statements);
        Assert.All(statements.Where(found => found.Statement.GetProperty("Effect").GetString() == "Allow"), found =>
        {
            var sid = found.Statement.GetProperty("Sid").GetString()!;
            Assert.Matches("^[A-Za-z0-9]+$", sid);
            Assert.DoesNotContain("*", found.Statement.Texts("Action"));
            Assert.All(found.Statement.Texts("Action"), action => Assert.True(!action.EndsWith(":*", StringComparison.Ordinal) || (found.Resource.Type == Key && sid == "AccountDecidesByIam"), $"{found.Resource.Urn}: {sid} allows {action}"));
            Assert.True(!found.Statement.Texts("Resource").Contains("*") || found.Resource.Type == Key || WildcardsWithReason.Contains(sid), $"{found.Resource.Urn}: {sid} allows every resource");
        });
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Roles_Trust_IsOfAServiceAlone(string environment, string backend)
    {
        var plan = await Plans.OfAsync(environment, backend);

        Assert.All(plan.Inputs("aws:iam/role:Role"), role => Assert.All(
            role.Json("assumeRolePolicy").GetProperty("Statement").EnumerateArray(),
            statement => Assert.Matches("^[a-z0-9.-]+\\.amazonaws\\.com$", Assert.Single(statement.GetProperty("Principal").Texts("Service")))));
    }

    [Fact]
    public async Task Api_Callers_AreAllowedByTheInvokePolicyOnly()
    {
        var plan = await Plans.OfAsync("staging", "lambda");
        var (caller, stranger, foreign) = ($"arn:aws:iam::{Account}:role/caller", $"arn:aws:iam::{Account}:role/stranger", $"arn:aws:iam::{Foreign}:role/caller");
        var invoke = InvokePolicy(plan);

        Assert.Equal([true, true, false, false, false, false, false], await Simulator.AnswerAsync(
            Call(plan, caller, "POST/v1/recognize", invoke),
            Call(plan, caller, "GET/v1/models/room-type/2", invoke),
            Call(plan, caller, "GET/health/ready", invoke), // an operator's
            Call(plan, caller, "DELETE/v1/recognize", invoke), // no operation
            Call(plan, stranger, "POST/v1/recognize", null), // of the account, without the policy
            Call(plan, foreign, "POST/v1/recognize", invoke), // of another account, with it
            Call(plan, null, "POST/v1/recognize", null))); // unsigned
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Api_Page_IsForCallersWhereItIsPassedOn(string page, bool isAllowed)
    {
        var plan = await Plans.OfAsync("staging", "fargate", $"gatewayPage={page}");
        var (caller, invoke) = ($"arn:aws:iam::{Account}:role/caller", InvokePolicy(plan));

        Assert.Equal([isAllowed, isAllowed, false], await Simulator.AnswerAsync(
            Call(plan, caller, "GET/experiments", invoke),
            Call(plan, caller, "GET/page/index-1a2b.js", invoke),
            Call(plan, null, "GET/experiments", null)));
        // An empty path is none that the simulator knows.
        Assert.Equal(isAllowed, Assert.Single(invoke.GetProperty("Statement").EnumerateArray()).Texts("Resource").Any(resource => resource.EndsWith("/live/GET/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Api_OtherAccounts_AreAllowedWhereNamedAndWithinTheOrganization()
    {
        var plan = await Plans.OfAsync("staging", "lambda", $"""allowedAccounts=["{Foreign}"]""", "allowedOrganization=o-abcdefghij");
        var invoke = InvokePolicy(plan);
        var member = "arn:aws:iam::555555555555:role/caller";

        Assert.Equal([true, false, true, false, false], await Simulator.AnswerAsync(
            Call(plan, $"arn:aws:iam::{Foreign}:role/caller", "POST/v1/recognize", invoke),
            Call(plan, $"arn:aws:iam::{Foreign}:role/caller", "POST/v1/recognize", null),
            Call(plan, member, "POST/v1/recognize", invoke, ("aws:PrincipalOrgID", "o-abcdefghij"), ("aws:PrincipalAccount", "555555555555")),
            Call(plan, member, "POST/v1/recognize", invoke, ("aws:PrincipalOrgID", "o-zzzzzzzzzz"), ("aws:PrincipalAccount", "555555555555")),
            Call(plan, null, "POST/v1/recognize", null)));
    }

    [Fact]
    public async Task Api_Prod_IsDeniedButThroughItsEndpoint()
    {
        var plan = await Plans.OfAsync("prod", "eks");
        var invoke = InvokePolicy(plan);
        var endpoint = Assert.Single(plan.Resources, resource => resource.Type == "aws:ec2/vpcEndpoint:VpcEndpoint" && resource.Name == "execute-api").Id;
        var caller = $"arn:aws:iam::{Account}:role/caller";

        Assert.Equal([true, false, false], await Simulator.AnswerAsync(
            Call(plan, caller, "POST/v1/recognize", invoke, ("aws:SourceVpce", endpoint)),
            Call(plan, caller, "POST/v1/recognize", invoke, ("aws:SourceVpce", "vpce-00000000000000000")),
            Call(plan, caller, "POST/v1/recognize", invoke)));
    }

    [Fact]
    public async Task Api_Addresses_AreDeniedFromElsewhere()
    {
        var plan = await Plans.OfAsync("staging", "fargate", """allowedCidrs=["192.0.2.0/24"]""");
        var invoke = InvokePolicy(plan);
        var caller = $"arn:aws:iam::{Account}:role/caller";

        Assert.Equal([true, false], await Simulator.AnswerAsync(
            Call(plan, caller, "POST/v1/recognize", invoke, ("aws:SourceIp", "192.0.2.7")),
            Call(plan, caller, "POST/v1/recognize", invoke, ("aws:SourceIp", "198.51.100.7"))));
    }

    [Fact]
    public async Task Function_Role_WritesItsOwnLogsOnly()
    {
        var plan = await Plans.OfAsync("staging", "lambda");
        var policy = plan.Resource("aws:iam/rolePolicy:RolePolicy", "function").Inputs.Json("policy");
        var own = plan.Resource("aws:cloudwatch/logGroup:LogGroup", "service").Outputs.Fields["arn"].StringValue;
        var role = $"arn:aws:iam::{Account}:role/function";

        Assert.Equal([true, false, false], await Simulator.AnswerAsync(
            new AccessRequest(role, "logs:PutLogEvents", $"{own}:log-stream:a", Account) { IdentityPolicy = policy },
            new AccessRequest(role, "logs:PutLogEvents", $"arn:aws:logs:eu-central-1:{Account}:log-group:other:log-stream:a", Account) { IdentityPolicy = policy },
            new AccessRequest(role, "s3:GetObject", "arn:aws:s3:::pictures/a.jpg", Account) { IdentityPolicy = policy }));
    }

    [Fact]
    public async Task Instance_Role_TellsItsOwnGroupAloneAndPullsItsOwnImages()
    {
        var plan = await Plans.OfAsync("prod", "ec2");
        var policy = plan.Resource("aws:iam/rolePolicy:RolePolicy", "instance").Inputs.Json("policy");
        var group = Assert.Single(plan.Resources, resource => resource.Type == "aws:autoscaling/group:Group").Outputs.Text("arn");
        const string Role = $"arn:aws:iam::{Account}:role/instance";

        Assert.Equal([true, false, false, true, false, true, false], await Simulator.AnswerAsync(
            new AccessRequest(Role, "autoscaling:CompleteLifecycleAction", group, Account) { IdentityPolicy = policy },
            new AccessRequest(Role, "autoscaling:CompleteLifecycleAction", group.Replace("room-type-prod", "other", StringComparison.Ordinal), Account) { IdentityPolicy = policy },
            new AccessRequest(Role, "autoscaling:TerminateInstanceInAutoScalingGroup", group, Account) { IdentityPolicy = policy },
            new AccessRequest(Role, "ecr:BatchGetImage", $"arn:aws:ecr:eu-central-1:{Account}:repository/room-type/service", Account) { IdentityPolicy = policy },
            new AccessRequest(Role, "ecr:PutImage", $"arn:aws:ecr:eu-central-1:{Account}:repository/room-type/service", Account) { IdentityPolicy = policy },
            new AccessRequest(Role, "ssmmessages:OpenDataChannel", "*", Account) { IdentityPolicy = policy },
            new AccessRequest(Role, "ssm:GetParameter", $"arn:aws:ssm:eu-central-1:{Account}:parameter/any", Account) { IdentityPolicy = policy }));
    }

    [Fact]
    public async Task Endpoint_Roles_CallItAloneAndWriteItsOwnLogAndMetrics()
    {
        var plan = await Plans.OfAsync("prod", "sagemaker");
        var (invocation, container) = (plan.Resource("aws:iam/rolePolicy:RolePolicy", "invocation").Inputs.Json("policy"), plan.Resource("aws:iam/rolePolicy:RolePolicy", "endpoint").Inputs.Json("policy"));
        var endpoint = Assert.Single(plan.Resources, resource => resource.Type == "aws:sagemaker/endpoint:Endpoint").Outputs.Text("arn");
        const string Role = $"arn:aws:iam::{Account}:role/any";
        const string Log = $"arn:aws:logs:eu-central-1:{Account}:log-group:/aws/sagemaker/Endpoints/room-type-prod-c7g-large:log-stream:live/i-1";
        AccessRequest Metrics(string name) => new(Role, "cloudwatch:PutMetricData", "*", Account) { IdentityPolicy = container, Context = new Dictionary<string, string> { ["cloudwatch:namespace"] = name } };

        Assert.Equal([true, false, false, true, false, true, false, false], await Simulator.AnswerAsync(
            new AccessRequest(Role, "sagemaker:InvokeEndpoint", endpoint, Account) { IdentityPolicy = invocation },
            new AccessRequest(Role, "sagemaker:InvokeEndpoint", endpoint.Replace("room-type-prod", "other", StringComparison.Ordinal), Account) { IdentityPolicy = invocation },
            new AccessRequest(Role, "sagemaker:DescribeEndpoint", endpoint, Account) { IdentityPolicy = invocation },
            new AccessRequest(Role, "logs:PutLogEvents", Log, Account) { IdentityPolicy = container },
            new AccessRequest(Role, "logs:PutLogEvents", Log.Replace("room-type-prod", "other", StringComparison.Ordinal), Account) { IdentityPolicy = container },
            Metrics("/aws/sagemaker/Endpoints"),
            Metrics("AWS/Billing"),
            new AccessRequest(Role, "sagemaker:InvokeEndpoint", endpoint, Account) { IdentityPolicy = container }));
    }

    /// <summary>A group encrypts disks by its service-linked role, which has no rights on keys but what their policies give it.</summary>
    [Fact]
    public async Task Key_OfDisks_IsForTheGroupsRoleOfTheAccountAlone()
    {
        var ofKey = Assert.Single((await Plans.OfAsync("prod", "ec2")).Inputs(Key)).Json("policy");
        const string Key1 = $"arn:aws:kms:eu-central-1:{Account}:key/1";
        AccessRequest Ask(string account, string role, string action, params (string Key, string Value)[] more) => new($"arn:aws:iam::{account}:role/{role}", action, Key1, Account)
        {
            ResourcePolicy = ofKey,
            Context = more.Append(("kms:CallerAccount", account)).Append(("aws:PrincipalArn", $"arn:aws:iam::{account}:role/{role}")).ToDictionary(pair => pair.Item1, pair => pair.Item2),
        };
        const string Scaling = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";

        Assert.Equal([true, true, false, false, false], await Simulator.AnswerAsync(
            Ask(Account, Scaling, "kms:GenerateDataKeyWithoutPlaintext"),
            Ask(Account, Scaling, "kms:CreateGrant", ("kms:GrantIsForAWSResource", "true")),
            Ask(Account, Scaling, "kms:CreateGrant", ("kms:GrantIsForAWSResource", "false")),
            Ask(Account, "other", "kms:GenerateDataKeyWithoutPlaintext"),
            Ask(Foreign, Scaling, "kms:GenerateDataKeyWithoutPlaintext")));
    }

    [Theory]
    [InlineData("fargate", "task")]
    [InlineData("eks", "pod")]
    [InlineData("ec2", "instance")]
    public async Task Agent_Role_ReadsAndDecryptsTheFlags(string backend, string name)
    {
        var plan = await Plans.OfAsync("prod", backend);
        var policy = plan.Resource("aws:iam/rolePolicy:RolePolicy", name).Inputs.Json("policy");
        var key = Assert.Single(plan.Inputs("aws:appconfig/configurationProfile:ConfigurationProfile")).Text("kmsKeyIdentifier");
        var ofKey = Assert.Single(plan.Inputs(Key)).Json("policy");
        var role = $"arn:aws:iam::{Account}:role/{name}";

        Assert.Equal([true, false, false], await Simulator.AnswerAsync(
            new AccessRequest(role, "kms:Decrypt", key, Account) { IdentityPolicy = policy, ResourcePolicy = ofKey },
            new AccessRequest(role, "kms:Encrypt", key, Account) { IdentityPolicy = policy, ResourcePolicy = ofKey },
            new AccessRequest(role, "kms:Decrypt", $"arn:aws:kms:eu-central-1:{Account}:key/other", Account) { IdentityPolicy = policy, ResourcePolicy = ofKey }));
    }

    [Theory]
    [InlineData("lambda", "function")]
    [InlineData("fargate", "task")]
    [InlineData("eks", "pod")]
    [InlineData("ec2", "instance")]
    [InlineData("sagemaker", "endpoint")]
    public async Task Service_Role_ReadsThePasswordOfItsDatabaseAndNoOtherSecret(string backend, string name)
    {
        var plan = await Plans.OfAsync("prod", backend);
        var policy = plan.Resource("aws:iam/rolePolicy:RolePolicy", name).Inputs.Json("policy");
        var cluster = Assert.Single(plan.Resources, resource => resource.Type == "aws:rds/cluster:Cluster");
        var (secret, key) = (cluster.Outputs.Fields["masterUserSecrets"].ListValue.Values[0].StructValue.Text("secretArn"), cluster.Inputs.Text("masterUserSecretKmsKeyId"));
        var ofKey = Assert.Single(plan.Inputs(Key)).Json("policy");
        var role = $"arn:aws:iam::{Account}:role/{name}";

        var decrypt = new AccessRequest(role, "kms:Decrypt", key, Account) { IdentityPolicy = policy, ResourcePolicy = ofKey };
        Assert.Equal([true, false, false, true], await Simulator.AnswerAsync(
            new AccessRequest(role, "secretsmanager:GetSecretValue", secret, Account) { IdentityPolicy = policy },
            new AccessRequest(role, "secretsmanager:GetSecretValue", $"arn:aws:secretsmanager:eu-central-1:{Account}:secret:other-AbCdEf", Account) { IdentityPolicy = policy },
            new AccessRequest(role, "secretsmanager:PutSecretValue", secret, Account) { IdentityPolicy = policy },
            decrypt with { Context = new Dictionary<string, string> { ["kms:ViaService"] = "secretsmanager.eu-central-1.amazonaws.com" } }));
    }

    [Theory]
    [InlineData("fargate", "task")]
    [InlineData("eks", "pod")]
    [InlineData("ec2", "instance")]
    public async Task Collector_Role_WritesTracesAndReadsNone(string backend, string name)
    {
        var role = $"arn:aws:iam::{Account}:role/{name}";
        var policy = (await Plans.OfAsync("staging", backend, "tracing=true")).Resource("aws:iam/rolePolicy:RolePolicy", name).Inputs.Json("policy");

        Assert.Equal([true, true, false], await Simulator.AnswerAsync(
            new AccessRequest(role, "xray:PutTraceSegments", "*", Account) { IdentityPolicy = policy },
            new AccessRequest(role, "xray:PutTelemetryRecords", "*", Account) { IdentityPolicy = policy },
            new AccessRequest(role, "xray:GetTraceSummaries", "*", Account) { IdentityPolicy = policy }));
    }

    [Theory]
    [InlineData("fargate", "task")]
    [InlineData("eks", "pod")]
    [InlineData("ec2", "instance")]
    public async Task Collector_WhereNothingIsTraced_NobodyWritesTraces(string backend, string name) =>
        Assert.DoesNotContain("xray:", (await Plans.OfAsync("staging", backend)).Resource("aws:iam/rolePolicy:RolePolicy", name).Inputs.Text("policy"), StringComparison.Ordinal);

    private static AccessRequest Call(RunResult plan, string? caller, string operation, JsonElement? identity, params (string Key, string Value)[] context) =>
        new(caller, "execute-api:Invoke", $"{Api(plan)}/live/{operation}", Account)
        {
            IdentityPolicy = identity,
            ResourcePolicy = Assert.Single(plan.Inputs("aws:apigateway/restApiPolicy:RestApiPolicy")).Json("policy"),
            Context = context.ToDictionary(pair => pair.Key, pair => pair.Value),
        };

    private static string Api(RunResult plan) => Assert.Single(plan.Resources, resource => resource.Type == "aws:apigateway/restApi:RestApi").Outputs.Fields["executionArn"].StringValue;

    private static JsonElement InvokePolicy(RunResult plan) => JsonDocument.Parse(plan.StackOutputs.Fields["invokePolicy"].StringValue).RootElement;
}
