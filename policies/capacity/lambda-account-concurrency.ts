import { number, ofType, stackPolicy } from "@room-type/policy-support";

export const lambdaAccountConcurrency = stackPolicy<{ accountLimit: number; unreserved: number }>({
    name: "lambda-account-concurrency",
    description: "All functions of a stack together leave the account the unreserved concurrency that Lambda demands.",
    config: {
        accountLimit: number("Concurrent executions of the account and region.", 1000),
        unreserved: number("Concurrent executions that stay unreserved; Lambda demands 100.", 100, { minimum: 100 }),
    },
    check: ({ config, resources, report }) => {
        const most = config.accountLimit - config.unreserved;
        let total = 0;
        for (const { props, urn } of ofType(resources, "aws:lambda/function:Function")) {
            const before = total;
            total += Math.max(0, props.reservedConcurrentExecutions ?? 0);
            if (before <= most && total > most) {
                report(`the stack's functions together must reserve at most ${most} concurrent executions; this one passes that`, urn);
            }
        }
    },
});
