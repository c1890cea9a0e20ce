using Policies.Support;
using Pulumi.Policy;

namespace Policies.Security;

internal static class AlarmSamples
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "alarm-samples",
        "Alarms on percentiles look at few samples too: where they do not, CloudWatch looks at a p99 from 1,000 samples on only.",
        new()
        {
            [Alarms.Metric] = (props, context) =>
            {
                if (props["evaluateLowSampleCountPercentiles"].AsString == "ignore")
                    context.Report("evaluateLowSampleCountPercentiles must be evaluate; an alarm on a share of slow requests needs no percentile");
            },
        });
}
