using System.ComponentModel;
using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Security;

internal static class AlarmsPresent
{
    public static StackValidationPolicy Policy { get; } = Rules.Stack(
        "alarms-present",
        "What serves requests has alarms on its errors, its latency and its saturation.",
        OptionsJson.Default.AlarmsPresentOptions,
        context => Each(context.Config.Metrics, demanded =>
        {
            if (context.Resources.OfType(demanded.Key) is not [var first, ..])
                return;
            List<string> watched = [.. context.Resources.OfType(Alarms.Metric).SelectMany(MetricsOf)];
            foreach (var metric in demanded.Value.Where(name => !watched.Contains(name)))
                context.Report($"the stack needs an alarm on {metric}", first);
        }));

    private static List<string> MetricsOf(PolicyResource alarm)
    {
        var found = new List<string>();
        if (alarm.Props["metricName"].IsTruthy)
            found.Add(NameOf(alarm.Props));
        Each(alarm.Props["metricQueries"], (query, _) =>
        {
            if (query["metric"].IsTruthy)
                found.Add(NameOf(query["metric"]));
        });
        return found;
    }

    private static string NameOf(PropertyValue metric) => $"{metric["namespace"].Text()}/{metric["metricName"].Text()}";
}

internal sealed record AlarmsPresentOptions
{
    [Description("Metrics, as namespace/name, that a stack with a resource of a type has alarms on."), JsonSchema(Schemas.Lists)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Metrics { get; set; } = new Dictionary<string, IReadOnlyList<string>>
    {
        ["aws:apigateway/stage:Stage"] = ["AWS/ApiGateway/5XXError", "AWS/ApiGateway/Latency"],
        ["aws:autoscaling/group:Group"] = ["AWS/ApplicationELB/UnHealthyHostCount", "AWS/EC2/CPUUtilization"],
        ["aws:ecs/service:Service"] = ["AWS/ApplicationELB/UnHealthyHostCount", "AWS/ECS/CPUUtilization"],
        ["aws:lambda/function:Function"] = ["AWS/Lambda/Errors", "AWS/Lambda/Throttles", "AWS/Lambda/Duration"],
        ["aws:sagemaker/endpoint:Endpoint"] = ["AWS/SageMaker/Invocation5XXErrors", "AWS/SageMaker/ModelLatency", "/aws/sagemaker/Endpoints/MemoryUtilization"],
        ["kubernetes:apps/v1:Deployment"] = ["AWS/ApplicationELB/UnHealthyHostCount", "ContainerInsights/pod_number_of_container_restarts"],
    };
}
