import { number, resourcePolicy } from "@room-type/policy-support";

export const lambdaManagedCapacity = resourcePolicy<{ maximumVcpus: number }>({
    name: "lambda-managed-capacity",
    description: "Capacity providers of managed instances have a greatest number of vCPUs: the account pays for their instances.",
    config: { maximumVcpus: number("Most vCPUs of a capacity provider.", 64, { minimum: 1 }) },
    checks: {
        "aws:lambda/capacityProvider:CapacityProvider": (props, { config, report }) => {
            const most = props.capacityProviderScalingConfigs?.[0]?.maxVcpuCount;
            if (typeof most !== "number" || most > config.maximumVcpus) {
                report(`capacityProviderScalingConfigs[0].maxVcpuCount must be set, at most ${config.maximumVcpus}`);
            }
        },
    },
});
