// Tests of every rule of a pack: a clean and a broken resource, and both with the value in question unknown or secret.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { secret, startPack, unknown } from "./pack.mjs";

/**
 * A case is { rule, type, clean, broken, path }: inputs of one resource that the rule is content with, those that it is not,
 * and the path of the value in question; or { rule, clean, broken, path, names }: stacks of resources, where the path begins
 * with the name of a resource and `names` is the resource that the violation names. `cleanType` is the clean resource's type
 * where that is the difference. `when` says what a rule that asks for presence only makes of an unknown value: "clean" or
 * "broken"; others say that it cannot be known.
 */
export function testRules(name, cases) {
  describe(`pack ${name}`, () => {
    let pack;
    before(async () => { pack = await startPack(name); });
    after(() => pack?.end());

    it("has a case for every rule", () => {
      assert.deepEqual([...new Set(cases.map(({ rule }) => rule))].sort(), pack.policies.map(policy => policy.name).sort());
    });

    for (const each of cases) {
      const { rule, type, cleanType = type, clean, broken, path, when = "advisory" } = each;
      const told = async (resources, as = type) => (await ask(pack, each, as, resources)).filter(found => found.policy === rule);
      const levelOf = () => pack.policies.find(policy => policy.name === rule).level.replace("remediate", "mandatory");
      const title = `${rule}, ${type ?? "stack"}, ${path}`;

      it(`${title}: clean`, async () => assert.deepEqual(await told(clean, cleanType), []));

      it(`${title}: broken`, async () => expectViolation(await told(broken), levelOf(), each));

      it(`${title}: unknown`, async () => {
        const found = await told(change(broken, path, () => unknown));
        if (when === "clean") return assert.deepEqual(found, []);
        if (when === "broken") return expectViolation(found, levelOf(), each);
        assert.ok(found.length > 0 && found.every(({ level, message }) => level === "advisory" && /can't be known during preview/.test(message)), JSON.stringify(found));
      });

      it(`${title}: secret`, async () => {
        assert.deepEqual(await told(read(clean, path) === undefined ? clean : change(clean, path, secret), cleanType), []);
        const value = read(broken, path);
        const found = await told(value === undefined ? broken : change(broken, path, secret));
        expectViolation(found, levelOf(), each);
        if (typeof value === "string" || typeof value === "number") {
          for (const { message } of found) assert.doesNotMatch(message, wordOf(value), "the message tells the secret");
        }
      });
    }
  });
}

function ask(pack, { provider }, type, resources) {
  return Array.isArray(resources) ? pack.analyzeStack(resources) : pack.analyze({ type, props: resources, provider });
}

function expectViolation(found, level, { names }) {
  assert.ok(found.length > 0, "no violation");
  for (const one of found) assert.equal(one.level, level, one.message);
  if (names) assert.ok(found.some(one => one.resource === names), JSON.stringify(found));
}

function wordOf(value) {
  return value === "" ? /$^/ : new RegExp(`(?<!\\w)${String(value).replace(/\W/g, "\\$&")}(?!\\w)`);
}

/** A copy with the value at a path replaced; what is absent on the way is made. */
function change(resources, path, make) {
  const copy = structuredClone(resources);
  const [holder, key] = locate(copy, path);
  holder[key] = make(holder[key]);
  return copy;
}

/** The value at a path; undefined where there is none. */
function read(resources, path) {
  const [holder, key] = locate(structuredClone(resources), path);
  return holder[key];
}

function locate(resources, path) {
  const keys = path.split(".");
  const last = keys.pop();
  const root = Array.isArray(resources) ? resources.find(({ name }) => name === keys[0])?.props ?? {} : resources;
  return [keys.slice(Array.isArray(resources) ? 1 : 0).reduce((value, key) => value[key] ??= {}, root), last];
}
