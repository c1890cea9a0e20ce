using Pulumi;
using Stacks.Iam;
using Partition = Stacks.Conventions.Partition;

namespace Bootstrap.Access;

/// <summary>
/// What deploying takes: all of the services that stacks are made of, in one region; roles and their policies, to be handed to those
/// services alone; and nothing of the roles that deploy themselves.
/// </summary>
internal static class DeployRights
{
    // A stack makes, changes and removes most of what each of these has.
    private static readonly string[] Regional =
    [
        "acm:*", "apigateway:*", "appconfig:*", "application-autoscaling:*", "autoscaling:*", "cloudwatch:*", "codedeploy:*", "ec2:*", "ecr:*", "ecs:*", "eks:*", "elasticache:*",
        "elasticloadbalancing:*", "events:*", "kms:*", "lambda:*", "logs:*", "rds:*", "sagemaker:*", "scheduler:*", "secretsmanager:*", "sns:*", "sqs:*", "states:*", "wafv2:*", "xray:*", "iot:DescribeEndpoint", "ssm:GetParameter",
    ];

    // Of AWS IoT just the way of robots to credentials: never the things themselves.
    private static readonly string[] OfRobots =
    [
        "iot:CreatePolicy", "iot:CreatePolicyVersion", "iot:CreateRoleAlias", "iot:DeletePolicy", "iot:DeletePolicyVersion", "iot:DeleteRoleAlias",
        "iot:DescribeRoleAlias", "iot:GetPolicy", "iot:ListPolicyVersions", "iot:ListTagsForResource", "iot:TagResource", "iot:UntagResource", "iot:UpdateRoleAlias",
    ];

    // Of AWS Backup all but what empties a vault: copies are there for the day on which a deployment deletes what it should not.
    private static readonly string[] OfVaults =
    [
        "backup:CreateBackupPlan", "backup:CreateBackupSelection", "backup:CreateBackupVault", "backup:DeleteBackupPlan", "backup:DeleteBackupSelection",
        "backup:DeleteBackupVault", "backup:DescribeBackupVault", "backup:GetBackupPlan", "backup:GetBackupSelection", "backup:ListRecoveryPointsByBackupVault",
        "backup:ListTags", "backup:PutBackupVaultLockConfiguration", "backup:TagResource", "backup:UntagResource", "backup:UpdateBackupPlan",
    ];

    // Of this project's name; other tables of the account are not a stack's.
    private static readonly string[] OfTables = ["catalog", "database/room_type_*", "table/room_type_*/*", "userDefinedFunction/room_type_*/*"];

    // These answer from one region for all.
    private static readonly string[] Global =
    [
        "budgets:ListTagsForResource", "budgets:ModifyBudget", "budgets:TagResource", "budgets:UntagResource", "budgets:ViewBudget",
        "route53:ChangeResourceRecordSets", "route53:GetChange", "route53:GetHostedZone", "route53:ListHostedZones", "route53:ListResourceRecordSets", "route53:ListTagsForResource",
    ];

    private static readonly string[] OfRoles =
    [
        "iam:DeleteRole", "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole", "iam:ListRolePolicies", "iam:ListRoleTags",
        "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole",
    ];

    // What hands a role to instances.
    private static readonly string[] OfProfiles =
    [
        "iam:AddRoleToInstanceProfile", "iam:CreateInstanceProfile", "iam:DeleteInstanceProfile", "iam:GetInstanceProfile", "iam:ListInstanceProfileTags",
        "iam:RemoveRoleFromInstanceProfile", "iam:TagInstanceProfile", "iam:UntagInstanceProfile",
    ];

    // What makes a role, or gives one rights: of roles within the boundary alone. None may lose it.
    private static readonly string[] OfBoundedRoles =
        ["iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"];

    // The logical names of the roles of stacks, with which Pulumi lets their names begin; a test compares. Other roles of the account are not a stack's to hand on.
    private static readonly string[] Names =
        ["batch", "batch-job", "batch-start", "batch-task", "batch-trigger", "cloudwatch", "cluster", "endpoint", "events-vault", "experiments", "flow", "function", "instance", "invocation", "node", "operator", "pipeline", "pipeline-schedule", "pipeline-start", "pipeline-task", "pod", "release", "robots", "shift", "task", "task-start"];

    // Who takes on the roles of stacks; a test compares.
    private static readonly string[] TakenOnBy =
    [
        "apigateway.amazonaws.com", "appconfig.amazonaws.com", "backup.amazonaws.com", "codedeploy.amazonaws.com", "credentials.iot.amazonaws.com", "ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "ecs.amazonaws.com", "eks.amazonaws.com", "events.amazonaws.com",
        "lambda.amazonaws.com", "pods.eks.amazonaws.com", "sagemaker.amazonaws.com", "scheduler.amazonaws.com", "states.amazonaws.com", "vpc-flow-logs.amazonaws.com",
    ];

    public static Statement[] Statements(string region, Output<string> account, Output<string> boundary)
    {
        InputList<string> roles = [.. Names.Select(name => Output.Format($"arn:{Partition.Current.Name}:iam::{account}:role/{name}-*"))];
        return
        [
            new("ServicesOfItsRegion") { Actions = Regional, Resources = new InputList<string> { "*" }, Conditions = [("StringEquals", "aws:RequestedRegion", new InputList<string> { region })] },
            new("RequestsThatVerify") { Actions = ["execute-api:Invoke"], Resources = new InputList<string> { Output.Format($"arn:{Partition.Current.Name}:execute-api:{region}:{account}:*/*/*/*") } },
            new("RobotsWayToCredentials")
            {
                Actions = OfRobots,
                Resources = new InputList<string> { Output.Format($"arn:{Partition.Current.Name}:iot:{region}:{account}:policy/*"), Output.Format($"arn:{Partition.Current.Name}:iot:{region}:{account}:rolealias/*") },
            },
            // Their whole names Pulumi makes up.
            new("LogsOfBalancersAndLakesOfEvents") { Actions = ["s3:*"], Resources = new InputList<string> { $"arn:{Partition.Current.Name}:s3:::balancer-logs-*", $"arn:{Partition.Current.Name}:s3:::events-lake-*" } },
            new("QuestionsAboutLakes") { Actions = ["athena:*"], Resources = new InputList<string> { Output.Format($"arn:{Partition.Current.Name}:athena:{region}:{account}:workgroup/room-type-*") } },
            new("TablesOfLakes")
            {
                Actions = ["glue:*"],
                Resources = [.. OfTables.Select(what => Output.Format($"arn:{Partition.Current.Name}:glue:{region}:{account}:{what}"))],
            },
            new("CopiesOfDatabases") { Actions = OfVaults, Resources = new InputList<string> { Output.Format($"arn:{Partition.Current.Name}:backup:{region}:{account}:backup-plan:*"), Output.Format($"arn:{Partition.Current.Name}:backup:{region}:{account}:backup-vault:*") } },
            new("VaultsHaveNoResource") { Actions = ["backup-storage:MountCapsule"], Resources = new InputList<string> { "*" } },
            new("ServicesWithoutARegion") { Actions = Global, Resources = new InputList<string> { "*" } },
            new("RolesOfItsStacks") { Actions = OfRoles, Resources = roles },
            new("ProfilesOfItsInstances") { Actions = OfProfiles, Resources = new InputList<string> { Output.Format($"arn:{Partition.Current.Name}:iam::{account}:instance-profile/instance-*") } },
            new("RolesWithinTheBoundary") { Actions = OfBoundedRoles, Resources = roles, Conditions = [("StringEquals", "iam:PermissionsBoundary", new InputList<string> { boundary })] },
            new("RolesForTheseServices") { Actions = ["iam:PassRole"], Resources = roles, Conditions = [("StringEquals", "iam:PassedToService", [.. TakenOnBy])] },
            new("RolesThatServicesMake") { Actions = ["iam:CreateServiceLinkedRole"], Resources = new InputList<string> { Output.Format($"arn:{Partition.Current.Name}:iam::{account}:role/aws-service-role/*") } },
            new("NotItsOwnRights")
            {
                Allow = false,
                Actions = ["iam:*"],
                Resources = new InputList<string> { Output.Format($"arn:{Partition.Current.Name}:iam::{account}:role/deploy-*"), Output.Format($"arn:{Partition.Current.Name}:iam::{account}:role/preview-*"), boundary },
            },
        ];
    }
}
