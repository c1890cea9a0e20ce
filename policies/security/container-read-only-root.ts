import { containers, resourcePolicy, workloads } from "@room-type/policy-support";

export const containerReadOnlyRoot = resourcePolicy({
    name: "container-read-only-root",
    description: "Containers cannot write to their root file system: what breaks in leaves nothing behind.",
    checks: {
        "aws:ecs/taskDefinition:TaskDefinition": (props, { report }) =>
            containers(props, (container, path) =>
                container.readonlyRootFilesystem === true || report(`${path}.readonlyRootFilesystem must be true`)),
        ...workloads((container, path, _pod, { report }) =>
            container.securityContext?.readOnlyRootFilesystem === true
            || report(`${path}.securityContext.readOnlyRootFilesystem must be true`)),
    },
});
