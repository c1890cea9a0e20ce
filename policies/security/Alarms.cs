using Policies.Support;
using Pulumi.Policy;

namespace Policies.Security;

/// <summary>Alarms of CloudWatch.</summary>
internal static class Alarms
{
    public const string Metric = "aws:cloudwatch/metricAlarm:MetricAlarm";
    public const string Composite = "aws:cloudwatch/compositeAlarm:CompositeAlarm";

    /// <summary>All alarms of a stack, of both kinds.</summary>
    public static IReadOnlyList<PolicyResource> Of(StackContext context) => context.Resources.OfType(Metric, Composite);
}
