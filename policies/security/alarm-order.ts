import { dependsOn, ofType, stackPolicy } from "@room-type/policy-support";

export const alarmOrder = stackPolicy({
    name: "alarm-order",
    description: "A composite alarm depends on the alarms that it names: CloudWatch refuses to delete an alarm that a composite one still names.",
    check: ({ resources, report }) => {
        const alarms = ofType(resources, "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm");
        for (const composite of ofType(resources, "aws:cloudwatch/compositeAlarm:CompositeAlarm")) {
            const named = [...String(composite.props.alarmRule ?? "").matchAll(/\(\s*"?([^"()]+?)"?\s*\)/g)].map(match => match[1]);
            for (const alarm of alarms.filter(one => named.includes(one.props.name ?? one.props.alarmName))) {
                if (!dependsOn(composite, alarm)) {
                    report("alarmRule must take the names of alarms from the alarms themselves", composite.urn);
                }
            }
        }
    },
});
