import { PolicyResource } from "@pulumi/policy";
import { each, eachEntry, object, ofType, stackPolicy } from "@room-type/policy-support";

interface Config {
    metrics: Record<string, string[]>;
}

export const alarmsPresent = stackPolicy<Config>({
    name: "alarms-present",
    description: "What serves requests has alarms on its errors, its latency and its saturation.",
    config: {
        metrics: object(
            "Metrics, as namespace/name, that a stack with a resource of a type has alarms on.",
            { type: "array", items: { type: "string" }, minItems: 1 },
            {
                "aws:apigateway/stage:Stage": ["AWS/ApiGateway/5XXError", "AWS/ApiGateway/Latency"],
                "aws:lambda/function:Function": ["AWS/Lambda/Errors", "AWS/Lambda/Throttles", "AWS/Lambda/Duration"],
                "aws:ecs/service:Service": ["AWS/ApplicationELB/UnHealthyHostCount", "AWS/ECS/CPUUtilization"],
                "kubernetes:apps/v1:Deployment": [
                    "AWS/ApplicationELB/UnHealthyHostCount",
                    "ContainerInsights/pod_number_of_container_restarts",
                ],
            },
        ),
    },
    check: ({ config, resources, report }) => {
        eachEntry(config.metrics, (demanded: string[], type) => {
            const [first] = ofType(resources, type);
            if (!first) {
                return;
            }
            const watched = ofType(resources, "aws:cloudwatch/metricAlarm:MetricAlarm").flatMap(metricsOf);
            for (const metric of demanded.filter(name => !watched.includes(name))) {
                report(`the stack needs an alarm on ${metric}`, first.urn);
            }
        });
    },
});

function metricsOf({ props }: PolicyResource): string[] {
    const found = props.metricName ? [`${props.namespace}/${props.metricName}`] : [];
    each(props.metricQueries, query => {
        if (query.metric) {
            found.push(`${query.metric.namespace}/${query.metric.metricName}`);
        }
    });
    return found;
}
