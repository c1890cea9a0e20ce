using System.Text;
using RoomTypes.Telemetry;

namespace RoomTypes.Http;

/// <summary>GET /metrics: what this process has counted, for Prometheus.</summary>
internal static class MetricsEndpoint
{
    /// <summary>Where Prometheus looks unless it is told otherwise.</summary>
    public const string Path = "/metrics";

    /// <summary>Maps the route. It is the operators' own: neither described to callers nor passed on by the gateway.</summary>
    public static void MapMetrics(this WebApplication app) => app
        .MapGet(Path, (MetricsCollector collector) => TypedResults.Text(PrometheusText.Write(collector.Collect()), PrometheusText.ContentType, Encoding.UTF8))
        .ExcludeFromDescription();
}
