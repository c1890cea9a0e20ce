import { number, resourcePolicy } from "@room-type/policy-support";

export const ecsTaskMaximum = resourcePolicy<{ maximum: number }>({
    name: "ecs-task-maximum",
    description: "ECS services run and scale to a bounded number of tasks.",
    config: { maximum: number("Most tasks of a service.", 10, { minimum: 1 }) },
    checks: {
        "aws:ecs/service:Service": (props, { config, report }) => {
            if (props.desiredCount > config.maximum) {
                report(`desiredCount must be at most ${config.maximum}`);
            }
        },
        "aws:appautoscaling/target:Target": (props, { config, report }) => {
            if (props.serviceNamespace === "ecs" && !(props.maxCapacity <= config.maximum)) {
                report(`maxCapacity must be at most ${config.maximum}`);
            }
        },
    },
});
