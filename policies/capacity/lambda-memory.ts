import { bounds, resourcePolicy } from "@room-type/policy-support";

export const lambdaMemory = resourcePolicy<{ minimum: number; maximum: number }>({
    name: "lambda-memory",
    description: "Functions have memory within limits: CPU grows with it, and so does the price of every request.",
    config: bounds("memory of a function in MB", 512, 3008),
    checks: {
        "aws:lambda/function:Function": (props, { config, report }) => {
            const memory = props.memorySize;
            if (typeof memory !== "number" || memory < config.minimum || memory > config.maximum) {
                report(`memorySize must be set, from ${config.minimum} to ${config.maximum} MB`);
            }
        },
    },
});
