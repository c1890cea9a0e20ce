import { resourcePolicy } from "@room-type/policy-support";

const message = "must be an alias: a version number ends with the next deployment, and $LATEST takes none";

export const lambdaProvisionedOnAlias = resourcePolicy({
    name: "lambda-provisioned-on-alias",
    description: "Provisioned concurrency belongs to an alias, so that a deployment moves it with the traffic.",
    checks: {
        "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": (props, { report }) => {
            if (!isAlias(props.qualifier)) {
                report(`qualifier ${message}`);
            }
        },
        "aws:appautoscaling/target:Target": (props, { report }) => {
            // resourceId: function:NAME:QUALIFIER
            if (props.serviceNamespace === "lambda" && !isAlias(props.resourceId?.split(":")[2])) {
                report(`the qualifier in resourceId ${message}`);
            }
        },
    },
});

function isAlias(qualifier: any): boolean {
    return typeof qualifier === "string" && !/^(\d+|\$LATEST|)$/.test(qualifier);
}
