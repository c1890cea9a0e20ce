import { bounds, resourcePolicy } from "@room-type/policy-support";

export const lambdaReservedConcurrency = resourcePolicy<{ minimum: number; maximum: number }>({
    name: "lambda-reserved-concurrency",
    description: "Every function reserves concurrency within limits: it bounds the bill, and neighbours keep their share.",
    config: bounds("reserved concurrency of a function", 1, 50),
    checks: {
        "aws:lambda/function:Function": (props, { config, report }) => {
            if (props.capacityProviderConfig) {
                return; // Bounded by its capacity provider instead.
            }
            const reserved = props.reservedConcurrentExecutions;
            if (typeof reserved !== "number" || reserved < config.minimum || reserved > config.maximum) {
                report(`reservedConcurrentExecutions must be set, from ${config.minimum} to ${config.maximum}`);
            }
        },
    },
});
