using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Plans;

namespace RoomTypes.Cost.Tariffs;

/// <summary>What a resource costs.</summary>
internal delegate IEnumerable<Component> Tariff(Planned resource, Situation at);

/// <summary>How every type of resource is paid for. A type has a line here or among <see cref="FreeTypes"/>.</summary>
internal static class TariffTable
{
    private static readonly Dictionary<string, Tariff> Lines = new()
    {
        ["aws:apigateway/restApi:RestApi"] = EdgeTariffs.Api,
        ["aws:apigateway/methodSettings:MethodSettings"] = EdgeTariffs.MethodSettings,
        ["aws:apigateway/stage:Stage"] = EdgeTariffs.Stage,
        ["aws:appconfig/configurationProfile:ConfigurationProfile"] = KeepingTariffs.Profile,
        ["aws:athena/workgroup:Workgroup"] = KeepingTariffs.Questions,
        ["aws:autoscaling/group:Group"] = InstanceTariffs.Group,
        ["aws:backup/plan:Plan"] = KeepingTariffs.Copies,
        ["aws:cloudwatch/compositeAlarm:CompositeAlarm"] = WatchTariffs.Composite,
        ["aws:cloudwatch/dashboard:Dashboard"] = WatchTariffs.Dashboard,
        ["aws:cloudwatch/logGroup:LogGroup"] = WatchTariffs.Logs,
        ["aws:cloudwatch/logMetricFilter:LogMetricFilter"] = WatchTariffs.LogMetric,
        ["aws:cloudwatch/metricAlarm:MetricAlarm"] = WatchTariffs.Alarm,
        ["aws:ec2/vpcEndpoint:VpcEndpoint"] = EdgeTariffs.Endpoint,
        ["aws:ecr/repository:Repository"] = KeepingTariffs.Repository,
        ["aws:ecs/cluster:Cluster"] = WatchTariffs.Insights,
        ["aws:ecs/service:Service"] = ComputeTariffs.Tasks,
        ["aws:eks/addon:Addon"] = ClusterTariffs.Addon,
        ["aws:eks/cluster:Cluster"] = ClusterTariffs.Cluster,
        ["aws:elasticache/serverlessCache:ServerlessCache"] = KeepingTariffs.Cache,
        ["aws:kms/key:Key"] = KeepingTariffs.Key,
        ["aws:lambda/function:Function"] = ComputeTariffs.Function,
        ["aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"] = ComputeTariffs.Provisioned,
        ["aws:lb/loadBalancer:LoadBalancer"] = EdgeTariffs.Balancer,
        ["aws:rds/cluster:Cluster"] = KeepingTariffs.Cluster,
        ["aws:rds/clusterInstance:ClusterInstance"] = KeepingTariffs.Instance,
        ["aws:s3/bucket:Bucket"] = KeepingTariffs.Bucket,
        ["aws:sagemaker/endpointConfiguration:EndpointConfiguration"] = EndpointTariffs.Endpoint,
        ["aws:scheduler/schedule:Schedule"] = KeepingTariffs.Schedule,
        ["aws:secretsmanager/secret:Secret"] = KeepingTariffs.Secret,
        ["aws:sfn/stateMachine:StateMachine"] = KeepingTariffs.StateMachine,
        ["aws:sns/topicSubscription:TopicSubscription"] = WatchTariffs.Subscription,
        ["aws:sqs/queue:Queue"] = KeepingTariffs.Queue,
        ["aws:wafv2/webAcl:WebAcl"] = EdgeTariffs.Firewall,
        ["kubernetes:eks.amazonaws.com/v1:NodeClass"] = ClusterTariffs.Disks,
        ["kubernetes:karpenter.sh/v1:NodePool"] = ClusterTariffs.Pool,
    };

    /// <summary>Whether a type has a line, or is free.</summary>
    public static bool Knows(string type) => Lines.ContainsKey(type) || FreeTypes.Reason(type) is not null;

    /// <summary>What a resource costs; nothing for what is free or not known.</summary>
    public static IReadOnlyList<Component> Of(Planned resource, Situation at) => Lines.TryGetValue(resource.Type, out var tariff) ? [.. tariff(resource, at)] : [];
}
