import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { secret, startPack, unknown } from "./pack.mjs";
import { testRules } from "./rules.mjs";

const type = "aws:lambda/function:Function";
const nodes = "kubernetes:eks.amazonaws.com/v1:NodeClass";
const group = "aws:autoscaling/group:Group";
const tags = { Project: "room-type", Environment: "dev", Owner: "perception", CostCenter: "cloud-dev", ManagedBy: "pulumi" };
const without = name => Object.fromEntries(Object.entries(tags).filter(([key]) => key !== name));
const listed = map => Object.entries(map).map(([key, value]) => ({ key, value, propagateAtLaunch: true }));

testRules("tagging", [
  { rule: "required-tags", type, clean: { tags }, broken: { tags: without("Owner") }, path: "tags" },
  { rule: "required-tags", type, clean: { tags }, broken: { tags: without("Owner") }, path: "tags.Project", when: "broken" },
  { rule: "required-tags", type, clean: { tagsAll: tags }, broken: { tagsAll: without("CostCenter") }, path: "tagsAll" },
  { rule: "required-tags", type: group, clean: { tags: listed(tags) }, broken: { tags: listed(without("Owner")) }, path: "tags" },
  { rule: "required-tags", type: group, clean: { tags: listed(tags) }, broken: { tags: listed(without("Owner")) }, path: "tags.0.value", when: "broken" },
  { rule: "required-tags", type: nodes, clean: { spec: { tags } }, broken: { spec: { tags: without("Owner") } }, path: "spec.tags" },
  { rule: "tag-values", type, clean: { tags }, broken: { tags: { ...tags, Environment: "production" } }, path: "tags.Environment" },
  { rule: "tag-values", type, clean: { tags }, broken: { tags: { ...tags, Owner: "Perception Team" } }, path: "tags.Owner" },
  { rule: "tag-values", type: group, clean: { tags: listed(tags) }, broken: { tags: listed({ ...tags, Owner: "?!" }) }, path: "tags.2.value" },
  { rule: "managed-by-tag", type, clean: { tags }, broken: { tags: without("ManagedBy") }, path: "tags" },
]);

describe("pack tagging, where tags come from", () => {
  let pack;
  before(async () => { pack = await startPack("tagging"); });
  after(() => pack?.end());

  const provider = { defaultTags: JSON.stringify({ tags }) };
  const told = async resource => (await pack.analyze(resource)).map(found => [found.policy, found.level]);

  it("the provider's default tags count, as text and as a structure", async () => {
    assert.deepEqual(await told({ type, props: {}, provider }), []);
    assert.deepEqual(await told({ type, props: {}, provider: { defaultTags: { tags } } }), []);
  });

  it("they do not reach an autoscaling group", async () => {
    assert.deepEqual(new Set((await told({ type: group, props: {}, provider })).map(([policy]) => policy)), new Set(["required-tags", "managed-by-tag"]));
  });

  it("a tag of the resource goes before the provider's", async () => {
    assert.deepEqual(await told({ type, props: { tags: { Owner: "?!" } }, provider }), [["tag-values", "mandatory"]]);
  });

  it("what the provider has, unknown tags of the resource do not hide", async () => {
    const found = await told({ type, props: { tags: unknown }, provider });
    assert.deepEqual(found, [["tag-values", "advisory"]]);
  });

  it("types that take no tags need none", async () => {
    assert.deepEqual(await told({ type: "aws:iam/rolePolicy:RolePolicy", props: {} }), []);
    assert.deepEqual(await told({ type: "kubernetes:apps/v1:Deployment", props: {} }), []);
  });
});

describe("pack tagging, remediation", () => {
  let pack;
  before(async () => { pack = await startPack("tagging"); });
  after(() => pack?.end());

  const remediated = async (props, more = {}) => pack.remediate({ type, props, ...more });

  it("adds the tag to none, to some, and to a list", async () => {
    const [none] = await remediated({ memorySize: 1769 });
    assert.deepEqual(none, { policy: "managed-by-tag", properties: { memorySize: 1769, tags: { ManagedBy: "pulumi" } }, problem: "" });
    const [some] = await remediated({ tags: { Owner: "perception" } });
    assert.deepEqual(some.properties.tags, { Owner: "perception", ManagedBy: "pulumi" });
    const [list] = await remediated({ tags: [] }, { type: group });
    assert.deepEqual(list.properties.tags, [{ key: "ManagedBy", value: "pulumi", propagateAtLaunch: true }]);
    const [listOfNone] = await remediated({}, { type: group });
    assert.deepEqual(listOfNone.properties, list.properties);
    const [ofNodes] = await remediated({ spec: { role: "nodes" } }, { type: nodes });
    assert.deepEqual(ofNodes.properties, { spec: { role: "nodes", tags: { ManagedBy: "pulumi" } } });
  });

  it("leaves alone what has it, or takes no tags", async () => {
    assert.deepEqual(await remediated({ tags }), []);
    assert.deepEqual(await remediated({ tags: {} }, { provider: { defaultTags: { tags } } }), []);
    assert.deepEqual(await remediated({}, { type: "aws:iam/rolePolicy:RolePolicy" }), []);
  });

  it("keeps secrets secret and unknown values unknown", async () => {
    const [made] = await remediated({
      tags: { Owner: secret("hush"), CostCenter: unknown },
      environment: secret({ variables: { TOKEN: "hush" } }),
      description: unknown,
    });
    assert.deepEqual(made.properties, {
      tags: { Owner: secret("hush"), CostCenter: unknown, ManagedBy: "pulumi" },
      environment: secret({ variables: { TOKEN: "hush" } }),
      description: unknown,
    });
  });

  it("adds to tags that are secret as a whole, inside the secret", async () => {
    const [made] = await remediated({ tags: secret({ Owner: "hush" }) });
    assert.deepEqual(made.properties, { tags: secret({ Owner: "hush", ManagedBy: "pulumi" }) });
  });

  it("says why it cannot where all tags are unknown", async () => {
    const [made] = await remediated({ tags: unknown });
    assert.equal(made.properties, undefined);
    assert.match(made.problem, /can't be known during preview/);
  });

  it("sets the configured value, and does nothing at another level", async () => {
    await pack.configure({ "managed-by-tag": { value: "platform" } });
    assert.equal((await remediated({}))[0].properties.tags.ManagedBy, "platform");
    await pack.configure({ "managed-by-tag": { enforcementLevel: "mandatory" } });
    assert.deepEqual(await remediated({}), []);
    assert.ok((await pack.analyze({ type, props: {} })).some(found => found.policy === "managed-by-tag" && found.level === "mandatory"));
    await pack.configure({});
  });
});
