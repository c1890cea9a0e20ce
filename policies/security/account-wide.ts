import { list, resourcePolicy } from "@room-type/policy-support";

const shared = [
    "aws:apigateway/account:Account",
    "aws:ec2/ebsEncryptionByDefault:EbsEncryptionByDefault",
    "aws:ecr/registryPolicy:RegistryPolicy",
    "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
    "aws:ecs/accountSettingDefault:AccountSettingDefault",
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    "aws:iam/serviceLinkedRole:ServiceLinkedRole",
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
];

export const accountWide = resourcePolicy<{ projects: string[] }>({
    name: "account-wide",
    description: "What a whole account shares is made by the project that makes accounts ready: a stack that goes would take it from all others.",
    config: { projects: list("Projects that may have what an account shares.", ["room-type-bootstrap"]) },
    checks: Object.fromEntries(shared.map(type => [type, (_props, { args, config, report }) => {
        const project = args.urn.split("::")[1];
        if (!config.projects.includes(project)) {
            report(`must be in one of the projects ${config.projects.join(", ")}`);
        }
    }])),
});
