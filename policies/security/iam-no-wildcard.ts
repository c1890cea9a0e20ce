import { all, type Context, each, list, parseJson, type Props, type Reporter, resourcePolicy } from "@room-type/policy-support";
import { checkStatement, type IamConfig, statements } from "./iam-statements";

const managed = /:policy\/(?:.*\/)?(?:AdministratorAccess|PowerUserAccess|IAMFullAccess|\w+FullAccess)$/;

export const iamNoWildcard = resourcePolicy<IamConfig>({
    name: "iam-no-wildcard",
    description: "Policies name the actions, the resources and the principals that they are about.",
    config: {
        wildcardActions: list("Actions with a wildcard that may be allowed.", []),
        unscopedActions: list("Actions that AWS does not tie to a resource: these may be allowed on '*'.", [
            "ecr:GetAuthorizationToken",
            "xray:GetSamplingRules",
            "xray:GetSamplingTargets",
            "xray:PutTelemetryRecords",
            "xray:PutTraceSegments",
        ]),
    },
    checks: {
        ...documents({
            "aws:iam/policy:Policy": "policy",
            "aws:iam/rolePolicy:RolePolicy": "policy",
            "aws:iam/userPolicy:UserPolicy": "policy",
            "aws:iam/groupPolicy:GroupPolicy": "policy",
            "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
            "aws:sns/topicPolicy:TopicPolicy": "policy",
            "aws:sqs/queuePolicy:QueuePolicy": "policy",
            "aws:s3/bucketPolicy:BucketPolicy": "policy",
            "aws:apigateway/restApi:RestApi": "policy",
            "aws:apigateway/restApiPolicy:RestApiPolicy": "policy",
            "aws:kms/key:Key": "policy",
            "aws:ec2/vpcEndpoint:VpcEndpoint": "policy",
        }),
        "aws:iam/role:Role": (props, context) => all(
            () => document(props.assumeRolePolicy, "assumeRolePolicy", context),
            () => each(props.inlinePolicies, (inline, index) => document(inline.policy, `inlinePolicies[${index}].policy`, context)),
            () => each(props.managedPolicyArns, (arn, index) => attachment(arn, `managedPolicyArns[${index}]`, context)),
        ),
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment": (props, context) => attachment(props.policyArn, "policyArn", context),
        "aws:lambda/permission:Permission": (props, { report }) => {
            if (props.principal === "*" && !props.principalOrgId && !props.sourceArn) {
                report("principal must be named, or principalOrgId or sourceArn set");
            }
        },
        "kubernetes:rbac.authorization.k8s.io/v1:Role": (props, context) => rules(props, context),
        "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole": (props, context) => rules(props, context),
    },
});

function documents(properties: Record<string, string>): Record<string, (props: Props, context: Context<IamConfig>) => void> {
    return Object.fromEntries(Object.entries(properties)
        .map(([type, property]) => [type, (props, context) => document(props[property], property, context)]));
}

function document(text: any, path: string, { args, config, report }: Context<IamConfig>): void {
    each(statements(parseJson(text)), (statement, index) =>
        checkStatement(statement, args.type, config, message => report(`${path}: statement ${index + 1}: ${message}`)));
}

function attachment(arn: any, path: string, { report }: Reporter): void {
    if (managed.test(arn)) {
        report(`${path} must not be a policy of full access`);
    }
}

function rules(props: Props, { report }: Reporter): void {
    each(props.rules, (rule, index) => each(["apiGroups", "resources", "verbs"], part =>
        each(rule[part], item => item === "*" && report(`rules[${index}].${part} must be named: no wildcard`))));
}
