namespace RoomTypes.Cost.Tariffs;

/// <summary>Types that cost nothing by themselves, and why.</summary>
internal static class FreeTypes
{
    private const string Configuration = "configures what is paid for elsewhere";
    private const string Permission = "IAM, and policies of resources, are free";
    private const string Network = "networks, subnets, routes and security groups are free; traffic and endpoints are not";
    private const string Kubernetes = "runs on nodes, which are paid for";

    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["aws:acm/certificate:Certificate"] = "public certificates are free: https://aws.amazon.com/certificate-manager/pricing/",
        ["aws:acm/certificateValidation:CertificateValidation"] = "waits; makes nothing",
        ["aws:apigatewayv2/vpcLink:VpcLink"] = "links of the second kind have no price of their own: https://aws.amazon.com/api-gateway/pricing/",
        ["aws:apigateway/domainNameAccessAssociation:DomainNameAccessAssociation"] = "private domain names have no price of their own: https://aws.amazon.com/api-gateway/pricing/",
        ["aws:athena/namedQuery:NamedQuery"] = "a text; what it reads is paid for by its workgroup",
        ["aws:budgets/budget:Budget"] = "budgets without actions are free: https://aws.amazon.com/aws-cost-management/aws-budgets/pricing/",
        ["aws:codedeploy/application:Application"] = "deployments to Lambda and ECS are free: https://aws.amazon.com/codedeploy/pricing/",
        ["aws:codedeploy/deploymentConfig:DeploymentConfig"] = "deployments to Lambda and ECS are free",
        ["aws:codedeploy/deploymentGroup:DeploymentGroup"] = "deployments to Lambda and ECS are free",
        ["aws:autoscaling/policy:Policy"] = "EC2 Auto Scaling is free, forecasts too: https://aws.amazon.com/autoscaling/pricing/",
        ["aws:ec2/launchTemplate:LaunchTemplate"] = "paid for by the group whose instances are made of it",
        ["aws:ec2/flowLog:FlowLog"] = "paid for by its log group",
        ["aws:backup/vault:Vault"] = "paid for by the copies of its plan",
        ["aws:ecs/taskDefinition:TaskDefinition"] = "paid for where it runs",
        ["aws:lambda/capacityProvider:CapacityProvider"] = "paid for by the function that runs on it",
        ["aws:route53/record:Record"] = "records in an own zone to AWS's own targets are asked for nothing: https://aws.amazon.com/route53/pricing/",
        ["aws:sagemaker/endpoint:Endpoint"] = "paid for by its configuration's instances",
        ["aws:sagemaker/model:Model"] = "paid for where it runs",
        ["aws:sns/topic:Topic"] = "a million messages a month are free; what it tells is paid for by subscription",
        ["aws:iot/policy:Policy"] = "the credentials provider has no price: https://aws.amazon.com/iot-core/pricing/",
        ["aws:iot/roleAlias:RoleAlias"] = "the credentials provider has no price: https://aws.amazon.com/iot-core/pricing/",
        ["aws:scheduler/scheduleGroup:ScheduleGroup"] = Configuration,
        ["aws:cloudwatch/eventRule:EventRule"] = "events of AWS's own services are free: https://aws.amazon.com/eventbridge/pricing/",
        ["aws:cloudwatch/eventTarget:EventTarget"] = "events of AWS's own services are free",
        ["aws:glue/catalogDatabase:CatalogDatabase"] = "the catalog's first million objects are free: https://aws.amazon.com/glue/pricing/",
        ["aws:glue/catalogTable:CatalogTable"] = "the catalog's first million objects are free, and partitions of projections are none of them",
        ["docker-build:index:Image"] = "built here; its repository is paid for",
        ["kubernetes:eks.amazonaws.com/v1:TargetGroupBinding"] = Configuration,
    };

    private static readonly (string Prefix, string Reason)[] Groups =
    [
        ("aws:apigateway/", Configuration), ("aws:appautoscaling/", Configuration), ("aws:appconfig/", "paid for by the questions of agents"), ("aws:evidently/", "the service has ended; a server of one's own answers"),
        ("aws:backup/", Configuration), ("aws:cloudwatch/logResourcePolicy", Permission),
        ("aws:ec2/defaultSecurityGroup", Network), ("aws:ec2/routeTable", Network), ("aws:ec2/securityGroup", Network), ("aws:ec2/subnet", Network), ("aws:ec2/vpc:", Network), ("aws:vpc/securityGroup", Network),
        ("aws:ecr/lifecyclePolicy", Configuration), ("aws:ecr/repositoryPolicy", Permission), ("aws:eks/access", Permission), ("aws:eks/podIdentityAssociation", Permission), ("aws:elasticache/user", Permission), ("aws:elasticache/subnetGroup", Configuration),
        ("aws:iam/", Permission), ("aws:kms/alias", Configuration), ("aws:lambda/alias", Configuration), ("aws:lambda/permission", Permission),
        ("aws:lb/listener", Configuration), ("aws:lb/targetGroup", Configuration), ("aws:rds/clusterParameterGroup", Configuration), ("aws:rds/subnetGroup", Configuration),
        ("aws:s3/bucketLifecycle", Configuration), ("aws:s3/bucketPolicy", Permission), ("aws:s3/bucketPublicAccessBlock", Permission), ("aws:s3/bucketServerSideEncryption", Configuration), ("aws:s3/bucketVersioning", Configuration), ("aws:s3/bucketOwnership", Permission),
        ("aws:secretsmanager/secretVersion", Configuration), ("aws:sns/topicPolicy", Permission), ("aws:sqs/queuePolicy", Permission), ("aws:wafv2/webAclAssociation", Configuration), ("aws:wafv2/webAclLogging", Configuration),
        ("kubernetes:apps/", Kubernetes), ("kubernetes:autoscaling/", Kubernetes), ("kubernetes:core/", Kubernetes), ("kubernetes:networking.k8s.io/", Kubernetes), ("kubernetes:policy/", Kubernetes),
    ];

    /// <summary>Why a type is free; null where it is not said to be.</summary>
    public static string? Reason(string type) =>
        Reasons.GetValueOrDefault(type) ?? Array.Find(Groups, group => type.StartsWith(group.Prefix, StringComparison.Ordinal)).Reason;
}
