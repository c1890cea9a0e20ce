import { all, bounds, resourcePolicy } from "@room-type/policy-support";

interface Config {
    minimum: number;
    maximum: number;
}

export const kubernetesReplicas = resourcePolicy<Config>({
    name: "kubernetes-replicas",
    description: "Autoscalers and deployments stay within limits: at least enough to survive a zone, at most what is paid for.",
    config: bounds("replicas", 1, 10),
    checks: {
        "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": (props, { config, report }) => all(
            () => {
                if (!(props.spec?.maxReplicas <= config.maximum)) {
                    report(`spec.maxReplicas must be set, at most ${config.maximum}`);
                }
            },
            () => {
                if (!((props.spec?.minReplicas ?? 1) >= config.minimum)) {
                    report(`spec.minReplicas must be at least ${config.minimum}`);
                }
            },
        ),
        "kubernetes:apps/v1:Deployment": (props, { config, report }) => {
            if (props.spec?.replicas > config.maximum) {
                report(`spec.replicas must be at most ${config.maximum}`);
            }
        },
    },
});
