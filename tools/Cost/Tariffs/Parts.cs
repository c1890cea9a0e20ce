namespace RoomTypes.Cost.Tariffs;

/// <summary>Parts of a bill, in the order in which they are told.</summary>
public static class Parts
{
    /// <summary>All.</summary>
    public static readonly IReadOnlyList<string> All =
        [Compute, Gateway, Balancer, Endpoints, Logs, Alarms, Metrics, Tracing, Keys, Storage, Database, Cache, Experiments, Pipeline, Transfer];

    internal const string Compute = "compute";
    internal const string Gateway = "gateway";
    internal const string Balancer = "load balancer";
    internal const string Endpoints = "network endpoints";
    internal const string Logs = "logs";
    internal const string Alarms = "alarms";
    internal const string Metrics = "metrics, dashboards";
    internal const string Tracing = "tracing";
    internal const string Keys = "keys, secrets";
    internal const string Storage = "storage";
    internal const string Database = "database";
    internal const string Cache = "cache";
    internal const string Experiments = "experiments";
    internal const string Pipeline = "pipeline";
    internal const string Transfer = "transfer";
}
