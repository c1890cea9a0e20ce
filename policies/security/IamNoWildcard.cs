using System.ComponentModel;
using System.Text.RegularExpressions;
using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Security;

internal static partial class IamNoWildcard
{
    private static readonly string[] WithPolicy =
    [
        "aws:iam/policy:Policy",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/userPolicy:UserPolicy",
        "aws:iam/groupPolicy:GroupPolicy",
        "aws:iot/policy:Policy",
        "aws:ecr/repositoryPolicy:RepositoryPolicy",
        "aws:sns/topicPolicy:TopicPolicy",
        "aws:sqs/queuePolicy:QueuePolicy",
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:apigateway/restApi:RestApi",
        "aws:apigateway/restApiPolicy:RestApiPolicy",
        "aws:kms/key:Key",
        "aws:ec2/vpcEndpoint:VpcEndpoint",
    ];

    private static readonly string[] KubernetesRoles =
        ["kubernetes:rbac.authorization.k8s.io/v1:Role", "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole"];

    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "iam-no-wildcard",
        "Policies name the actions, the resources and the principals that they are about.",
        OptionsJson.Default.IamNoWildcardOptions,
        new()
        {
            [WithPolicy] = (props, context) => Document(props["policy"], "policy", context),
            ["aws:iam/role:Role"] = (props, context) => All(
                () => Document(props["assumeRolePolicy"], "assumeRolePolicy", context),
                () => Each(props["inlinePolicies"], (inline, index) => Document(inline["policy"], $"inlinePolicies[{index}].policy", context)),
                () => Each(props["managedPolicyArns"], (arn, index) => Attachment(arn, $"managedPolicyArns[{index}]", context))),
            ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"] = (props, context) => Attachment(props["policyArn"], "policyArn", context),
            ["aws:lambda/permission:Permission"] = (props, context) =>
            {
                if (props["principal"].AsString == "*" && !props["principalOrgId"].IsTruthy && !props["sourceArn"].IsTruthy)
                    context.Report("principal must be named, or principalOrgId or sourceArn set");
            },
            [KubernetesRoles] = KubernetesRole,
        });

    private static void Document(PropertyValue text, string path, Context<IamNoWildcardOptions> context)
    {
        var statements = text.Json()["Statement"].Many();
        Each(Enumerable.Range(0, statements.Count), index => IamStatement.Check(
            statements[index], context.Args.Type, context.Config, message => context.Report($"{path}: statement {index + 1}: {message}")));
    }

    private static void Attachment(PropertyValue arn, string path, Context context)
    {
        if (FullAccess().IsMatch(arn.Text()))
            context.Report($"{path} must not be a policy of full access");
    }

    private static void KubernetesRole(PropertyValue props, Context context) =>
        Each(props["rules"], (rule, index) => Each(["apiGroups", "resources", "verbs"], part => Each(rule[part], (item, _) =>
        {
            if (item.AsString == "*")
                context.Report($"rules[{index}].{part} must be named: no wildcard");
        })));

    [GeneratedRegex(@":policy\/(?:.*\/)?(?:AdministratorAccess|PowerUserAccess|IAMFullAccess|[A-Za-z0-9_]+FullAccess)\z")]
    private static partial Regex FullAccess();
}

internal sealed record IamNoWildcardOptions
{
    [Description("Actions with a wildcard that may be allowed."), JsonSchema(Schemas.Names)]
    public IReadOnlyList<string> WildcardActions { get; set; } = [];

    [Description("Actions that AWS does not tie to a resource: these may be allowed on '*'."), JsonSchema(Schemas.Names)]
    public IReadOnlyList<string> UnscopedActions { get; set; } =
    [
        "cloudwatch:PutMetricData",
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
        "ecr:GetAuthorizationToken",
        "logs:CreateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:DescribeLogGroups",
        "logs:DescribeResourcePolicies",
        "logs:GetLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:UpdateLogDelivery",
        "ssm:UpdateInstanceInformation",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    ];
}
