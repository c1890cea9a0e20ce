import { each, isSet, type Props, type Reporter, resourcePolicy } from "@room-type/policy-support";

/** What each type must say for its data to be encrypted; types that AWS always encrypts are left out. */
const demands: Record<string, { path: string; holds: (props: Props) => unknown }> = {
    "aws:ecr/repository:Repository": {
        path: "encryptionConfigurations",
        holds: props => props.encryptionConfigurations?.length > 0,
    },
    "aws:sns/topic:Topic": { path: "kmsMasterKeyId", holds: props => isSet(props, "kmsMasterKeyId") },
    "aws:sqs/queue:Queue": { path: "sqsManagedSseEnabled", holds: props => isSet(props, "kmsMasterKeyId") || props.sqsManagedSseEnabled !== false },
    "aws:ebs/volume:Volume": { path: "encrypted", holds: props => props.encrypted },
    "aws:efs/fileSystem:FileSystem": { path: "encrypted", holds: props => props.encrypted },
    "aws:rds/instance:Instance": { path: "storageEncrypted", holds: props => props.storageEncrypted },
    "aws:rds/cluster:Cluster": { path: "storageEncrypted", holds: props => props.storageEncrypted },
    "aws:elasticache/replicationGroup:ReplicationGroup": {
        path: "atRestEncryptionEnabled",
        holds: props => props.atRestEncryptionEnabled,
    },
};

export const encryptionAtRest = resourcePolicy({
    name: "encryption-at-rest",
    description: "What is stored is encrypted, where AWS does not do so unasked.",
    checks: {
        ...Object.fromEntries(Object.entries(demands).map(([type, { path, holds }]) => [
            type,
            (props: Props, { report }: Reporter) => {
                if (!holds(props)) {
                    report(`${path} must be set: what is stored here must be encrypted`);
                }
            },
        ])),
        "aws:ec2/launchTemplate:LaunchTemplate": (props, { report }) =>
            each(props.blockDeviceMappings, (mapping, index) => {
                if (mapping.ebs && String(mapping.ebs.encrypted) !== "true") {
                    report(`blockDeviceMappings[${index}].ebs.encrypted must be true`);
                }
            }),
    },
});
