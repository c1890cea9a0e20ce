import { type Context, each, flag, type Props, resourcePolicy } from "@room-type/policy-support";

interface Config {
    plaintextInNetwork: boolean;
}

const tls = ["HTTPS", "TLS"];

export const encryptionInTransit = resourcePolicy<Config>({
    name: "encryption-in-transit",
    description: "What is sent is encrypted, with TLS 1.2 or later.",
    config: {
        plaintextInNetwork: flag("Whether a gateway may reach the service without TLS through a VPC link, inside the network.", false),
    },
    checks: {
        "aws:apigateway/domainName:DomainName": (props, { report }) => {
            if (!props.securityPolicy || props.securityPolicy === "TLS_1_0") {
                report("securityPolicy must be set, to TLS_1_2 or a later one");
            }
        },
        "aws:apigateway/integration:Integration": (props, { config, report }) => {
            const isHttp = props.type === "HTTP" || props.type === "HTTP_PROXY";
            const mayBePlain = config.plaintextInNetwork && props.connectionType === "VPC_LINK";
            if (isHttp && !mayBePlain && !/^https:/i.test(props.uri)) {
                report("uri must begin with https:");
            }
        },
        "aws:lb/listener:Listener": (props, context) => listener(props, context),
        "aws:alb/listener:Listener": (props, context) => listener(props, context),
        "aws:elasticache/replicationGroup:ReplicationGroup": (props, { report }) => {
            if (props.transitEncryptionEnabled !== true) {
                report("transitEncryptionEnabled must be true");
            }
        },
        "aws:ecs/taskDefinition:TaskDefinition": (props, { report }) =>
            each(props.volumes, (volume, index) => {
                if (volume.efsVolumeConfiguration && volume.efsVolumeConfiguration.transitEncryption !== "ENABLED") {
                    report(`volumes[${index}].efsVolumeConfiguration.transitEncryption must be ENABLED`);
                }
            }),
        "aws:sns/topicSubscription:TopicSubscription": (props, { report }) => {
            if (props.protocol === "http") {
                report("protocol must be https");
            }
        },
    },
});

function listener(props: Props, { config, report }: Context<Config>): void {
    const redirects = props.defaultActions?.length > 0 && props.defaultActions.every((action: any) => action.type === "redirect");
    if (!tls.includes(props.protocol) && !redirects && !config.plaintextInNetwork) {
        report(`protocol must be ${tls.join(" or ")}, or every action a redirect`);
    }
}
