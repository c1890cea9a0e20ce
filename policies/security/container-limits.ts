import { containers, each, resourcePolicy, workloads } from "@room-type/policy-support";

const resources = ["cpu", "memory"];

export const containerLimits = resourcePolicy({
    name: "container-limits",
    description: "Containers have limits of CPU and memory: the service sizes its workers to them, and neighbours keep theirs.",
    checks: {
        "aws:ecs/taskDefinition:TaskDefinition": (props, { report }) => each(resources, name => {
            // A limit of the task holds for all its containers.
            if (!props[name]) {
                containers(props, (container, path) => container[name] || report(`${name} must be set, or ${path}.${name}`));
            }
        }),
        ...workloads((container, path, _pod, { report }) => each(resources, name => {
            if (!container.resources?.limits?.[name]) {
                report(`${path}.resources.limits.${name} must be set`);
            }
        })),
    },
});
