import { resourcePolicy } from "@room-type/policy-support";

export const alarmSamples = resourcePolicy({
    name: "alarm-samples",
    description: "Alarms on percentiles look at few samples too: where they do not, CloudWatch looks at a p99 from 1,000 samples on only.",
    checks: {
        "aws:cloudwatch/metricAlarm:MetricAlarm": (props, { report }) => {
            if (props.evaluateLowSampleCountPercentiles === "ignore") {
                report("evaluateLowSampleCountPercentiles must be evaluate; an alarm on a share of slow requests needs no percentile");
            }
        },
    },
});
