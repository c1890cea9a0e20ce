using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pulumi.Engine.Recording;
using Seams.Tests.Support;

namespace Seams.Tests;

/// <summary>The calls that a plan comes down to, by AWS's own models of its services: names, what is required, types, enumerations, patterns, lengths and ranges.</summary>
public class CallTests
{
    private static readonly Lazy<Task<IReadOnlyList<RecordedResource>>> Planned = new(PlannedAsync);

    // A type, the way to an input, another value, and what is found.
    private static readonly (string Type, string Path, JsonNode? Value, string Finding)[] Mutations =
    [
        ("aws:lambda/function:Function", "memorySize", 64, "MemorySize: '64.0' is not 128 to 10240"),
        ("aws:lambda/function:Function", "role", "arn:aws:iam::1:role/x", "Role: 'arn:aws:iam::1:role/x' does not match"),
        ("aws:lambda/function:Function", "architectures", new JsonArray("arm"), "'arm' is none of x86_64, arm64"),
        ("aws:lambda/function:Function", "memory", 512, "memory is no parameter of lambda.CreateFunction"),
        ("aws:lambda/permission:Permission", "principal", null, "Principal is required"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "comparisonOperator", "AtLeast", "ComparisonOperator: 'AtLeast' is none of"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "evaluationPeriods", 0, "EvaluationPeriods: '0.0' is not 1 to None"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "alarmDescription", new string('a', 1_025), "AlarmDescription"),
        ("aws:cloudwatch/logGroup:LogGroup", "name", "/aws/a b", "logGroupName: '/aws/a b' does not match"),
        ("aws:ecs/service:Service", "launchType", "LAMBDA", "launchType: 'LAMBDA' is none of"),
        ("aws:ecs/service:Service", "desiredCount", "two", "desiredCount: 'two' is no number"),
        ("aws:ecs/taskDefinition:TaskDefinition", "containerDefinitions", """[{"name":"a","image":"b","essentials":true,"portMappings":[{"protocol":"icmp"}]}]""", "protocol: 'icmp' is none of tcp, udp"),
        ("aws:ecs/taskDefinition:TaskDefinition", "containerDefinitions", """[{"name":"a","imageUri":"b"}]""", "containerDefinitions.imageUri is no parameter"),
        ("aws:autoscaling/group:Group", "minSize", "few", "MinSize: 'few' is no number"),
        ("aws:autoscaling/group:Group", "defaultCapacity", 2, "defaultCapacity is no parameter of autoscaling.CreateAutoScalingGroup"),
        ("aws:autoscaling/policy:Policy", "autoscalingGroupName", null, "AutoScalingGroupName is required"),
        ("aws:ec2/launchTemplate:LaunchTemplate", "metadataOptions.httpTokens", "needed", "HttpTokens: 'needed' is none of"),
        ("aws:ec2/launchTemplate:LaunchTemplate", "instanceType", "c7g.huge", "InstanceType: 'c7g.huge' is none of"),
        ("aws:sagemaker/model:Model", "executionRoleArn", "role", "ExecutionRoleArn: 'role' does not match"),
        ("aws:sagemaker/model:Model", "primaryContainer.image", "a b", "Image: 'a b' does not match"),
        ("aws:sagemaker/endpointConfiguration:EndpointConfiguration", "productionVariants", new JsonArray(new JsonObject { ["modelName"] = "m" }), "VariantName is required"),
        ("aws:sagemaker/endpoint:Endpoint", "endpointConfigName", null, "EndpointConfigName is required"),
        ("aws:eks/cluster:Cluster", "name", "room type", "name: 'room type' does not match"),
        ("aws:eks/cluster:Cluster", "enabledClusterLogTypes", new JsonArray("apis"), "'apis' is none of"),
        ("aws:iam/role:Role", "maxSessionDuration", 600, "MaxSessionDuration: '600.0' is not 3600 to 43200"),
        ("aws:lb/targetGroup:TargetGroup", "healthCheck.interval", 1, "HealthCheckIntervalSeconds: '1.0' is not 5 to 300"),
        ("aws:lb/listener:Listener", "port", 70_000, "Port: '70000.0' is not 1 to 65535"),
        ("aws:athena/workgroup:Workgroup", "configuration.bytesScannedCutoffPerQuery", 1_000, "BytesScannedCutoffPerQuery: '1000.0' is not 10000000 to"),
        ("aws:athena/workgroup:Workgroup", "configuration.resultConfiguration.encryptionConfiguration.encryptionOption", "KMS", "'KMS' is none of"),
        ("aws:glue/catalogTable:CatalogTable", "name", null, "Name is required"),
        ("aws:glue/catalogTable:CatalogTable", "storageDescriptor.fileFormat", "parquet", "storageDescriptor.fileFormat is no parameter"),
        ("aws:rds/cluster:Cluster", "engine", null, "Engine is required"),
        ("aws:appconfig/environment:Environment", "monitors", new JsonArray(new JsonObject()), "AlarmArn is required"),
        ("aws:backup/plan:Plan", "rules", new JsonArray(new JsonObject { ["ruleName"] = "nightly" }), "TargetBackupVaultName is required"),
        ("aws:apigateway/integration:Integration", "type", "LAMBDA", "type: 'LAMBDA' is none of"),
        ("aws:codedeploy/application:Application", "computePlatform", "EKS", "computePlatform: 'EKS' is none of"),
        ("aws:ec2/flowLog:FlowLog", "trafficType", "SOME", "TrafficType: 'SOME' is none of"),
    ];

    [Fact]
    public async Task Plans_Calls_AreWhatAwsTakes()
    {
        var resources = await Planned.Value;

        Assert.True(resources.Count > 500, $"only {resources.Count} resources");
        var found = await AwsCalls.CheckAsync(resources.Select(PlannedCall.Of));
        Assert.True(found.Count == 0, string.Join('\n', found.Select(one => $"{one.Urn}: {one.Finding}")));
    }

    [Fact]
    public async Task Plans_Types_HaveACallOrAReasonForNone()
    {
        var types = (await Planned.Value).Select(resource => resource.Type).Distinct().ToList();

        Assert.Empty(types.Except(AwsCalls.Known).Except(AwsCalls.Without));
        Assert.Empty(AwsCalls.Known.Concat(AwsCalls.Without).Except(types));
    }

    [Fact]
    public async Task Mutations_Every_IsFound()
    {
        var resources = await Planned.Value;
        var mutated = Mutations.Select((mutation, i) =>
        {
            var call = PlannedCall.Of(resources.First(resource => resource.Type == mutation.Type));
            var (holder, parts) = ((JsonNode)call.Inputs, mutation.Path.Split('.'));
            foreach (var part in parts[..^1])
                holder = holder[part]!;
            holder[parts[^1]] = mutation.Value?.DeepClone();
            // Outputs repeat what was asked for.
            call.Outputs.Remove(parts[0]);
            return call with { Urn = $"{i}" };
        }).ToList();

        var found = await AwsCalls.CheckAsync(mutated);

        Assert.All(Mutations.Select((mutation, i) => (mutation.Finding, Urn: $"{i}")), expected =>
            Assert.Contains(found, one => one.Urn == expected.Urn && one.Finding.Contains(expected.Finding, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Job_OfABatch_IsWhatAwsTakes()
    {
        var job = Job(await Plans.OfAsync("staging", "lambda", Plans.Jobs));
        var mutated = job.DeepClone().AsObject();
        mutated["TransformResources"]!["InstanceType"] = "ml.c7g.large";
        mutated["TransformOutput"]!.AsObject().Remove("S3OutputPath");
        mutated["TransformJobName"] = "execution_1";

        var found = await AwsCalls.CheckAsync([new("sagemaker:createTransformJob", "job", job, []), new("sagemaker:createTransformJob", "mutated", mutated, [])]);

        Assert.Empty(found.Where(one => one.Urn == "job").Select(one => one.Finding));
        Assert.All(
            ["TransformOutput.S3OutputPath is required", "TransformJobName: 'execution_1' does not match", "InstanceType: 'ml.c7g.large' is none of"],
            expected => Assert.Contains(found, one => one.Urn == "mutated" && one.Finding.Contains(expected, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Deployer_Rights_AllowTheCallOfEveryType()
    {
        var account = await Plans.OfAccountAsync("prod", "githubRepository=example/rooms");
        var allowed = account.Resource("aws:iam/rolePolicy:RolePolicy", "deploy").Inputs.Json("policy").GetProperty("Statement").EnumerateArray()
            .Where(statement => statement.GetProperty("Effect").GetString() == "Allow").SelectMany(statement => statement.Texts("Action"))
            .Select(action => new Regex($"^{Regex.Escape(action).Replace(@"\*", ".*", StringComparison.Ordinal)}$")).ToList();
        var types = (await Planned.Value).Where(resource => !resource.Urn.Contains("::room-type-bootstrap::", StringComparison.Ordinal)).Select(resource => resource.Type).Distinct();

        Assert.All(types.Where(AwsCalls.Known.Contains).Select(AwsCalls.Action), action => Assert.True(allowed.Exists(pattern => pattern.IsMatch(action)), action));
    }

    /// <summary>A job's parameters, with what an execution makes of paths and functions in their places.</summary>
    private static JsonObject Job(RunResult plan)
    {
        var made = new Dictionary<string, string>
        {
            ["TransformJobName"] = "room-type-staging-0123456789ab",
            ["ContentType"] = "image/jpeg",
            ["S3DataType"] = "S3Prefix",
            ["S3Uri"] = "s3://rooms/missions/1/",
            ["S3OutputPath"] = "s3://rooms/answers/answers/execution-1",
        };
        var document = JsonNode.Parse(Assert.Single(plan.Inputs("aws:sfn/stateMachine:StateMachine")).Text("definition"))!;
        JsonNode Fill(JsonNode node) => node switch
        {
            JsonObject members => new JsonObject(members.Select(member => member.Key.EndsWith(".$", StringComparison.Ordinal) ? KeyValuePair.Create(member.Key[..^2], (JsonNode?)made[member.Key[..^2]]) : KeyValuePair.Create(member.Key, (JsonNode?)Fill(member.Value!)))),
            JsonArray items => new JsonArray([.. items.Select(item => Fill(item!))]),
            _ => node.DeepClone(),
        };
        return Fill(document["States"]!["answer them"]!["Parameters"]!).AsObject();
    }

    // Every environment and backend, what only settings bring, and what an account has.
    private static async Task<IReadOnlyList<RecordedResource>> PlannedAsync()
    {
        List<RunResult> plans = [];
        foreach (var row in Plans.Matrix)
            plans.Add(await Plans.OfAsync((string)row[0], (string)row[1]));
        plans.Add(await Plans.OfAsync("prod", "fargate", "cache=redis", "waf=true", "tracing=true", "clients=[\"fleet\"]", "eventsDatabase=Host=db"));
        plans.Add(await Plans.OfAsync("dev", "lambda", "lambdaCapacity=managed", "lambdaMemoryMb=2048", "robots=true"));
        plans.Add(await Plans.OfAsync("staging", "fargate", [.. Plans.Pipeline, "tracing=true"]));
        plans.Add(await Plans.OfAsync("prod", "lambda", "events=lake"));
        plans.Add(await Plans.OfAsync("staging", "lambda", Plans.Batch));
        plans.Add(await Plans.OfAsync("staging", "lambda", Plans.Jobs));
        plans.Add(await Plans.OfAsync("dev", "sagemaker", [.. Plans.Serverless, "sagemakerServerlessProvisioned=1", "sagemakerServerlessProvisionedMax=4"]));
        plans.Add(await Plans.OfAccountAsync("prod", "githubRepository=example/rooms"));
        return [.. plans.SelectMany(plan => plan.Resources).Where(resource => resource.Type.StartsWith("aws:", StringComparison.Ordinal))
            .DistinctBy(resource => (resource.Type, resource.Inputs.ToString()))];
    }
}
