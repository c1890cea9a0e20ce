import { PolicyResource } from "@pulumi/policy";
import { dependsOn, each, ofType, stackPolicy } from "@room-type/policy-support";

export const lambdaProvisionedConcurrency = stackPolicy({
    name: "lambda-provisioned-concurrency",
    description: "A function's provisioned concurrency stays within its reserved one, scaled out or not: Lambda refuses more.",
    check: ({ resources, report }) => {
        const functions = ofType(resources, "aws:lambda/function:Function");
        const provisioned = ofType(
            resources,
            "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
            "aws:appautoscaling/target:Target",
        );
        each(provisioned, resource => {
            if (!isLambdas(resource)) {
                return;
            }
            each(functions.filter(candidate => dependsOn(resource, candidate)), ({ name, props }) => {
                const reserved = props.reservedConcurrentExecutions;
                if (typeof reserved === "number" && mostOf(resource) > reserved) {
                    report(`provisioned concurrency must be at most the reserved concurrency of function '${name}'`, resource.urn);
                }
            });
        });
    },
});

function isLambdas({ type, props }: PolicyResource): boolean {
    return type.startsWith("aws:lambda/") || props.serviceNamespace === "lambda";
}

function mostOf({ type, props }: PolicyResource): number {
    return type.startsWith("aws:lambda/") ? props.provisionedConcurrentExecutions : props.maxCapacity;
}
