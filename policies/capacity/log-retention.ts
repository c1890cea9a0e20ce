import { bounds, resourcePolicy } from "@room-type/policy-support";

export const logRetention = resourcePolicy<{ minimum: number; maximum: number }>({
    name: "log-retention",
    description: "Logs are kept for a time within limits: long enough to look into an incident, and not for ever.",
    config: bounds("days that logs are kept", 7, 365),
    checks: {
        "aws:cloudwatch/logGroup:LogGroup": (props, { config, report }) => {
            // 0 keeps them for ever.
            const days = props.retentionInDays;
            if (typeof days !== "number" || days < config.minimum || days > config.maximum) {
                report(`retentionInDays must be set, from ${config.minimum} to ${config.maximum} days`);
            }
        },
    },
});
