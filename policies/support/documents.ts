import { each } from "./checks";
import { Props, Reporter } from "./policies";

/** JSON that a property holds as text, or as a structure where the SDK takes one. Text that is no JSON is the provider's to refuse. */
export function parseJson(text: string | object | null | undefined): any {
    if (typeof text !== "string") {
        return text ?? undefined;
    }
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

/** Types of Kubernetes objects that run pods, and the way to the pod's specification. */
const podPaths: Record<string, string[]> = {
    "kubernetes:core/v1:Pod": ["spec"],
    "kubernetes:apps/v1:Deployment": ["spec", "template", "spec"],
    "kubernetes:apps/v1:StatefulSet": ["spec", "template", "spec"],
    "kubernetes:apps/v1:DaemonSet": ["spec", "template", "spec"],
    "kubernetes:apps/v1:ReplicaSet": ["spec", "template", "spec"],
    "kubernetes:batch/v1:Job": ["spec", "template", "spec"],
    "kubernetes:batch/v1:CronJob": ["spec", "jobTemplate", "spec", "template", "spec"],
};

/** The pod's specification of a Kubernetes object that runs pods. */
function podSpec(type: string, props: Props): Props | undefined {
    return podPaths[type].reduce((value, key) => value?.[key], props);
}

/** Gives the same check to every Kubernetes type that runs pods, for each container with its pod's specification. */
export function workloads(
    check: (container: any, path: string, pod: Props, context: Reporter) => void,
): Record<string, (props: Props, context: Reporter) => void> {
    const ofWorkload = (type: string) => (props: Props, context: Reporter) => {
        const pod = podSpec(type, props);
        each(["containers", "initContainers"], group =>
            each(pod?.[group], (item, index) => check(item, `${podPaths[type].join(".")}.${group}[${index}]`, pod, context)));
    };
    return Object.fromEntries(Object.keys(podPaths).map(type => [type, ofWorkload(type)]));
}

/** Runs a check for each container of an ECS task definition. */
export function containers(props: Props, check: (container: any, path: string) => void): void {
    each(parseJson(props.containerDefinitions), (item, index) => check(item, `containerDefinitions[${index}]`));
}
