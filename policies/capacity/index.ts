import { PolicyPack } from "@pulumi/policy";
import { apiThrottling } from "./api-throttling";
import { ecsTaskMaximum } from "./ecs-task-maximum";
import { eksNodeLimits } from "./eks-node-limits";
import { kubernetesReplicas } from "./kubernetes-replicas";
import { lambdaAccountConcurrency } from "./lambda-account-concurrency";
import { lambdaManagedCapacity } from "./lambda-managed-capacity";
import { lambdaMemory } from "./lambda-memory";
import { lambdaProvisionedConcurrency } from "./lambda-provisioned-concurrency";
import { lambdaProvisionedOnAlias } from "./lambda-provisioned-on-alias";
import { lambdaReservedConcurrency } from "./lambda-reserved-concurrency";
import { lambdaTimeout } from "./lambda-timeout";
import { logRetention } from "./log-retention";
import { usagePlanThrottling } from "./usage-plan-throttling";

new PolicyPack("capacity", {
    enforcementLevel: "mandatory",
    policies: [
        apiThrottling,
        ecsTaskMaximum,
        eksNodeLimits,
        kubernetesReplicas,
        lambdaAccountConcurrency,
        lambdaManagedCapacity,
        lambdaMemory,
        lambdaProvisionedConcurrency,
        lambdaProvisionedOnAlias,
        lambdaReservedConcurrency,
        lambdaTimeout,
        logRetention,
        usagePlanThrottling,
    ],
});
