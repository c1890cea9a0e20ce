namespace RoomTypes.EventsTool.Dashboards;

/// <summary>A chart of a dashboard, over time.</summary>
/// <param name="Title">Its head.</param>
/// <param name="Description">What it shows.</param>
/// <param name="Unit">As Grafana names units: percentunit, ms, currencyUSD, short and others.</param>
/// <param name="Queries">What is asked of the source.</param>
internal sealed record Panel(string Title, string Description, string Unit, IReadOnlyList<Query> Queries);

/// <summary>A question of a panel.</summary>
/// <param name="Text">SQL or PromQL, with Grafana's variables and macros.</param>
/// <param name="Legend">The name of PromQL's series, of their labels in braces; SQL names its own.</param>
internal sealed record Query(string Text, string Legend = "");

/// <summary>What panels are asked of.</summary>
internal enum Source
{
    /// <summary>A lake, by the plugin grafana-athena-datasource.</summary>
    Athena,

    /// <summary>The event store in PostgreSQL.</summary>
    Postgres,

    /// <summary>Prometheus, which scrapes GET /metrics.</summary>
    Prometheus,
}
