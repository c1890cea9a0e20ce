using Pulumi;
using Stacks.Configuration;
using Stacks.Observability;

namespace Stacks.Backends.Ec2;

/// <summary>What watches the instances.</summary>
/// <remarks>https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html, https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html</remarks>
internal static class Ec2Alarms
{
    public static IEnumerable<AlarmSpec> Specs(Settings settings) =>
    [
        new("instances-cpu", "Instances use nearly all of their CPU: raise ec2MaxInstances or take larger ec2InstanceTypes.", OfGroup(settings.Ec2, "AWS/EC2", "CPUUtilization", "Average"), settings.Alarms.SaturationPercent) { Periods = 10, Faults = 10 },
        new("instances-too-few", "Fewer instances than the fewest configured, or none is measured: look at the group's activities.", OfGroup(settings.Ec2, "AWS/AutoScaling", "GroupInServiceInstances", "Minimum"), settings.Ec2.MinInstances) { Below = true, MissingIsFault = true, Periods = 10, Faults = 10 },
    ];

    public static IReadOnlyList<Chart> Charts(Ec2Settings ec2) =>
    [
        new("CPU of instances in percent", [OfGroup(ec2, "AWS/EC2", "CPUUtilization", "Average"), OfGroup(ec2, "AWS/EC2", "CPUUtilization", "Maximum")]),
        new("Instances", [OfGroup(ec2, "AWS/AutoScaling", "GroupInServiceInstances", "Minimum"), OfGroup(ec2, "AWS/AutoScaling", "GroupDesiredCapacity", "Maximum")]),
        new("Failed status checks", [OfGroup(ec2, "AWS/EC2", "StatusCheckFailed", "Maximum")]),
    ];

    private static Metric OfGroup(Ec2Settings ec2, string @namespace, string name, string statistic) =>
        new(@namespace, name, statistic, [("AutoScalingGroupName", Output.Create(InstanceGroup.NameOf(ec2)))]);
}
