import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startPack } from "./pack.mjs";
import { testRules } from "./rules.mjs";

const lambda = "aws:lambda/function:Function";
const provisioned = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig";
const target = "aws:appautoscaling/target:Target";
const hpa = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
const pool = "kubernetes:karpenter.sh/v1:NodePool";

const reserving = (name, reservedConcurrentExecutions) => ({ name, type: lambda, props: { reservedConcurrentExecutions } });
const alias = { name: "live", type: "aws:lambda/alias:Alias", props: {}, dependsOn: ["f"] };
const config = most => ({ name: "warm", type: provisioned, props: { provisionedConcurrentExecutions: most }, dependsOn: ["live"] });
const scaling = most => ({ name: "scaling", type: target, props: { serviceNamespace: "lambda", maxCapacity: most }, dependsOn: ["live"] });
const api = { name: "api", type: "aws:apigateway/restApi:RestApi", props: {} };
const stage = { name: "v1", type: "aws:apigateway/stage:Stage", props: {}, dependsOn: ["api"] };
const settings = (throttlingRateLimit, methodPath = "*/*") => ({
  name: "settings",
  type: "aws:apigateway/methodSettings:MethodSettings",
  props: { methodPath, settings: { throttlingRateLimit, throttlingBurstLimit: 20 } },
  dependsOn: ["v1"],
});
const httpStage = throttlingBurstLimit => ({
  name: "v2", type: "aws:apigatewayv2/stage:Stage", props: { defaultRouteSettings: { throttlingRateLimit: 10, throttlingBurstLimit } },
});

testRules("capacity", [
  { rule: "lambda-reserved-concurrency", type: lambda, clean: { reservedConcurrentExecutions: 10 }, broken: { reservedConcurrentExecutions: 777 }, path: "reservedConcurrentExecutions" },
  { rule: "lambda-memory", type: lambda, clean: { memorySize: 1769 }, broken: { memorySize: 64 }, path: "memorySize" },
  { rule: "lambda-timeout", type: lambda, clean: { timeout: 25 }, broken: { timeout: 899 }, path: "timeout" },
  { rule: "lambda-provisioned-on-alias", type: provisioned, clean: { qualifier: "live" }, broken: { qualifier: "77" }, path: "qualifier" },
  { rule: "lambda-provisioned-on-alias", type: target, clean: { serviceNamespace: "lambda", resourceId: "function:f:live" }, broken: { serviceNamespace: "lambda", resourceId: "function:f:77" }, path: "resourceId" },
  { rule: "lambda-provisioned-concurrency", clean: [reserving("f", 10), alias, config(10)], broken: [reserving("f", 10), alias, config(777)], path: "warm.provisionedConcurrentExecutions", names: "warm" },
  { rule: "lambda-provisioned-concurrency", clean: [reserving("f", 10), alias, scaling(10)], broken: [reserving("f", 10), alias, scaling(777)], path: "scaling.maxCapacity", names: "scaling" },
  { rule: "lambda-account-concurrency", clean: [reserving("f", 400), reserving("g", 500)], broken: [reserving("f", 400), reserving("g", 501)], path: "g.reservedConcurrentExecutions", names: "g" },
  { rule: "lambda-managed-capacity", type: "aws:lambda/capacityProvider:CapacityProvider", clean: { capacityProviderScalingConfigs: [{ maxVcpuCount: 12 }] }, broken: { capacityProviderScalingConfigs: [{ maxVcpuCount: 400 }] }, path: "capacityProviderScalingConfigs.0.maxVcpuCount" },
  { rule: "ecs-task-maximum", type: "aws:ecs/service:Service", clean: { desiredCount: 2 }, broken: { desiredCount: 77 }, path: "desiredCount" },
  { rule: "ecs-task-maximum", type: target, clean: { serviceNamespace: "ecs", maxCapacity: 4 }, broken: { serviceNamespace: "ecs", maxCapacity: 77 }, path: "maxCapacity" },
  { rule: "kubernetes-replicas", type: hpa, clean: { spec: { minReplicas: 2, maxReplicas: 10 } }, broken: { spec: { minReplicas: 2, maxReplicas: 77 } }, path: "spec.maxReplicas" },
  { rule: "kubernetes-replicas", type: hpa, clean: { spec: { minReplicas: 2, maxReplicas: 10 } }, broken: { spec: { minReplicas: 0, maxReplicas: 10 } }, path: "spec.minReplicas" },
  { rule: "kubernetes-replicas", type: "kubernetes:apps/v1:Deployment", clean: { spec: { replicas: 2 } }, broken: { spec: { replicas: 77 } }, path: "spec.replicas" },
  { rule: "eks-node-limits", type: "aws:eks/cluster:Cluster", clean: { computeConfig: { nodePools: ["system"] } }, broken: { computeConfig: { nodePools: ["system", "general-purpose"] } }, path: "computeConfig.nodePools.1" },
  { rule: "eks-node-limits", type: "aws:eks/nodeGroup:NodeGroup", clean: { scalingConfig: { maxSize: 3 } }, broken: { scalingConfig: { maxSize: 77 } }, path: "scalingConfig.maxSize" },
  { rule: "eks-node-limits", type: "aws:autoscaling/group:Group", clean: { maxSize: 3 }, broken: { maxSize: 77 }, path: "maxSize" },
  { rule: "eks-node-limits", type: pool, clean: { spec: { limits: { cpu: "16" } } }, broken: { spec: { limits: { cpu: "77000m" } } }, path: "spec.limits.cpu" },
  { rule: "eks-node-limits", type: pool, clean: { spec: { limits: { cpu: 16 } } }, broken: { spec: {} }, path: "spec.limits" },
  { rule: "api-throttling", clean: [api, stage, settings(50)], broken: [api, stage, settings(777)], path: "settings.settings.throttlingRateLimit", names: "settings" },
  { rule: "api-throttling", clean: [api, stage, settings(50)], broken: [api, stage, settings(50, "~1x/POST")], path: "settings.methodPath", names: "v1" },
  { rule: "api-throttling", clean: [httpStage(20)], broken: [httpStage(777)], path: "v2.defaultRouteSettings.throttlingBurstLimit", names: "v2" },
  { rule: "usage-plan-throttling", type: "aws:apigateway/usagePlan:UsagePlan", clean: { throttleSettings: { rateLimit: 5, burstLimit: 10 } }, broken: { throttleSettings: { rateLimit: 5 } }, path: "throttleSettings" },
  { rule: "log-retention", type: "aws:cloudwatch/logGroup:LogGroup", clean: { retentionInDays: 30 }, broken: { retentionInDays: 0 }, path: "retentionInDays" },
]);

describe("pack capacity", () => {
  let pack;
  before(async () => { pack = await startPack("capacity"); });
  after(() => pack?.end());

  const told = async (type, props) => (await pack.analyze({ type, props })).map(found => [found.policy, found.level]);
  const sized = { reservedConcurrentExecutions: 10, memorySize: 1769, timeout: 25 };

  it("a function without any size violates each bound", async () => {
    assert.deepEqual(await told(lambda, {}), [["lambda-memory", "mandatory"], ["lambda-reserved-concurrency", "mandatory"], ["lambda-timeout", "mandatory"]]);
  });

  it("reserved concurrency is bounded from both sides", async () => {
    for (const reservedConcurrentExecutions of [-1, 0, 51])
      assert.deepEqual(await told(lambda, { ...sized, reservedConcurrentExecutions }), [["lambda-reserved-concurrency", "mandatory"]]);
    for (const reservedConcurrentExecutions of [1, 50])
      assert.deepEqual(await told(lambda, { ...sized, reservedConcurrentExecutions }), []);
  });

  it("a function on managed instances reserves nothing", async () => {
    const { reservedConcurrentExecutions, ...managed } = sized;
    assert.deepEqual(await told(lambda, { ...managed, capacityProviderConfig: { lambdaManagedInstancesCapacityProviderConfig: {} } }), []);
  });

  it("a stage without throttling of all methods is named", async () => {
    const found = await pack.analyzeStack([api, stage]);
    assert.deepEqual(found.map(one => [one.policy, one.resource]), [["api-throttling", "v1"]]);
  });

  it("throttling that is switched off is none", async () => {
    assert.deepEqual((await pack.analyzeStack([api, stage, settings(-1)])).map(one => one.policy), ["api-throttling"]);
  });

  it("an unknown value does not hide the violation beside it", async () => {
    const found = await pack.analyzeStack([reserving("f", 10), alias, config("04da6b54-80e4-46f7-96ec-b56ff0331ba9"), scaling(777)]);
    assert.deepEqual(found.map(one => one.level).sort(), ["advisory", "mandatory"]);
  });

  it("limits and levels are configuration", async () => {
    await pack.configure({ "lambda-memory": { maximum: 1024 }, "lambda-timeout": { enforcementLevel: "disabled" }, "lambda-reserved-concurrency": { enforcementLevel: "advisory" } });
    assert.deepEqual(await told(lambda, { memorySize: 1769 }), [["lambda-memory", "mandatory"], ["lambda-reserved-concurrency", "advisory"]]);
    await pack.configure({});
  });
});
