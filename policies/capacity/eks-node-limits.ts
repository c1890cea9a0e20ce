import { each, number, resourcePolicy } from "@room-type/policy-support";

interface Config {
    maximumNodes: number;
    maximumCpus: number;
}

export const eksNodeLimits = resourcePolicy<Config>({
    name: "eks-node-limits",
    description: "Groups and pools of nodes have a greatest size, so that a runaway autoscaler cannot rent a data centre.",
    config: {
        maximumNodes: number("Most nodes of a group.", 6, { minimum: 1 }),
        maximumCpus: number("Most vCPUs of a node pool.", 32, { minimum: 1 }),
    },
    checks: {
        "aws:eks/cluster:Cluster": (props, { report }) =>
            each(props.computeConfig?.nodePools, (pool, index) => {
                if (pool === "general-purpose") {
                    report(`computeConfig.nodePools[${index}] must not be the built-in pool that has no limits; make a NodePool`);
                }
            }),
        "aws:eks/nodeGroup:NodeGroup": (props, { config, report }) => {
            if (!(props.scalingConfig?.maxSize <= config.maximumNodes)) {
                report(`scalingConfig.maxSize must be set, at most ${config.maximumNodes}`);
            }
        },
        "aws:autoscaling/group:Group": (props, { config, report }) => {
            if (!(props.maxSize <= config.maximumNodes)) {
                report(`maxSize must be set, at most ${config.maximumNodes}`);
            }
        },
        "kubernetes:karpenter.sh/v1:NodePool": (props, { config, report }) => {
            // A Kubernetes quantity: 32, "32" or "32000m".
            const cpu = String(props.spec?.limits?.cpu ?? "");
            const cpus = cpu.endsWith("m") ? Number(cpu.slice(0, -1)) / 1000 : Number(cpu);
            if (cpu === "" || !(cpus <= config.maximumCpus)) {
                report(`spec.limits.cpu must be set, at most ${config.maximumCpus}`);
            }
        },
    },
});
