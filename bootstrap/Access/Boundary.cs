using Pulumi;
using Pulumi.Aws.Iam;
using Stacks.Iam;
using Partition = Stacks.Conventions.Partition;
using Policy = Pulumi.Aws.Iam.Policy;

namespace Bootstrap.Access;

/// <summary>
/// What roles of stacks can be allowed at the most: the services that the service uses, in one region, and nothing of IAM but the nodes
/// of clusters. A role with more rights on paper has not more in fact.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html</remarks>
internal sealed class Boundary : ComponentResource
{
    // What the service's own code asks for, and what AWS's policies for EKS, ECS, Lambda, CodeDeploy and AWS Backup do for it.
    private static readonly string[] Services =
    [
        "appconfig:*", "athena:GetQueryExecution", "athena:GetQueryResults", "athena:StartQueryExecution", "athena:StopQueryExecution", "autoscaling:*", "backup:CopyIntoBackupVault", "backup:DescribeBackupVault", "cloudwatch:*", "ec2:*", "ecr:*", "ecs:DescribeTasks", "ecs:RunTask", "ecs:StopTask", "ecs:TagResource", "eks-auth:AssumeRoleForPodIdentity", "eks:Describe*",
        "eks:List*", "elasticache:Connect", "elasticloadbalancing:*", "events:DescribeRule", "events:PutRule", "events:PutTargets", "execute-api:Invoke", "glue:GetDatabase", "glue:GetPartitions", "glue:GetTable", "glue:GetTables", "kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*",
        "lambda:*", "logs:*", "rds:*", "sagemaker:AddTags", "sagemaker:CreateTransformJob", "sagemaker:DescribeTransformJob", "sagemaker:InvokeEndpoint", "sagemaker:ListTags", "sagemaker:StopTransformJob", "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "sns:Publish", "sqs:SendMessage", "ssm:GetParameter", "ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel", "states:DescribeExecution", "states:RedriveExecution", "states:StartExecution", "states:StopExecution", "tag:GetResources", "xray:*",
    ];

    // Pictures and models are where they are, in another region too; roles of the service only read, and a balancer's log is S3's own to write.
    private static readonly string[] Objects = ["s3:GetBucketLocation", "s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"];

    // Events in lakes of stacks, and answers of Athena beside them; nobody here deletes any.
    private static readonly string[] OfLakes = ["s3:AbortMultipartUpload", "s3:ListBucketMultipartUploads", "s3:ListMultipartUploadParts", "s3:PutObject"];

    // EKS Auto Mode makes the instance profiles of its nodes.
    private static readonly string[] Profiles =
        ["iam:AddRoleToInstanceProfile", "iam:CreateInstanceProfile", "iam:DeleteInstanceProfile", "iam:GetInstanceProfile", "iam:RemoveRoleFromInstanceProfile", "iam:TagInstanceProfile"];

    public Boundary(string name, string region, Output<string> account, IReadOnlyList<string> pipelineBuckets, ComponentResourceOptions? options = null)
        : base("room-type:bootstrap:Boundary", name, options)
    {
        var iam = Output.Format($"arn:{Partition.Current.Name}:iam::{account}");
        var policy = new Policy(
            name,
            new PolicyArgs
            {
                Name = RoleBoundary.Name(region),
                Description = "The most that roles of the service's stacks may do",
                PolicyDocument = PolicyDocument.Of(
                [
                    new Statement("ServicesOfItsRegion") { Actions = Services, Resources = new InputList<string> { "*" }, Conditions = [("StringEquals", "aws:RequestedRegion", new InputList<string> { region })] },
                    new Statement("PicturesAndModels") { Actions = Objects, Resources = new InputList<string> { "*" } },
                    new Statement("LakesOfEvents") { Actions = OfLakes, Resources = new InputList<string> { $"arn:{Partition.Current.Name}:s3:::events-lake-*" } },
                    new Statement("NodesOfClusters") { Actions = Profiles, Resources = new InputList<string> { Output.Format($"{iam}:instance-profile/eks*") } },
                    new Statement("RolesOfSteps") { Actions = ["iam:PassRole"], Resources = new InputList<string> { Output.Format($"{iam}:role/pipeline-start-*"), Output.Format($"{iam}:role/pipeline-task-*"), Output.Format($"{iam}:role/batch-start-*"), Output.Format($"{iam}:role/batch-task-*") } },
                    .. pipelineBuckets.Count == 0 ? [] : new[] { new Statement("BucketsOfPipelines") { Actions = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"], Resources = [.. pipelineBuckets.Select(bucket => $"arn:{Partition.Current.Name}:s3:::{bucket}/*")] } },
                    new Statement("RolesOfNodes") { Actions = ["iam:GetRole", "iam:PassRole"], Resources = new InputList<string> { Output.Format($"{iam}:role/node-*") } },
                    new Statement("RolesThatServicesMake") { Actions = ["iam:CreateServiceLinkedRole"], Resources = new InputList<string> { Output.Format($"{iam}:role/aws-service-role/*") } },
                ]),
            },
            new CustomResourceOptions { Parent = this });
        Arn = policy.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    /// <summary>The policy's ARN.</summary>
    public Output<string> Arn { get; }
}
