import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startPack } from "./pack.mjs";
import { testRules } from "./rules.mjs";

const digest = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/room-type@sha256:${"7f83b165".repeat(8)}`;
const moving = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/room-type:latest";
const deployment = "kubernetes:apps/v1:Deployment";
const job = "kubernetes:batch/v1:CronJob";
const task = "aws:ecs/taskDefinition:TaskDefinition";
const securityGroup = "aws:ec2/securityGroup:SecurityGroup";
const repository = "aws:ecr/repository:Repository";
const policy = "aws:iam/rolePolicy:RolePolicy";
const cluster = "aws:eks/cluster:Cluster";
const network = "networkConfiguration.assignPublicIp";

const pod = (container, more = {}) => ({ spec: { template: { spec: { containers: [container], ...more } } } });
const inPod = path => `spec.template.spec.${path}`;
const locked = { runAsNonRoot: true, allowPrivilegeEscalation: false };
const ecs = container => ({ containerDefinitions: JSON.stringify([container]), cpu: "1024", memory: "2048" });
const document = statement => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
const logs = "arn:aws:logs:eu-central-1:123456789012:log-group:room-type:*";
const service = annotations => ({ metadata: { annotations }, spec: { type: "LoadBalancer" } });
const scheme = "service.beta.kubernetes.io/aws-load-balancer-scheme";

const lambda = { name: "f", type: "aws:lambda/function:Function", props: {} };
const topic = ["arn:aws:sns:eu-central-1:123456789012:alarms"];
const alarm = (metricName, more = { alarmActions: topic }) =>
  ({ name: metricName, type: "aws:cloudwatch/metricAlarm:MetricAlarm", props: { namespace: "AWS/Lambda", metricName, ...more } });
const composite = alarmActions => ({ name: "all", type: "aws:cloudwatch/compositeAlarm:CompositeAlarm", props: { alarmActions }, dependsOn: ["Errors"] });
const api = (props = {}) => ({ name: "api", type: "aws:apigateway/restApi:RestApi", props });
const apiPolicy = { name: "policy", type: "aws:apigateway/restApiPolicy:RestApiPolicy", props: {}, dependsOn: ["api"] };

const role = { name: "role", type: "aws:iam/role:Role", props: {} };
const right = { name: "right", type: "aws:iam/rolePolicy:RolePolicy", props: {}, dependsOn: ["role"], by: { role: ["role"] } };
const user = (...dependsOn) => ({ name: "user", type: "aws:eks/cluster:Cluster", props: { roleArn: "arn" }, dependsOn, by: { roleArn: ["role"] } });
const named = { name: "Errors", type: "aws:cloudwatch/metricAlarm:MetricAlarm", props: { name: "rooms-errors", alarmActions: topic } };
const naming = (...dependsOn) => ({ name: "all", type: "aws:cloudwatch/compositeAlarm:CompositeAlarm", props: { alarmActions: topic, alarmRule: 'ALARM("rooms-errors")' }, dependsOn });
const lifecycle = selection => ({ policy: JSON.stringify({ rules: [{ selection, action: { type: "expire" } }] }) });

testRules("security", [
  { rule: "account-wide", type: "aws:apigateway/account:Account", cleanType: "aws:apigateway/stage:Stage", clean: {}, broken: {}, path: "cloudwatchRoleArn", when: "broken" },
  { rule: "alarm-order", clean: [named, naming("Errors")], broken: [named, naming()], path: "all.alarmRule", names: "all" },
  { rule: "alarm-samples", type: "aws:cloudwatch/metricAlarm:MetricAlarm", clean: { evaluateLowSampleCountPercentiles: "evaluate" }, broken: { evaluateLowSampleCountPercentiles: "ignore" }, path: "evaluateLowSampleCountPercentiles" },
  { rule: "ecr-keeps-images", type: "aws:ecr/lifecyclePolicy:LifecyclePolicy", clean: lifecycle({ tagStatus: "tagged", tagPrefixList: ["candidate-"] }), broken: lifecycle({ tagStatus: "any" }), path: "policy" },
  { rule: "ecr-keeps-images", type: "aws:ecr/lifecyclePolicy:LifecyclePolicy", clean: lifecycle({ tagStatus: "tagged", tagPatternList: ["candidate-*"] }), broken: lifecycle({ tagStatus: "tagged", tagPatternList: ["*"] }), path: "policy" },
  { rule: "role-rights-first", clean: [role, right, user("role", "right")], broken: [role, right, user("role")], path: "user.roleArn", names: "user", when: "broken" },
  { rule: "alarm-actions", clean: [alarm("Errors")], broken: [alarm("Errors", { alarmActions: [] })], path: "Errors.alarmActions", names: "Errors" },
  { rule: "alarms-present", clean: [lambda, alarm("Errors"), alarm("Throttles"), alarm("Duration")], broken: [lambda, alarm("Errors"), alarm("Throttles"), alarm("Invocations")], path: "Invocations.metricName", names: "f" },
  { rule: "api-iam-authorization", type: "aws:apigateway/method:Method", clean: { authorization: "AWS_IAM" }, broken: { authorization: "NONE" }, path: "authorization" },
  { rule: "api-iam-authorization", type: "aws:apigatewayv2/route:Route", clean: { authorizationType: "AWS_IAM" }, broken: { authorizationType: "NONE" }, path: "authorizationType" },
  { rule: "api-iam-authorization", type: "aws:lambda/functionUrl:FunctionUrl", clean: { authorizationType: "AWS_IAM" }, broken: { authorizationType: "NONE" }, path: "authorizationType" },
  { rule: "api-resource-policy", clean: [api({ policy: document({}) })], broken: [api({ policy: "" })], path: "api.policy", names: "api" },
  { rule: "container-limits", type: deployment, clean: pod({ resources: { limits: { cpu: "1", memory: "1Gi" } } }), broken: pod({ resources: { limits: { cpu: "1" } } }), path: inPod("containers.0.resources.limits.memory") },
  { rule: "container-limits", type: task, clean: ecs({}), broken: { ...ecs({}), memory: "" }, path: "memory" },
  { rule: "container-non-root", type: deployment, clean: pod({ securityContext: locked }), broken: pod({ securityContext: { ...locked, runAsNonRoot: false } }), path: inPod("containers.0.securityContext.runAsNonRoot") },
  { rule: "container-non-root", type: deployment, clean: pod({ securityContext: locked }), broken: pod({ securityContext: { ...locked, privileged: true } }), path: inPod("containers.0.securityContext.privileged") },
  { rule: "container-non-root", type: deployment, clean: pod({ securityContext: locked }), broken: pod({ securityContext: { runAsNonRoot: true } }), path: inPod("containers.0.securityContext.allowPrivilegeEscalation") },
  { rule: "container-non-root", type: task, clean: ecs({ user: "1654" }), broken: ecs({ user: "0:0" }), path: "containerDefinitions" },
  { rule: "container-read-only-root", type: deployment, clean: pod({ securityContext: { readOnlyRootFilesystem: true } }), broken: pod({ securityContext: { readOnlyRootFilesystem: false } }), path: inPod("containers.0.securityContext.readOnlyRootFilesystem") },
  { rule: "container-read-only-root", type: task, clean: ecs({ readonlyRootFilesystem: true }), broken: ecs({}), path: "containerDefinitions" },
  { rule: "ecr-immutable-tags", type: repository, clean: { imageTagMutability: "IMMUTABLE" }, broken: { imageTagMutability: "MUTABLE" }, path: "imageTagMutability" },
  { rule: "ecr-scan-on-push", type: repository, clean: { imageScanningConfiguration: { scanOnPush: true } }, broken: { imageScanningConfiguration: { scanOnPush: false } }, path: "imageScanningConfiguration.scanOnPush" },
  { rule: "encryption-at-rest", type: repository, clean: { encryptionConfigurations: [{ encryptionType: "KMS" }] }, broken: { encryptionConfigurations: [] }, path: "encryptionConfigurations" },
  { rule: "encryption-at-rest", type: "aws:sns/topic:Topic", clean: { kmsMasterKeyId: "alias/aws/sns" }, broken: {}, path: "kmsMasterKeyId", when: "clean" },
  { rule: "encryption-at-rest", type: "aws:sqs/queue:Queue", clean: {}, broken: { sqsManagedSseEnabled: false }, path: "sqsManagedSseEnabled" },
  { rule: "encryption-at-rest", type: "aws:ec2/launchTemplate:LaunchTemplate", clean: { blockDeviceMappings: [{ ebs: { encrypted: "true" } }] }, broken: { blockDeviceMappings: [{ ebs: { encrypted: "false" } }] }, path: "blockDeviceMappings.0.ebs.encrypted" },
  ...[["aws:ebs/volume:Volume", "encrypted"], ["aws:efs/fileSystem:FileSystem", "encrypted"], ["aws:rds/instance:Instance", "storageEncrypted"],
    ["aws:rds/cluster:Cluster", "storageEncrypted"], ["aws:elasticache/replicationGroup:ReplicationGroup", "atRestEncryptionEnabled"]]
    .map(([type, path]) => ({ rule: "encryption-at-rest", type, clean: { [path]: true }, broken: { [path]: false }, path })),
  { rule: "encryption-in-transit", type: "aws:lb/listener:Listener", clean: { protocol: "HTTPS" }, broken: { protocol: "HTTP", port: 80 }, path: "protocol" },
  { rule: "encryption-in-transit", type: "aws:alb/listener:Listener", clean: { protocol: "HTTP", defaultActions: [{ type: "redirect" }] }, broken: { protocol: "HTTP", defaultActions: [{ type: "forward" }] }, path: "defaultActions" },
  { rule: "encryption-in-transit", type: "aws:apigateway/domainName:DomainName", clean: { securityPolicy: "TLS_1_2" }, broken: { securityPolicy: "TLS_1_0" }, path: "securityPolicy" },
  { rule: "encryption-in-transit", type: "aws:apigateway/integration:Integration", clean: { type: "HTTP_PROXY", uri: "https://internal/v1" }, broken: { type: "HTTP_PROXY", uri: "http://internal/v1" }, path: "uri" },
  { rule: "encryption-in-transit", type: "aws:elasticache/replicationGroup:ReplicationGroup", clean: { transitEncryptionEnabled: true }, broken: { transitEncryptionEnabled: false }, path: "transitEncryptionEnabled" },
  { rule: "encryption-in-transit", type: task, clean: { volumes: [{ efsVolumeConfiguration: { transitEncryption: "ENABLED" } }] }, broken: { volumes: [{ efsVolumeConfiguration: { transitEncryption: "DISABLED" } }] }, path: "volumes.0.efsVolumeConfiguration.transitEncryption" },
  { rule: "encryption-in-transit", type: "aws:sns/topicSubscription:TopicSubscription", clean: { protocol: "https" }, broken: { protocol: "http" }, path: "protocol" },
  { rule: "iam-no-wildcard", type: policy, clean: { policy: document({ Action: ["logs:PutLogEvents"], Resource: logs }) }, broken: { policy: document({ Action: "s3:*", Resource: "arn:aws:s3:::models/*" }) }, path: "policy" },
  { rule: "iam-no-wildcard", type: "aws:iam/role:Role", clean: { assumeRolePolicy: document({ Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }) }, broken: { assumeRolePolicy: document({ Action: "sts:AssumeRole", Principal: "*" }) }, path: "assumeRolePolicy" },
  { rule: "iam-no-wildcard", type: "aws:iam/role:Role", clean: { inlinePolicies: [{ policy: document({ Action: "s3:GetObject", Resource: "arn:aws:s3:::models/*" }) }] }, broken: { inlinePolicies: [{ policy: document({ Action: "s3:GetObject", Resource: "*" }) }] }, path: "inlinePolicies.0.policy" },
  { rule: "iam-no-wildcard", type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", clean: { policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" }, broken: { policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" }, path: "policyArn" },
  { rule: "iam-no-wildcard", type: "aws:lambda/permission:Permission", clean: { principal: "apigateway.amazonaws.com" }, broken: { principal: "*" }, path: "principal" },
  { rule: "iam-no-wildcard", type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", clean: { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] }, broken: { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["*"] }] }, path: "rules.0.verbs.0" },
  { rule: "image-by-digest", type: "aws:lambda/function:Function", clean: { packageType: "Image", imageUri: digest }, broken: { packageType: "Image", imageUri: moving }, path: "imageUri" },
  { rule: "image-by-digest", type: task, clean: ecs({ image: digest }), broken: ecs({ image: moving }), path: "containerDefinitions" },
  { rule: "image-by-digest", type: deployment, clean: pod({ image: digest }), broken: pod({ image: moving }), path: inPod("containers.0.image") },
  { rule: "image-by-digest", type: deployment, clean: pod({ image: digest }), broken: pod({ image: digest }, { initContainers: [{ image: moving }] }), path: inPod("initContainers.0.image") },
  { rule: "image-by-digest", type: job, clean: { spec: { jobTemplate: { spec: { template: { spec: { containers: [{ image: digest }] } } } } } }, broken: { spec: { jobTemplate: { spec: { template: { spec: { containers: [{ image: moving }] } } } } } }, path: "spec.jobTemplate.spec.template.spec.containers.0.image" },
  { rule: "load-balancer-internal", type: "aws:lb/loadBalancer:LoadBalancer", clean: { internal: true }, broken: { internal: false }, path: "internal" },
  { rule: "load-balancer-internal", type: "aws:alb/loadBalancer:LoadBalancer", clean: { internal: true }, broken: { internal: false }, path: "internal" },
  { rule: "load-balancer-internal", type: "kubernetes:core/v1:Service", clean: service({ [scheme]: "internal" }), broken: service({}), path: "spec.type" },
  { rule: "load-balancer-internal", type: "kubernetes:networking.k8s.io/v1:Ingress", clean: { metadata: {} }, broken: { metadata: { annotations: { "alb.ingress.kubernetes.io/scheme": "internet-facing" } } }, path: "metadata.annotations" },
  { rule: "no-evidently", type: "aws:evidently/feature:Feature", cleanType: "aws:appconfig/application:Application", clean: { name: "model" }, broken: { name: "model" }, path: "name", when: "broken" },
  { rule: "no-public-address", type: "aws:ec2/subnet:Subnet", clean: { mapPublicIpOnLaunch: false }, broken: { mapPublicIpOnLaunch: true }, path: "mapPublicIpOnLaunch" },
  { rule: "no-public-address", type: "aws:ec2/instance:Instance", clean: { associatePublicIpAddress: false }, broken: { associatePublicIpAddress: true }, path: "associatePublicIpAddress" },
  { rule: "no-public-address", type: "aws:ec2/launchTemplate:LaunchTemplate", clean: { networkInterfaces: [{ associatePublicIpAddress: "false" }] }, broken: { networkInterfaces: [{ associatePublicIpAddress: "true" }] }, path: "networkInterfaces.0.associatePublicIpAddress" },
  { rule: "no-public-address", type: "aws:ec2/eip:Eip", clean: { instance: "" }, broken: { instance: "i-0abc" }, path: "instance" },
  { rule: "no-public-address", type: "aws:ecs/service:Service", clean: { networkConfiguration: { assignPublicIp: false } }, broken: { networkConfiguration: { assignPublicIp: true } }, path: network },
  { rule: "no-public-address", type: cluster, clean: { vpcConfig: { endpointPublicAccess: false } }, broken: { vpcConfig: { endpointPublicAccess: true } }, path: "vpcConfig.endpointPublicAccess" },
  { rule: "no-public-address", type: cluster, clean: { vpcConfig: { publicAccessCidrs: ["198.51.100.0/24"] } }, broken: { vpcConfig: { publicAccessCidrs: ["0.0.0.0/0"] } }, path: "vpcConfig.publicAccessCidrs.0" },
  { rule: "security-group-ingress", type: securityGroup, clean: { ingress: [{ cidrBlocks: ["10.0.0.0/16"] }] }, broken: { ingress: [{ cidrBlocks: ["0.0.0.0/0"] }] }, path: "ingress.0.cidrBlocks.0" },
  { rule: "security-group-ingress", type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", clean: { ingress: [] }, broken: { ingress: [{ ipv6CidrBlocks: ["::/0"] }] }, path: "ingress" },
  { rule: "security-group-ingress", type: "aws:ec2/securityGroupRule:SecurityGroupRule", clean: { type: "ingress", cidrBlocks: ["10.0.0.0/16"] }, broken: { type: "ingress", cidrBlocks: ["128.0.0.0/1"] }, path: "cidrBlocks.0" },
  { rule: "security-group-ingress", type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", clean: { cidrIpv4: "10.0.0.0/16" }, broken: { cidrIpv4: "0.0.0.0/0" }, path: "cidrIpv4" },
  { rule: "security-group-ingress", type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", clean: { cidrIpv6: "fd00::/48" }, broken: { cidrIpv6: "::/0" }, path: "cidrIpv6" },
]);

describe("pack security", () => {
  let pack;
  before(async () => { pack = await startPack("security"); });
  after(() => pack?.end());

  const told = async (type, props) => (await pack.analyze({ type, props })).map(found => [found.policy, found.level]);
  const toldOf = async statement => told(policy, { policy: document(statement) });
  const wildcard = [["iam-no-wildcard", "mandatory"]];

  it("an unknown range does not hide the open one beside it", async () => {
    const props = { ingress: [{ cidrBlocks: ["04da6b54-80e4-46f7-96ec-b56ff0331ba9", "0.0.0.0/0"] }] };
    assert.deepEqual(await told(securityGroup, props), [["security-group-ingress", "mandatory"], ["security-group-ingress", "advisory"]]);
  });

  it("egress may go anywhere", async () => {
    assert.deepEqual(await told(securityGroup, { egress: [{ cidrBlocks: ["0.0.0.0/0"] }] }), []);
    assert.deepEqual(await told("aws:ec2/securityGroupRule:SecurityGroupRule", { type: "egress", cidrBlocks: ["0.0.0.0/0"] }), []);
  });

  it("an alarm that a composite one listens to needs no action of its own", async () => {
    assert.deepEqual(await pack.analyzeStack([alarm("Errors", {}), composite(topic)]), []);
    assert.deepEqual((await pack.analyzeStack([alarm("Errors", {}), composite([])])).map(one => one.resource), ["Errors", "all"]);
  });

  it("a composite alarm may leave telling to the alarms that it names", async () => {
    assert.deepEqual(await pack.analyzeStack([alarm("Errors"), composite([])]), []);
  });

  it("a policy resource of its own is the API's", async () => {
    assert.deepEqual(await pack.analyzeStack([api(), apiPolicy]), []);
  });

  it("IAM: what is too wide", async () => {
    assert.deepEqual(await toldOf({ Action: "*", Resource: logs }), wildcard);
    assert.deepEqual(await toldOf({ Action: "s3:Get*", Resource: "arn:aws:s3:::models/*" }), wildcard);
    assert.deepEqual(await toldOf({ NotAction: "iam:*", Resource: logs }), wildcard);
    assert.deepEqual(await toldOf({ Action: "s3:GetObject", NotResource: logs }), wildcard);
    assert.deepEqual(await toldOf({ Action: ["xray:PutTraceSegments", "s3:GetObject"], Resource: "*" }), wildcard);
    assert.deepEqual(await toldOf({ Action: "iam:PassRole", Resource: "arn:aws:iam::123456789012:*" }), wildcard);
    assert.deepEqual(await toldOf({ Action: "s3:GetObject", Resource: logs, Principal: { AWS: ["*"] } }), wildcard);
  });

  it("IAM: what is not", async () => {
    assert.deepEqual(await toldOf({ Action: "xray:PutTraceSegments", Resource: "*" }), []);
    assert.deepEqual(await toldOf({ Effect: "Deny", Action: "*", Resource: "*", Principal: "*" }), []);
    assert.deepEqual(await toldOf({ Action: "execute-api:Invoke", Resource: logs, Principal: "*", Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }), []);
    const root = { Action: "kms:*", Resource: "*", Principal: { AWS: "arn:aws:iam::123456789012:root" } };
    assert.deepEqual(await told("aws:kms/key:Key", { policy: document(root) }), []);
    assert.deepEqual(await told("aws:kms/key:Key", { policy: document({ ...root, Principal: { AWS: "arn:aws:iam::123456789012:role/x" } }) }), wildcard);
  });

  it("Evidently is advised against, and forbidden where the configuration says so", async () => {
    assert.deepEqual(await told("aws:evidently/project:Project", {}), [["no-evidently", "advisory"]]);
    await pack.configure({ "no-evidently": { enforcementLevel: "mandatory" }, "encryption-in-transit": { plaintextInNetwork: true }, "alarms-present": { metrics: { "aws:lambda/function:Function": ["AWS/Lambda/IteratorAge"] } } });
    assert.deepEqual(await told("aws:evidently/project:Project", {}), [["no-evidently", "mandatory"]]);
    assert.deepEqual(await told("aws:lb/listener:Listener", { protocol: "HTTP" }), []);
    assert.deepEqual(await told("aws:apigateway/integration:Integration", { type: "HTTP_PROXY", uri: "http://x", connectionType: "VPC_LINK" }), []);
    assert.deepEqual(await told("aws:apigateway/integration:Integration", { type: "HTTP", uri: "http://x" }), [["encryption-in-transit", "mandatory"]]);
    assert.deepEqual((await pack.analyzeStack([lambda])).map(one => one.message.split("\n")[1]), ["the stack needs an alarm on AWS/Lambda/IteratorAge"]);
    await pack.configure({});
  });
});
