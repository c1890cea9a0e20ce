using Pulumi;
using Pulumi.Aws.CloudWatch;

namespace Stacks.Observability;

/// <summary>Alarms of one part of the stack.</summary>
/// <param name="All">All of them.</param>
/// <param name="TakingBack">Those on which a new version is taken back.</param>
internal sealed record AlarmSet(IReadOnlyList<MetricAlarm> All, IReadOnlyList<MetricAlarm> TakingBack)
{
    /// <summary>Alarms of a backend, whose name their names begin with: another backend's alarm of the same name would be overwritten.</summary>
    public static AlarmSet Create(string backend, IEnumerable<AlarmSpec> specs, AlarmTopic topic, Resource parent)
    {
        var alarms = specs.Select(spec => (spec.TakesBack, Alarm: Alarms.Create(spec with { Owner = backend }, topic, new CustomResourceOptions { Parent = parent }))).ToList();
        return new AlarmSet([.. alarms.Select(alarm => alarm.Alarm)], [.. alarms.Where(alarm => alarm.TakesBack).Select(alarm => alarm.Alarm)]);
    }
}
