using System.Text.Json.Nodes;
using Policies.Tests.Support;
using static Policies.Tests.Support.Mutation;

namespace Policies.Tests;

internal static class CapacityMutations
{
    private const string Function = "aws:lambda/function:Function";
    private const string Target = "aws:appautoscaling/target:Target";
    private const string Autoscaler = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
    private const string MethodSettings = "aws:apigateway/methodSettings:MethodSettings";
    private const string NodePool = "kubernetes:karpenter.sh/v1:NodePool";

    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("lambda-reserved-concurrency", "staging", "lambda", "no reserved concurrency", Unset(Function, "reservedConcurrentExecutions")),
        new("lambda-reserved-concurrency", "dev", "lambda", "unbounded concurrency", Set(Function, "reservedConcurrentExecutions", -1)),
        new("lambda-reserved-concurrency", "dev", "lambda", "the concurrency of prod", Set(Function, "reservedConcurrentExecutions", 200)),
        new("lambda-memory", "dev", "lambda", "10 GB", Set(Function, "memorySize", 10_240)),
        new("lambda-timeout", "prod", "lambda", "15 minutes", Set(Function, "timeout", 900)),
        new("lambda-account-concurrency", "prod", "lambda", "the whole account's concurrency", Set(Function, "reservedConcurrentExecutions", 901)),
        new("lambda-provisioned-concurrency", "prod", "lambda", "scaling beyond the reserved concurrency", Set(Target, "maxCapacity", 201)),
        new("lambda-provisioned-concurrency", "prod", "lambda", "provisioned beyond the reserved concurrency", Add(
            "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
            new JsonObject { ["functionName"] = "f", ["qualifier"] = "live", ["provisionedConcurrentExecutions"] = 201 },
            dependsOn: Function)),
        new("lambda-provisioned-on-alias", "prod", "lambda", "scaling of a version", Set(Target, "resourceId", "function:room-type:7")),
        new("lambda-managed-capacity", "dev", "lambda", "a capacity provider without a bound", Unset("aws:lambda/capacityProvider:CapacityProvider", "capacityProviderScalingConfigs"))
        {
            Config = ["lambdaCapacity=managed", "lambdaMemoryMb=2048"],
        },
        new("ecs-task-maximum", "dev", "fargate", "scaling to a thousand tasks", Set(Target, "maxCapacity", 1_000)),
        new("ecs-task-maximum", "dev", "fargate", "a service of a hundred tasks", Set("aws:ecs/service:Service", "desiredCount", 100)),
        new("ec2-instance-maximum", "dev", "ec2", "a thousand instances", Set("aws:autoscaling/group:Group", "maxSize", 1_000)),
        new("sagemaker-instance-maximum", "dev", "sagemaker", "scaling to a thousand instances", Set(Target, "maxCapacity", 1_000)),
        new("sagemaker-instance-maximum", "prod", "sagemaker", "an endpoint that begins with a hundred", Change("aws:sagemaker/endpointConfiguration:EndpointConfiguration", inputs => inputs["productionVariants"]![0]!["initialInstanceCount"] = 100)),
        new("kubernetes-replicas", "dev", "eks", "scaling to a thousand pods", Change(Autoscaler, inputs => inputs["spec"]!["maxReplicas"] = 1_000)),
        new("kubernetes-replicas", "prod", "eks", "one pod in production", Change(Autoscaler, inputs => inputs["spec"]!["minReplicas"] = 1)),
        new("eks-node-limits", "dev", "eks", "nodes without a bound", Change(NodePool, inputs => inputs["spec"]!.AsObject().Remove("limits"))),
        new("eks-node-limits", "dev", "eks", "a thousand vCPUs", Change(NodePool, inputs => inputs["spec"]!["limits"]!["cpu"] = "1000")),
        new("eks-node-limits", "prod", "eks", "the built-in pool", Change("aws:eks/cluster:Cluster", inputs => inputs["computeConfig"]!["nodePools"]!.AsArray().Add("general-purpose"))),
        new("api-throttling", "dev", "lambda", "no throttling", Drop(MethodSettings, "aws:apigateway/stage:Stage")),
        new("api-throttling", "dev", "fargate", "throttling of one method only", Drop(MethodSettings, "aws:apigateway/stage:Stage", settings => settings.Name == "all")),
        new("api-throttling", "dev", "eks", "throttling that is switched off", Change(MethodSettings, inputs => inputs["settings"]!["throttlingRateLimit"] = -1)),
        new("api-throttling", "staging", "lambda", "a burst of thousands", Change(MethodSettings, inputs => inputs["settings"]!["throttlingBurstLimit"] = 5_000)),
        new("usage-plan-throttling", "prod", "lambda", "a plan without limits", Add("aws:apigateway/usagePlan:UsagePlan", new JsonObject { ["name"] = "robots" })),
        new("log-retention", "prod", "fargate", "logs kept for ever", Unset("aws:cloudwatch/logGroup:LogGroup", "retentionInDays")),
        new("log-retention", "prod", "lambda", "logs gone after a day", Set("aws:cloudwatch/logGroup:LogGroup", "retentionInDays", 1)),
    ];
}
