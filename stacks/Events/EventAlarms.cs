using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.CloudWatch.Inputs;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Observability;

namespace Stacks.Events;

/// <summary>What watches the event database. That the service cannot write to it, the service's own log tells. Storage grows by itself, and the budget with it.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html</remarks>
internal static class EventAlarms
{
    // A wrong password, a client that is not encrypted, none left of the connections: https://www.postgresql.org/docs/17/errcodes-appendix.html
    private const string RefusedPattern = "?\"password authentication failed\" ?\"no pg_hba.conf entry\" ?\"remaining connection slots\" ?\"too many clients\"";

    private static readonly Metric Capacity = OfCluster("ACUUtilization", "Maximum");

    private static readonly Metric Connections = OfCluster("DatabaseConnections", "Maximum");

    public static IReadOnlyList<Chart> Charts =>
    [
        new("Capacity in use in percent of eventsMaxAcu", [Capacity]),
        new("Connections", [Connections]),
        new("Capacity in ACU", [OfCluster("ServerlessDatabaseCapacity", "Average")]),
    ];

    public static IReadOnlyList<MetricAlarm> Create(Settings settings, LogGroup messages, AlarmTopic topic, Resource parent)
    {
        var child = new CustomResourceOptions { Parent = parent };
        var refused = new Metric(StackName.Full, "events-refused", "Sum", []);
        _ = new LogMetricFilter(
            refused.Name,
            new LogMetricFilterArgs
            {
                LogGroupName = messages.Name,
                Pattern = RefusedPattern,
                MetricTransformation = new LogMetricFilterMetricTransformationArgs { Namespace = refused.Namespace, Name = refused.Name, Value = "1", DefaultValue = "0" },
            },
            child);
        return [.. Specs(settings, refused).Select(spec => Alarms.Create(spec, topic, child))];
    }

    private static IEnumerable<AlarmSpec> Specs(Settings settings, Metric refused)
    {
        var saturation = settings.Alarms.SaturationPercent;
        yield return new AlarmSpec("events-capacity", "The event database is nearly as big as it may get: raise eventsMaxAcu.", Capacity, saturation) { Periods = 15, Faults = 15 };
        yield return new AlarmSpec("events-connections", "The event database has nearly all connections that it takes: raise eventsMaxAcu, or lower what the service scales to.", Connections, settings.Events.MostConnections * saturation / 100);
        // Once a week every process is refused once, as the password is another one: that is over in a minute.
        yield return new AlarmSpec("events-refused", "The event database goes on refusing connections: its log says whose and why.", refused, 1) { PeriodSeconds = 300, Periods = 3, Faults = 3 };
    }

    private static Metric OfCluster(string name, string statistic) => new("AWS/RDS", name, statistic, [("DBClusterIdentifier", Output.Create(StackName.Full))]);
}
