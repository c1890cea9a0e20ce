import { type Props, type Reporter, resourcePolicy } from "@room-type/policy-support";

const serviceScheme = "service.beta.kubernetes.io/aws-load-balancer-scheme";
const ingressScheme = "alb.ingress.kubernetes.io/scheme";

export const loadBalancerInternal = resourcePolicy({
    name: "load-balancer-internal",
    description: "Load balancers are internal: the gateway alone faces callers, and checks their signatures.",
    checks: {
        "aws:lb/loadBalancer:LoadBalancer": (props, context) => internal(props, context),
        "aws:alb/loadBalancer:LoadBalancer": (props, context) => internal(props, context),
        "kubernetes:core/v1:Service": (props, { report }) => {
            if (props.spec?.type === "LoadBalancer" && props.metadata?.annotations?.[serviceScheme] !== "internal") {
                report(`metadata.annotations['${serviceScheme}'] must be internal`);
            }
        },
        "kubernetes:networking.k8s.io/v1:Ingress": (props, { report }) => {
            if (props.metadata?.annotations?.[ingressScheme] === "internet-facing") {
                report(`metadata.annotations['${ingressScheme}'] must be internal`);
            }
        },
    },
});

function internal(props: Props, { report }: Reporter): void {
    if (props.internal !== true) {
        report("internal must be true");
    }
}
