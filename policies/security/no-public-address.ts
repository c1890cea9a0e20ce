import { all, each, resourcePolicy } from "@room-type/policy-support";

const everyone = ["0.0.0.0/0", "::/0"];

export const noPublicAddress = resourcePolicy({
    name: "no-public-address",
    description: "Nothing that runs the service has an address on the internet: callers come through the gateway.",
    checks: {
        "aws:ec2/subnet:Subnet": (props, { report }) => {
            if (props.mapPublicIpOnLaunch) {
                report("mapPublicIpOnLaunch must be false");
            }
        },
        "aws:ec2/instance:Instance": (props, { report }) => {
            if (props.associatePublicIpAddress) {
                report("associatePublicIpAddress must be false");
            }
        },
        "aws:ec2/launchTemplate:LaunchTemplate": (props, { report }) =>
            each(props.networkInterfaces, (network, index) => {
                if (String(network.associatePublicIpAddress) === "true") {
                    report(`networkInterfaces[${index}].associatePublicIpAddress must be false`);
                }
            }),
        "aws:ec2/eip:Eip": (props, { report }) => all(
            () => props.instance && report("instance must not be set: an address is for NAT gateways only"),
            () => props.networkInterface && report("networkInterface must not be set: an address is for NAT gateways only"),
        ),
        "aws:ecs/service:Service": (props, { report }) => {
            if (props.networkConfiguration?.assignPublicIp) {
                report("networkConfiguration.assignPublicIp must be false");
            }
        },
        "aws:eks/cluster:Cluster": (props, { report }) => {
            // Public unless it is switched off; an open range is the default too.
            const { vpcConfig } = props;
            if (vpcConfig && vpcConfig.endpointPublicAccess !== false) {
                const ranges: string[] = vpcConfig.publicAccessCidrs ?? everyone;
                if (ranges.length === 0 || ranges.some(range => everyone.includes(range))) {
                    report("vpcConfig.endpointPublicAccess must be false, or vpcConfig.publicAccessCidrs name the networks");
                }
            }
        },
    },
});
