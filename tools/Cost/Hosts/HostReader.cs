using System.Globalization;
using RoomTypes.Cost.Plans;
using RoomTypes.Pricing;

namespace RoomTypes.Cost.Hosts;

/// <summary>Finds in a plan what runs the service.</summary>
public static class HostReader
{
    /// <summary>The container of the service among those of a pod.</summary>
    private const string ServiceContainer = "room-type";

    // Lambda's developer guide, "Lambda quotas".
    private const int AccountConcurrency = 1000;
    private const double LeastInstances = 3;

    /// <summary>The host.</summary>
    /// <exception cref="CostException">The plan has none of those that are known.</exception>
    public static Host Of(Plan plan) => Find(plan) ?? throw new CostException($"The plan of {plan.Stack} has nothing that runs the service: no function that the gateway calls, no ECS service, no auto scaling group, no endpoint of SageMaker, no Kubernetes deployment.");

    /// <summary>The host, or null: an account's own resources run nothing.</summary>
    public static Host? Find(Plan plan) =>
        plan.Of("aws:lambda/function:Function").FirstOrDefault(function => IsCalled(function, plan)) is { } called ? Function(called, plan)
        : plan.Of("aws:ecs/service:Service").FirstOrDefault() is { } service ? Tasks(service, plan)
        : plan.Of("aws:autoscaling/group:Group").FirstOrDefault() is { } group ? Machines(group, plan)
        : plan.Of("aws:sagemaker/endpointConfiguration:EndpointConfiguration").FirstOrDefault() is { } endpoint ? Endpoint(endpoint, plan)
        : plan.Of("kubernetes:apps/v1:Deployment").FirstOrDefault(deployment => deployment.Name == ServiceContainer) is { } deployment ? Pods(deployment, plan)
        : null;

    /// <summary>Whether the gateway calls a function, which others that a plan may have are not.</summary>
    public static bool IsCalled(Planned function, Plan plan) => plan.Of("aws:lambda/permission:Permission")
        .Any(permission => permission.Text("principal") == "apigateway.amazonaws.com" && permission.Uses.GetValueOrDefault("function", []).Contains(function.Urn));

    private static Host Function(Planned function, Plan plan)
    {
        var (processor, megabytes) = (Processor(function.Text("architectures", "0")), function.Number("memorySize") ?? 128);
        if (function.At("capacityProviderConfig") is not null) return Instances(function, plan, processor, megabytes);
        var scaling = Scaling(plan, "lambda");
        var kept = plan.Of("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig").Sum(config => config.Number("provisionedConcurrentExecutions") ?? 0);
        var target = plan.Of("aws:appautoscaling/policy:Policy").Select(policy => policy.Number("targetTrackingScalingPolicyConfiguration", "targetValue")).FirstOrDefault() ?? 1;
        return new FunctionHost(
            processor, FunctionMemory.Vcpus(megabytes), megabytes / 1024, function.Number("reservedConcurrentExecutions") is > 0 and var reserved ? (int)reserved : AccountConcurrency,
            (int)(scaling?.Number("minCapacity") ?? kept), (int)(scaling?.Number("maxCapacity") ?? kept), scaling is null ? 1 : target)
        {
            HasSnapshot = function.Text("snapStart", "applyOn") == "PublishedVersions",
        };
    }

    private static ContainerHost Instances(Planned function, Plan plan, string processor, double megabytes)
    {
        var vcpus = megabytes / 1024 / (function.Number("capacityProviderConfig", "lambdaManagedInstancesCapacityProviderConfig", "executionEnvironmentMemoryGibPerVcpu") ?? 2);
        var provider = plan.Of("aws:lambda/capacityProvider:CapacityProvider").FirstOrDefault();
        var most = provider?.Number("capacityProviderScalingConfigs", "0", "maxVcpuCount") ?? 400;
        var target = provider?.Number("capacityProviderScalingConfigs", "0", "scalingPolicies", "0", "targetValue") ?? 50;
        return new("Lambda's instances", processor, vcpus, megabytes / 1024, (int)LeastInstances, (int)(most / vcpus), target / 100, null);
    }

    private static ContainerHost Tasks(Planned service, Plan plan)
    {
        var task = plan.UsedBy(service, "taskDefinition", "aws:ecs/taskDefinition:TaskDefinition") ?? throw new CostException($"{service.Urn} names no task definition of the plan.");
        var scaling = Scaling(plan, "ecs");
        var least = (int)(scaling?.Number("minCapacity") ?? service.Number("desiredCount") ?? 1);
        var policies = plan.Of("aws:appautoscaling/policy:Policy").ToList();
        var cpu = Tracked(plan, "ECSServiceAverageCPUUtilization");
        // The rule that tells requests by the load balancer's count of a minute.
        var requests = policies.Select(policy => policy.At(Tracking, "customizedMetricSpecification") is not null ? policy.Number(Tracking, "targetValue") : null).FirstOrDefault(value => value is not null);
        return new("Fargate", Processor(task.Text("runtimePlatform", "cpuArchitecture")), (task.Number("cpu") ?? 256) / 1024, (task.Number("memory") ?? 512) / 1024, least, (int)(scaling?.Number("maxCapacity") ?? least), (cpu ?? 100) / 100, requests / 60);
    }

    /// <summary>The type of a group's instances that is preferred.</summary>
    /// <exception cref="CostException">It names none.</exception>
    public static string InstanceType(Planned group, Plan plan) =>
        group.Text("mixedInstancesPolicy", "launchTemplate", "overrides", "0", "instanceType")
        ?? plan.Of("aws:ec2/launchTemplate:LaunchTemplate").Select(template => template.Text("instanceType")).FirstOrDefault(type => type is not null)
        ?? throw new CostException($"{group.Urn} names no type of instances.");

    private static ContainerHost Machines(Planned group, Plan plan)
    {
        var type = InstanceType(group, plan);
        double? Target(string metric) => plan.Of("aws:autoscaling/policy:Policy").Select(policy => policy.Text("targetTrackingConfiguration", "predefinedMetricSpecification", "predefinedMetricType") == metric ? policy.Number("targetTrackingConfiguration", "targetValue") : null).FirstOrDefault(value => value is not null);
        return new("EC2", InstanceTypes.Processor(type), InstanceTypes.Vcpus(type), InstanceTypes.Gigabytes(type), (int)(group.Number("minSize") ?? 1), (int)(group.Number("maxSize") ?? 1), (Target("ASGAverageCPUUtilization") ?? 100) / 100, Target("ALBRequestCountPerTarget") / 60);
    }

    /// <summary>The type of an endpoint's instances; null where it has none.</summary>
    public static string? InstanceType(Planned endpoint) => endpoint.Text("productionVariants", "0", "instanceType");

    private static Host Endpoint(Planned endpoint, Plan plan)
    {
        var scaling = Scaling(plan, "sagemaker");
        if (InstanceType(endpoint) is not { } type)
        {
            double Serverless(string name) => endpoint.Number("productionVariants", "0", "serverlessConfig", name) ?? 0;
            var (megabytes, kept) = (Serverless("memorySizeInMb"), (int)Serverless("provisionedConcurrency"));
            return new FunctionHost("x64", FunctionMemory.Vcpus(megabytes), megabytes / 1024, (int)Serverless("maxConcurrency"), kept, (int)(scaling?.Number("maxCapacity") ?? kept), Tracked(plan, "SageMakerVariantProvisionedConcurrencyUtilization") ?? 1) { Kind = "SageMaker without instances" };
        }

        var least = (int)(endpoint.Number("productionVariants", "0", "initialInstanceCount") ?? 1);
        var vcpus = InstanceTypes.Vcpus(type);
        // As many requests at once as there are vCPUs keep all of them busy.
        var busy = Math.Min(1, (Tracked(plan, "SageMakerVariantConcurrentRequestsPerModelHighResolution") ?? vcpus) / vcpus);
        return new ContainerHost("SageMaker", InstanceTypes.Processor(type), vcpus, InstanceTypes.Gigabytes(type), least, (int)(scaling?.Number("maxCapacity") ?? least), busy, Tracked(plan, "SageMakerVariantInvocationsPerInstance") / 60);
    }

    private static ContainerHost Pods(Planned deployment, Plan plan)
    {
        var container = deployment.Items("spec", "template", "spec", "containers").First(container => (string?)container["name"] == ServiceContainer);
        var scaler = plan.Of("kubernetes:autoscaling/v2:HorizontalPodAutoscaler").FirstOrDefault();
        var least = (int)(scaler?.Number("spec", "minReplicas") ?? deployment.Number("spec", "replicas") ?? 1);
        var target = scaler?.Number("spec", "metrics", "0", "containerResource", "target", "averageUtilization") ?? 100;
        var limits = container["resources"]?["limits"];
        return new("EKS", Processor(deployment.Text("spec", "template", "spec", "nodeSelector", "kubernetes.io/arch")), Quantity((string?)limits?["cpu"]), Quantity((string?)limits?["memory"]) / (1L << 30), least, (int)(scaler?.Number("spec", "maxReplicas") ?? least), target / 100, null);
    }

    /// <summary>A Kubernetes quantity as a number: 500m is 0.5, 2Gi are its bytes.</summary>
    /// <exception cref="CostException">It is none.</exception>
    public static double Quantity(string? text)
    {
        var (number, factor) = text switch
        {
            null or "" => ("0", 1.0),
            [.., 'm'] => (text[..^1], 0.001),
            [.., 'K', 'i'] => (text[..^2], 1 << 10),
            [.., 'M', 'i'] => (text[..^2], 1 << 20),
            [.., 'G', 'i'] => (text[..^2], 1 << 30),
            _ => (text, 1.0),
        };
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value * factor : throw new CostException($"'{text}' is no quantity of Kubernetes that is known here; m, Ki, Mi and Gi are.");
    }

    private static Planned? Scaling(Plan plan, string service) => plan.Of("aws:appautoscaling/target:Target").FirstOrDefault(target => target.Text("serviceNamespace") == service);

    /// <summary>The value at which a policy keeps one of AWS's own measures; null without one.</summary>
    private static double? Tracked(Plan plan, string metric) => plan.Of("aws:appautoscaling/policy:Policy")
        .Select(policy => policy.Text(Tracking, "predefinedMetricSpecification", "predefinedMetricType") == metric ? policy.Number(Tracking, "targetValue") : null)
        .FirstOrDefault(value => value is not null);

    private static string Processor(string? architecture) => architecture?.ToLowerInvariant() is "arm64" ? "arm64" : "x64";

    private const string Tracking = "targetTrackingScalingPolicyConfiguration";
}
