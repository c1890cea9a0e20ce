import { bounds, resourcePolicy } from "@room-type/policy-support";

export const lambdaReservedConcurrency = resourcePolicy<{ minimum: number; maximum: number }>({
    name: "lambda-reserved-concurrency",
    description: "Every function reserves concurrency within limits, or none where the least is 0: it bounds the bill, and neighbours keep their share.",
    config: bounds("reserved concurrency of a function", 1, 50),
    checks: {
        "aws:lambda/function:Function": (props, { config, report }) => {
            if (props.capacityProviderConfig) {
                return; // Bounded by its capacity provider instead.
            }
            const reserved = props.reservedConcurrentExecutions;
            if (reserved === undefined && config.minimum === 0) {
                return; // A new account has too little to reserve any.
            }
            // 0 would let nobody in.
            const least = Math.max(1, config.minimum);
            if (typeof reserved !== "number" || reserved < least || reserved > config.maximum) {
                report(`reservedConcurrentExecutions must be set, from ${least} to ${config.maximum}`);
            }
        },
    },
});
