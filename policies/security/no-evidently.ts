import { resourcePolicy } from "@room-type/policy-support";

export const noEvidently = resourcePolicy({
    name: "no-evidently",
    description: "No CloudWatch Evidently: AWS ended it on 2025-10-16, so that its resources can no longer be created.",
    enforcementLevel: "advisory",
    checks: {
        "*": (_, { args, report }) => {
            if (args.type.startsWith("aws:evidently/")) {
                report("CloudWatch Evidently was ended on 2025-10-16; use AppConfig feature flags, or the service's own experiments");
            }
        },
    },
});
