using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Hosts;
using RoomTypes.Cost.Plans;

namespace RoomTypes.Cost.Tariffs;

/// <summary>What watches the service: logs, alarms, metrics, dashboards, emails.</summary>
internal static class WatchTariffs
{
    private const double DaysOfMonth = 30.4;

    /// <summary>A group of logs: what comes, and what is kept of it.</summary>
    /// <exception cref="CostException">Nothing is known of what writes to it.</exception>
    public static IEnumerable<Component> Logs(Planned group, Situation at)
    {
        var (gigabytes, price) = Written(group, at);
        return
        [
            at.Of(Parts.Logs, "written", price, gigabytes),
            at.Of(Parts.Logs, "kept", "cloudwatch/log-gb-month", gigabytes * Assumptions.LogCompression * ((group.Number("retentionInDays") ?? 3650) / DaysOfMonth)),
        ];
    }

    /// <summary>An alarm costs by the metrics that it looks at.</summary>
    public static IEnumerable<Component> Alarm(Planned alarm, Situation at) =>
        [at.Of(Parts.Alarms, "metrics of alarms", "cloudwatch/alarm-metric-month", Math.Max(1, alarm.Items("metricQueries").Count(query => query["metric"] is not null)))];

    /// <summary>An alarm of alarms.</summary>
    public static IEnumerable<Component> Composite(Planned _, Situation at) => [at.Of(Parts.Alarms, "composite alarms", "cloudwatch/composite-alarm-month", 1)];

    /// <summary>A metric that is counted in logs.</summary>
    public static IEnumerable<Component> LogMetric(Planned _, Situation at) => [at.Of(Parts.Metrics, "metrics of logs", "cloudwatch/metric-month", 1)];

    /// <summary>A dashboard.</summary>
    public static IEnumerable<Component> Dashboard(Planned _, Situation at) => [at.Of(Parts.Metrics, "dashboards", "cloudwatch/dashboard-month", 1)];

    /// <summary>Container Insights of an ECS cluster.</summary>
    public static IEnumerable<Component> Insights(Planned cluster, Situation at) => cluster.Items("settings").Any(setting => (string?)setting["name"] == "containerInsights" && (string?)setting["value"] is "enabled" or "enhanced")
        ? [at.Of(Parts.Metrics, "metrics of Container Insights", "cloudwatch/metric-month", Assumptions.InsightMetrics)]
        : [];

    /// <summary>Whom a topic tells.</summary>
    public static IEnumerable<Component> Subscription(Planned subscription, Situation at) => subscription.Text("protocol") is "email" or "email-json"
        ? [at.Of(Parts.Alarms, "emails", "sns/email", Assumptions.Emails)]
        : [];

    private static (double Gigabytes, string Price) Written(Planned group, Situation at)
    {
        const string Own = "cloudwatch/log-gb";
        const string Vended = "cloudwatch/vended-log-gb";
        var lines = at.Work.Requests * Assumptions.LogGigabytes;
        return group.Name switch
        {
            // A line is about as long as its format, whose names stand for values.
            "access" => (at.Work.Requests * (at.Plan.Of("aws:apigateway/stage:Stage").FirstOrDefault()?.Text("accessLogSettings", "format")?.Length ?? 0) / (1L << 30), Own),
            "service" => (IsInCluster(at.Plan) || IsAtEndpoint(at.Plan) ? 0 : lines, Own),
            "endpoint" => (IsAtEndpoint(at.Plan) ? lines : 0, Own),
            "containers-application" => (IsInCluster(at.Plan) ? lines : 0, Own),
            "tasks-performance" => (at.Host is ContainerHost { Kind: "Fargate" } host ? ((2 * at.Running(host)) + 3) * Situation.Minutes * 1.2 / (1 << 20) : 0, Own),
            // Enhanced Container Insights: in the price of observations.
            "containers-performance" => (0, Own),
            "control-plane" => (IsInCluster(at.Plan) ? Assumptions.ControlPlaneGigabytes : 0, Vended),
            "flow" => (Assumptions.QuietGigabytes, Vended),
            "events" or "execution" or "containers-dataplane" or "containers-host" or "pipeline" or "batch" => (Assumptions.QuietGigabytes, Own),
            "pipeline-history" or "batch-history" => (Assumptions.QuietGigabytes, Vended),
            "firewall" or "waf" => (0, Vended),
            _ => throw new CostException($"Nothing is known of what writes to the log group '{group.Name}' ({group.Urn}): say it in tools/Cost/Tariffs/WatchTariffs.cs."),
        };
    }

    private static bool IsAtEndpoint(Plan plan) => plan.Of("aws:sagemaker/endpoint:Endpoint").Any();

    private static bool IsInCluster(Plan plan) => plan.Of("aws:eks/cluster:Cluster").Any() || plan.Of("kubernetes:apps/v1:Deployment").Any();
}
