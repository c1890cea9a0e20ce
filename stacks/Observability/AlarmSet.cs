using Pulumi;
using Pulumi.Aws.CloudWatch;

namespace Stacks.Observability;

/// <summary>Alarms of one part of the stack.</summary>
/// <param name="All">All of them.</param>
/// <param name="TakingBack">Those on which a new version is taken back.</param>
internal sealed record AlarmSet(IReadOnlyList<MetricAlarm> All, IReadOnlyList<MetricAlarm> TakingBack)
{
    public static AlarmSet Create(IEnumerable<AlarmSpec> specs, AlarmTopic topic, Resource parent)
    {
        var alarms = specs.Select(spec => (spec.TakesBack, Alarm: Alarms.Create(spec, topic, parent))).ToList();
        return new AlarmSet([.. alarms.Select(alarm => alarm.Alarm)], [.. alarms.Where(alarm => alarm.TakesBack).Select(alarm => alarm.Alarm)]);
    }
}
