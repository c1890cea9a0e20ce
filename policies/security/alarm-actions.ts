import { PolicyResource } from "@pulumi/policy";
import { dependsOn, each, ofType, stackPolicy } from "@room-type/policy-support";

export const alarmActions = stackPolicy({
    name: "alarm-actions",
    description: "Every alarm tells somebody, itself or through a composite alarm that does, or it stops a deployment; a composite one may leave it to those that it names.",
    check: ({ resources, report }) => {
        const alarms = ofType(resources, "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm");
        const deployments = ofType(
            resources,
            "aws:appconfig/environment:Environment",
            "aws:codedeploy/deploymentGroup:DeploymentGroup",
            "aws:ecs/service:Service",
        );
        each(alarms, alarm => {
            const listeners = [...alarms.filter(tells), ...deployments];
            const named = alarms.filter(other => other.urn !== alarm.urn && dependsOn(alarm, other));
            const leavesItToThem = named.some(tells);
            if (!tells(alarm) && !leavesItToThem && !listeners.some(listener => dependsOn(listener, alarm))) {
                report("alarmActions must name who is told", alarm.urn);
            }
        });
    },
});

function tells({ props }: PolicyResource): boolean {
    return props.alarmActions?.length > 0;
}
