import { bounds, resourcePolicy } from "@room-type/policy-support";

export const lambdaTimeout = resourcePolicy<{ minimum: number; maximum: number }>({
    name: "lambda-timeout",
    description: "Functions end before the gateway gives up after 29 s: what runs on is paid for and answers nobody.",
    config: bounds("timeout of a function in seconds", 1, 29),
    checks: {
        "aws:lambda/function:Function": (props, { config, report }) => {
            const timeout = props.timeout;
            if (typeof timeout !== "number" || timeout < config.minimum || timeout > config.maximum) {
                report(`timeout must be set, from ${config.minimum} to ${config.maximum} seconds`);
            }
        },
    },
});
