using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Policies.Tests.Support;
using static Policies.Tests.Support.Mutation;

namespace Policies.Tests;

internal static class SecurityMutations
{
    private const string Alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
    private const string Bucket = "aws:s3/bucket:Bucket";
    private const string Cluster = "aws:eks/cluster:Cluster";
    private const string Database = "aws:rds/cluster:Cluster";
    private const string Deployment = "kubernetes:apps/v1:Deployment";
    private const string Function = "aws:lambda/function:Function";
    private const string Repository = "aws:ecr/repository:Repository";
    private const string RolePolicy = "aws:iam/rolePolicy:RolePolicy";
    private const string Template = "aws:ec2/launchTemplate:LaunchTemplate";
    private const string EndpointConfig = "aws:sagemaker/endpointConfiguration:EndpointConfiguration";
    private const string Model = "aws:sagemaker/model:Model";
    private const string Task = "aws:ecs/taskDefinition:TaskDefinition";
    private const string Workgroup = "aws:athena/workgroup:Workgroup";
    private const string MovingImage = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/room-type:latest";

    private static readonly string[] Lake = ["events=lake"];

    public static IReadOnlyList<Mutation> All { get; } =
    [
        .. Access,
        .. Network,
        .. Images,
        .. Containers,
        .. Encryption,
        .. Alarms,
        new("appspec-version", "prod", "lambda", "a release that CodeDeploy refuses", resources =>
        {
            var stack = resources.FindIndex(resource => resource.Type == "pulumi:pulumi:Stack");
            var outputs = JsonNode.Parse(resources[stack].Outputs.ToString())!;
            var command = outputs["releaseCommand"]!.GetValue<string>();
            outputs["releaseCommand"] = command.Replace("0.0", "0", StringComparison.Ordinal);
            Assert.NotEqual(command, outputs["releaseCommand"]!.GetValue<string>());
            resources[stack] = resources[stack] with { Outputs = Google.Protobuf.WellKnownTypes.Struct.Parser.ParseJson(outputs.ToJsonString()) };
            return resources[stack].Urn;
        }),
        new("no-evidently", "prod", "lambda", "an Evidently project", Add("aws:evidently/project:Project", new JsonObject { ["name"] = "rooms" })),
    ];

    private static IEnumerable<Mutation> Access =>
    [
        new("account-wide", "dev", "lambda", "the account's role for logs", Add("aws:apigateway/account:Account", [])),
        new("roles-bounded", "prod", "eks", "a role without a boundary", Set("aws:iam/role:Role", "permissionsBoundary", "")),
        new("role-rights-first", "prod", "eks", "a cluster before its rights", Forget(Cluster, "aws:iam/rolePolicyAttachment:RolePolicyAttachment")),
        new("role-rights-first", "staging", "fargate", "tasks before their rights", Forget(Task, RolePolicy)),
        new("role-rights-first", "bootstrap", "", "API Gateway before its rights", Forget("aws:apigateway/account:Account", "aws:iam/rolePolicyAttachment:RolePolicyAttachment")),
        new("api-iam-authorization", "dev", "lambda", "a method for everybody", Set("aws:apigateway/method:Method", "authorization", "NONE")),
        new("api-resource-policy", "staging", "fargate", "an API without a policy", resources =>
        {
            Drop("aws:apigateway/restApiPolicy:RestApiPolicy", "aws:apigateway/restApi:RestApi")(resources);
            return Set("aws:apigateway/restApi:RestApi", "policy", "")(resources);
        }),
        new("iam-no-wildcard", "dev", "lambda", "every action", Rewrite(RolePolicy, "policy", policy => First(policy)["Action"] = "*")),
        new("iam-no-wildcard", "prod", "fargate", "every action of a service", Rewrite(RolePolicy, "policy", policy => First(policy)["Action"] = new JsonArray("s3:*"))),
        new("iam-no-wildcard", "staging", "fargate", "every resource", Rewrite(RolePolicy, "policy", policy => First(policy)["Resource"] = "*")),
        new("iam-no-wildcard", "staging", "eks", "a role for everybody", Rewrite("aws:iam/role:Role", "assumeRolePolicy", policy => First(policy)["Principal"] = "*")),
        new("iam-no-wildcard", "dev", "lambda", "an API policy for everybody", Rewrite("aws:apigateway/restApiPolicy:RestApiPolicy", "policy", policy =>
        {
            First(policy)["Principal"] = "*";
            First(policy).AsObject().Remove("Condition");
        })),
        new("iam-no-wildcard", "staging", "fargate", "an administrator", Set("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "policyArn", "arn:aws:iam::aws:policy/AdministratorAccess")),
        new("iam-no-wildcard", "dev", "lambda", "a topic that everybody writes to", Rewrite("aws:sns/topicPolicy:TopicPolicy", "policy", policy =>
        {
            First(policy)["Principal"] = new JsonObject { ["AWS"] = "*" };
            First(policy).AsObject().Remove("Condition");
        })),
    ];

    private static IEnumerable<Mutation> Network =>
    [
        new("security-group-ingress", "dev", "fargate", "the world by a rule", Set("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "cidrIpv4", "0.0.0.0/0")),
        new("security-group-ingress", "prod", "fargate", "the world by IPv6", Set("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "cidrIpv6", "::/0")),
        new("security-group-ingress", "staging", "eks", "half the world", Set("aws:ec2/securityGroup:SecurityGroup", "ingress", new JsonArray(new JsonObject
        {
            ["protocol"] = "tcp",
            ["fromPort"] = 0,
            ["toPort"] = 65535,
            ["cidrBlocks"] = new JsonArray("10.0.0.0/16", "128.0.0.0/1"),
        }))),
        new("no-public-address", "dev", "fargate", "a public subnet", Set("aws:ec2/subnet:Subnet", "mapPublicIpOnLaunch", true)),
        new("no-public-address", "prod", "fargate", "tasks with public addresses", Change("aws:ecs/service:Service", inputs => inputs["networkConfiguration"]!["assignPublicIp"] = true)),
        new("no-public-address", "dev", "ec2", "instances with public addresses", Change(Template, inputs => inputs["networkInterfaces"]![0]!["associatePublicIpAddress"] = "true")),
        new("endpoint-data-capture", "prod", "sagemaker", "pictures that are kept", Change(EndpointConfig, inputs => inputs["dataCaptureConfig"] = new JsonObject { ["destinationS3Uri"] = "s3://bucket", ["initialSamplingPercentage"] = 100 })),
        new("instance-metadata", "staging", "ec2", "credentials without a token", Change(Template, inputs => inputs["metadataOptions"]!["httpTokens"] = "optional")),
        new("instance-metadata", "prod", "ec2", "credentials two hops away", Change(Template, inputs => inputs["metadataOptions"]!["httpPutResponseHopLimit"] = 2)),
        new("no-public-address", "prod", "eks", "a cluster's API for everybody", Change(Cluster, inputs => inputs["vpcConfig"]!["publicAccessCidrs"] = new JsonArray())),
        new("database-closed", "prod", "fargate", "a database on the internet", Set("aws:rds/clusterInstance:ClusterInstance", "publiclyAccessible", true)),
        new("database-closed", "staging", "eks", "a password in the configuration", Set(Database, "masterPassword", "secret")),
        new("database-closed", "prod", "lambda", "a database that anybody may delete", Set(Database, "deletionProtection", false)),
        new("database-closed", "staging", "fargate", "connections in plain", Set("aws:rds/clusterParameterGroup:ClusterParameterGroup", "parameters", new JsonArray())),
        new("load-balancer-internal", "staging", "fargate", "a public load balancer", Set("aws:lb/loadBalancer:LoadBalancer", "internal", false)),
    ];

    private static IEnumerable<Mutation> Images =>
    [
        new("ecr-immutable-tags", "bootstrap", "", "tags that move", Set(Repository, "imageTagMutability", "MUTABLE")),
        new("ecr-scan-on-push", "bootstrap", "", "no scan", Unset(Repository, "imageScanningConfiguration")),
        new("ecr-keeps-images", "bootstrap", "", "the newest thirty", Rewrite("aws:ecr/lifecyclePolicy:LifecyclePolicy", "policy", policy => policy["rules"]![0]!["selection"] = new JsonObject
        {
            ["tagStatus"] = "any",
            ["countType"] = "imageCountMoreThan",
            ["countNumber"] = 30,
        })),
        new("image-by-digest", "dev", "lambda", "a function by tag", Set(Function, "imageUri", MovingImage)),
        new("image-by-digest", "staging", "fargate", "a container by tag", Rewrite(Task, "containerDefinitions", containers => containers[0]!["image"] = MovingImage)),
        new("image-by-digest", "prod", "ec2", "instances by tag", Change(Template, inputs => inputs["userData"] = Tagged(inputs["userData"]!.GetValue<string>()))),
        new("image-by-digest", "dev", "sagemaker", "a model by tag", Change(Model, inputs => inputs["primaryContainer"]!["image"] = MovingImage)),
        new("image-by-digest", "prod", "eks", "a pod by tag", Change(Deployment, inputs => Container(inputs)["image"] = MovingImage)),
    ];

    private static IEnumerable<Mutation> Containers =>
    [
        new("container-non-root", "staging", "fargate", "a container of root", Rewrite(Task, "containerDefinitions", containers => containers[0]!["user"] = "root")),
        new("container-non-root", "staging", "fargate", "a sidecar of nobody in particular", Rewrite(Task, "containerDefinitions", containers => containers[1]!.AsObject().Remove("user"))),
        new("container-non-root", "prod", "eks", "a pod that may become root", Change(Deployment, inputs => Container(inputs)["securityContext"]!["allowPrivilegeEscalation"] = true)),
        new("container-read-only-root", "staging", "fargate", "a container that writes", Rewrite(Task, "containerDefinitions", containers => containers[0]!["readonlyRootFilesystem"] = false)),
        new("container-read-only-root", "prod", "eks", "a pod that writes", Change(Deployment, inputs => Container(inputs)["securityContext"]!.AsObject().Remove("readOnlyRootFilesystem"))),
        new("container-limits", "prod", "eks", "a pod without limits", Change(Deployment, inputs => Container(inputs)["resources"]!.AsObject().Remove("limits"))),
        new("container-limits", "prod", "fargate", "a task without limits", Change(Task, inputs =>
        {
            inputs.Remove("cpu");
            inputs["containerDefinitions"] = "[{\"name\":\"room-type\"}]";
        })),
    ];

    private static IEnumerable<Mutation> Encryption =>
    [
        new("encryption-at-rest", "bootstrap", "", "images in plain", Unset(Repository, "encryptionConfigurations")),
        new("encryption-at-rest", "prod", "eks", "alarms in plain", Unset("aws:sns/topic:Topic", "kmsMasterKeyId")),
        new("encryption-at-rest", "staging", "ec2", "disks in plain", Change(Template, inputs => inputs["blockDeviceMappings"]![0]!["ebs"]!["encrypted"] = "false")),
        new("encryption-at-rest", "dev", "sagemaker", "disks of an endpoint in plain", Unset(EndpointConfig, "kmsKeyArn")),
        new("endpoint-network", "dev", "sagemaker", "a container that reaches the internet", Set(Model, "enableNetworkIsolation", false)),
        new("endpoint-network", "prod", "sagemaker", "a container outside of the network", Unset(Model, "vpcConfig")),
        new("encryption-at-rest", "dev", "ec2", "disks as the image has them", Unset(Template, "blockDeviceMappings")),
        new("buckets-closed", "bootstrap", "", "a bucket that may be opened", Victim(Bucket, Set("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "restrictPublicBuckets", false))),
        new("buckets-closed", "staging", "fargate", "a bucket without a block", Drop("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", Bucket)),
        new("buckets-closed", "prod", "eks", "a bucket that takes plain text", Victim(Bucket, Rewrite("aws:s3/bucketPolicy:BucketPolicy", "policy", policy => policy["Statement"]!.AsArray().Clear()))),
        new("buckets-kept", "bootstrap", "", "a state without versions", Victim(Bucket, Set("aws:s3/bucketVersioning:BucketVersioning", "versioningConfiguration", new JsonObject { ["status"] = "Suspended" }))),
        new("buckets-kept", "prod", "fargate", "a bucket in plain", Drop("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", Bucket)),
        new("buckets-kept", "dev", "eks", "lines that nothing ends", Drop("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", Bucket)),
        new("buckets-kept", "staging", "lambda", "events whose former versions stay", resources =>
        {
            Change("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", inputs => inputs["rules"]!.AsArray().RemoveAt(3), IsOfLake)(resources);
            return resources.First(resource => resource.Type == Bucket && IsOfLake(resource)).Urn;
        })
        { Config = Lake },
        new("athena-limited", "prod", "ec2", "questions that may read all", Change(Workgroup, inputs => inputs["configuration"]!.AsObject().Remove("bytesScannedCutoffPerQuery"))) { Config = Lake },
        new("athena-limited", "dev", "lambda", "answers wherever who asks says", Change(Workgroup, inputs => inputs["configuration"]!["enforceWorkgroupConfiguration"] = false)) { Config = Lake },
        new("athena-limited", "staging", "eks", "answers in plain", Change(Workgroup, inputs => inputs["configuration"]!["resultConfiguration"]!.AsObject().Remove("encryptionConfiguration"))) { Config = Lake },
        new("encryption-in-transit", "prod", "fargate", "a listener without TLS", Set("aws:lb/listener:Listener", "protocol", "HTTP")),
        new("encryption-in-transit", "dev", "lambda", "a domain of old TLS", Set("aws:apigateway/domainName:DomainName", "securityPolicy", "TLS_1_0")),
        new("encryption-in-transit", "staging", "fargate", "requests in plain", Set("aws:apigateway/integration:Integration", "uri", "http://rooms.example.com/v1")),
    ];

    private static IEnumerable<Mutation> Alarms =>
    [
        new("alarm-actions", "dev", "lambda", "an alarm that tells nobody", Add(Alarm, new JsonObject { ["metricName"] = "Errors", ["namespace"] = "AWS/Lambda" })),
        new("alarm-actions", "prod", "lambda", "an alarm that leaves it to a composite one, which tells nobody", Set(Alarm, "alarmActions", new JsonArray(), alarm => alarm.Name == "log-NeverReady")),
        new("alarm-actions", "staging", "fargate", "an objective in danger that nobody hears of", Set("aws:cloudwatch/compositeAlarm:CompositeAlarm", "alarmActions", new JsonArray(), alarm => alarm.Name == "availability-fast")) { HasVictims = true },
        new("alarm-samples", "prod", "fargate", "a percentile of a thousand requests", Set(Alarm, "evaluateLowSampleCountPercentiles", "ignore")),
        new("alarm-order", "prod", "eks", "a composite alarm that knows names only", Forget("aws:cloudwatch/compositeAlarm:CompositeAlarm", Alarm)),
        new("alarms-present", "dev", "lambda", "no alarm of the function", Drop(Alarm, Function, IsOn("AWS/Lambda"))),
        new("alarms-present", "staging", "fargate", "no alarm of the load balancer", Drop(Alarm, "aws:ecs/service:Service", IsOn("AWS/ApplicationELB"))),
        new("alarms-present", "prod", "eks", "no alarm of the load balancer", Drop(Alarm, Deployment, IsOn("AWS/ApplicationELB"))),
        new("alarms-present", "prod", "ec2", "no alarm of the instances", Drop(Alarm, "aws:autoscaling/group:Group", IsOn("AWS/EC2"))),
        new("alarms-present", "staging", "sagemaker", "no alarm of the endpoint", Drop(Alarm, "aws:sagemaker/endpoint:Endpoint", IsOn("AWS/SageMaker"))),
        new("alarms-present", "staging", "eks", "no alarm of the pods", Drop(Alarm, Deployment, IsOn("ContainerInsights"))),
        new("alarms-present", "prod", "eks", "no alarm of the gateway", Drop(Alarm, "aws:apigateway/stage:Stage", IsOn("AWS/ApiGateway"))),
    ];

    private static string Tagged(string userData) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Regex.Replace(Encoding.UTF8.GetString(Convert.FromBase64String(userData)), "@sha256:[0-9a-f]{64}", ":latest")));

    private static JsonNode First(JsonNode policy) => policy["Statement"]![0]!;

    private static JsonNode Container(JsonObject workload) => workload["spec"]!["template"]!["spec"]!["containers"]![0]!;

    private static Func<Pulumi.Engine.Recording.RecordedResource, bool> IsOn(string service) =>
        alarm => alarm.Inputs.ToString().Contains($"\"{service}\"", StringComparison.Ordinal);

    private static bool IsOfLake(Pulumi.Engine.Recording.RecordedResource resource) => resource.Name == "events-lake";
}
