// A pack that tells what it was told: the tests hold the engine's side of the protocol against it.
const { PolicyPack } = require("@pulumi/policy");

new PolicyPack("sample", {
  enforcementLevel: "mandatory",
  policies: [
    {
      name: "configured",
      description: "Tells its configuration.",
      configSchema: {
        properties: {
          count: { type: "integer", minimum: 1, maximum: 5, default: 3 },
          names: { type: "array", items: { type: "string", minLength: 2 }, minItems: 1, maxItems: 3, uniqueItems: true, default: ["one"] },
          sizes: { type: "object", additionalProperties: { type: "number", exclusiveMinimum: 0 }, default: {} },
          mode: { enum: ["fast", "slow"] },
          form: { type: ["string", "null"], pattern: "^a", format: "regex", default: "ab" },
        },
        required: ["mode"],
      },
      validateResource: (args, report) => report(JSON.stringify(args.getConfig())),
    },
    {
      name: "told",
      description: "Tells a resource.",
      enforcementLevel: "advisory",
      validateResource: ({ props, provider, opts }, report) => report(JSON.stringify({ props: known(props), provider: provider?.name, opts })),
    },
    {
      name: "reads",
      description: "Reads one input.",
      validateResource: ({ props }) => void props.read,
    },
    {
      name: "throws",
      description: "Throws where it is asked to.",
      validateResource: ({ props }) => {
        if (props.throw === true) throw new Error("thrown by the policy");
      },
    },
    {
      name: "stack",
      description: "Tells a stack.",
      enforcementLevel: "advisory",
      validateStack: ({ resources }, report) => report(resources.map(resource =>
        `${resource.name}<${resource.parent?.name ?? ""}[${resource.dependencies.map(other => other.name)}]`).join(" ")),
    },
  ],
}, { configured: { count: 4, enforcementLevel: "advisory" } });

function known(props) {
  return Object.fromEntries(Object.keys(props).filter(key => key !== "read").map(key => [key, props[key]]));
}
