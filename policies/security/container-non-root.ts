import { all, containers, resourcePolicy, workloads } from "@room-type/policy-support";

export const containerNonRoot = resourcePolicy({
    name: "container-non-root",
    description: "Containers run as a user other than root and cannot become root: a hole in the service is no hole in the host.",
    checks: {
        "aws:ecs/taskDefinition:TaskDefinition": (props, { report }) =>
            containers(props, (container, path) => all(
                () => isRoot(container.user) && report(`${path}.user must be set, and not root`),
                () => container.privileged && report(`${path}.privileged must be false`),
            )),
        ...workloads((container, path, pod, { report }) => all(
            () => {
                const nonRoot = container.securityContext?.runAsNonRoot ?? pod.securityContext?.runAsNonRoot;
                const user = container.securityContext?.runAsUser ?? pod.securityContext?.runAsUser;
                if (nonRoot !== true || user === 0) {
                    report(`${path}.securityContext.runAsNonRoot must be true, there or for the pod, and runAsUser not 0`);
                }
            },
            () => container.securityContext?.privileged && report(`${path}.securityContext.privileged must be false`),
            () => {
                if (container.securityContext?.allowPrivilegeEscalation !== false) {
                    report(`${path}.securityContext.allowPrivilegeEscalation must be false`);
                }
            },
        )),
    },
});

/** ECS takes user, user:group, uid and uid:gid; none means the image's, which a policy cannot see. */
function isRoot(user: any): boolean {
    return !user || /^(root|0+)(:|$)/.test(String(user));
}
