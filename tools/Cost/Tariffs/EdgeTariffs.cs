using System.Text.Json.Nodes;
using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Plans;

namespace RoomTypes.Cost.Tariffs;

/// <summary>What requests pass: gateway, firewall, load balancer, endpoints of the network.</summary>
internal static class EdgeTariffs
{
    // An LCU holds so many: https://aws.amazon.com/elasticloadbalancing/pricing/
    private const double ConnectionsOfLcu = 25;
    private const double GigabytesOfLcu = 1;

    /// <summary>The API: requests, and answers that leave AWS where it is not private.</summary>
    public static IEnumerable<Component> Api(Planned api, Situation at)
    {
        yield return at.Of(Parts.Gateway, "requests", "apigateway/rest-request", at.Work.Requests);
        if (api.Text("endpointConfiguration", "types") != "PRIVATE") yield return at.Of(Parts.Transfer, "answers", "transfer/out-gb", at.Work.Requests * Assumptions.AnswerGigabytes);
    }

    /// <summary>Metrics of the API's methods.</summary>
    public static IEnumerable<Component> MethodSettings(Planned settings, Situation at) => settings.Text("methodPath") == "*/*" && settings.Text("settings", "metricsEnabled") == "true" && at.Work.Requests > 0
        ? [at.Of(Parts.Metrics, "metrics of the methods that are called", "cloudwatch/metric-month", Assumptions.MethodMetrics)]
        : [];

    /// <summary>Traces that the stage takes: one a second and a twentieth of what is above it, X-Ray's own rule.</summary>
    public static IEnumerable<Component> Stage(Planned stage, Situation at) => stage.Text("xrayTracingEnabled") == "true"
        ? [at.Of(Parts.Tracing, "traces", "xray/trace", at.Work.Hours.Average(rps => Math.Min(rps, 1) + (0.05 * Math.Max(0, rps - 1))) * Situation.Seconds)]
        : [];

    /// <summary>A firewall with its rules.</summary>
    public static IEnumerable<Component> Firewall(Planned acl, Situation at) =>
    [
        at.Of(Parts.Gateway, "web ACL", "waf/acl-month", 1),
        at.Of(Parts.Gateway, "rules", "waf/rule-month", acl.Text("ruleJson") is { } rules ? (JsonNode.Parse(rules) as JsonArray)?.Count ?? 0 : acl.Count("rules")),
        at.Of(Parts.Gateway, "requests", "waf/request", at.Work.Requests),
    ];

    /// <summary>A load balancer: its hours, and what it does.</summary>
    public static IEnumerable<Component> Balancer(Planned balancer, Situation at) => balancer.Text("loadBalancerType") is "application" or null
        ?
        [
            at.Of(Parts.Balancer, "hours", "elb/alb-hour", Workload.HoursOfMonth),
            at.Of(Parts.Balancer, "capacity units", "elb/alb-lcu-hour", at.Work.Hours.Average(rps => Units(rps, at.Work.Megabytes)) * Workload.HoursOfMonth),
        ]
        : throw new CostException($"{balancer.Urn} is of type '{balancer.Text("loadBalancerType")}'; prices are known of 'application'.");

    /// <summary>An interface endpoint, by zones; gateway endpoints are free.</summary>
    public static IEnumerable<Component> Endpoint(Planned endpoint, Situation at) => endpoint.Text("vpcEndpointType") != "Interface"
        ? []
        : [at.Of(Parts.Endpoints, "hours", "vpc/interface-endpoint-hour", endpoint.Count("subnetIds") * Workload.HoursOfMonth), at.Of(Parts.Endpoints, "data", "vpc/interface-endpoint-gb", Passing(endpoint.Text("serviceName") ?? "", at))];

    private static double Passing(string service, Situation at) => service switch
    {
        _ when service.EndsWith(".execute-api", StringComparison.Ordinal) => at.Work.Gigabytes + (at.Work.Requests * Assumptions.AnswerGigabytes),
        _ when service.EndsWith(".logs", StringComparison.Ordinal) => at.Work.Requests * Assumptions.LogGigabytes,
        _ => 0,
    };

    private static double Units(double rps, double megabytes) => Math.Max(rps * Assumptions.ConnectionsPerRequest / ConnectionsOfLcu, rps * 3600 * ((megabytes / 1024) + Assumptions.AnswerGigabytes) / GigabytesOfLcu);
}
