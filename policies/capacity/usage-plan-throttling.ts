import { resourcePolicy } from "@room-type/policy-support";

export const usagePlanThrottling = resourcePolicy({
    name: "usage-plan-throttling",
    description: "Every usage plan limits the rate and the burst of each caller, so that one cannot starve the others.",
    checks: {
        "aws:apigateway/usagePlan:UsagePlan": (props, { report }) => {
            if (!(props.throttleSettings?.rateLimit > 0 && props.throttleSettings?.burstLimit > 0)) {
                report("throttleSettings must set rateLimit and burstLimit");
            }
        },
    },
});
