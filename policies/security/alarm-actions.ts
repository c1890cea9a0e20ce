import { dependsOn, each, ofType, stackPolicy } from "@room-type/policy-support";

export const alarmActions = stackPolicy({
    name: "alarm-actions",
    description: "Every alarm tells somebody, itself or through a composite alarm or a deployment that it stops.",
    check: ({ resources, report }) => {
        const listeners = ofType(
            resources,
            "aws:cloudwatch/compositeAlarm:CompositeAlarm",
            "aws:codedeploy/deploymentGroup:DeploymentGroup",
            "aws:ecs/service:Service",
            "aws:appconfig/environment:Environment",
        );
        each(ofType(resources, "aws:cloudwatch/metricAlarm:MetricAlarm"), alarm => {
            if (!listeners.some(listener => dependsOn(listener, alarm)) && !(alarm.props.alarmActions?.length > 0)) {
                report("alarmActions must name who is told", alarm.urn);
            }
        });
    },
});
