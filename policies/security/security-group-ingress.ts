import { all, type Context, each, number, type Props, resourcePolicy } from "@room-type/policy-support";

interface Config {
    shortestIpv4Prefix: number;
    shortestIpv6Prefix: number;
}

export const securityGroupIngress = resourcePolicy<Config>({
    name: "security-group-ingress",
    description: "No security group lets the world in, whole or in halves.",
    config: {
        shortestIpv4Prefix: number("Shortest IPv4 prefix that may be let in.", 8, { minimum: 1, maximum: 32 }),
        shortestIpv6Prefix: number("Shortest IPv6 prefix that may be let in.", 16, { minimum: 1, maximum: 128 }),
    },
    checks: {
        "aws:ec2/securityGroup:SecurityGroup": (props, context) => groups(props, context),
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": (props, context) => groups(props, context),
        "aws:ec2/securityGroupRule:SecurityGroupRule": (props, context) => {
            if (props.type === "ingress") {
                ranges(props, "", context);
            }
        },
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (props, context) => all(
            () => range(props.cidrIpv4, "cidrIpv4", context),
            () => range(props.cidrIpv6, "cidrIpv6", context),
        ),
    },
});

function groups(props: Props, context: Context<Config>): void {
    each(props.ingress, (rule, index) => ranges(rule, `ingress[${index}].`, context));
}

function ranges(rule: any, path: string, context: Context<Config>): void {
    all(
        () => each(rule.cidrBlocks, (cidr, index) => range(cidr, `${path}cidrBlocks[${index}]`, context)),
        () => each(rule.ipv6CidrBlocks, (cidr, index) => range(cidr, `${path}ipv6CidrBlocks[${index}]`, context)),
    );
}

function range(cidr: any, path: string, { config, report }: Context<Config>): void {
    if (typeof cidr !== "string") {
        return;
    }
    const shortest = cidr.includes(":") ? config.shortestIpv6Prefix : config.shortestIpv4Prefix;
    if (Number(cidr.split("/")[1]) < shortest) {
        report(`${path} must be a range of a prefix of at least ${shortest} bits, or another security group`);
    }
}
