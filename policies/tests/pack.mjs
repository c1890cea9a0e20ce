// A client for live policy packs: starts one as the engine does, with defaults filled in, and asks it about resources.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const grpc = require("@grpc/grpc-js");
const struct = require("google-protobuf/google/protobuf/struct_pb.js");
const empty = require("google-protobuf/google/protobuf/empty_pb.js");
const services = require("@pulumi/pulumi/proto/analyzer_grpc_pb.js");
const messages = require("@pulumi/pulumi/proto/analyzer_pb.js");

const packs = dirname(dirname(fileURLToPath(import.meta.url)));
const levels = ["advisory", "mandatory", "disabled", "remediate"];
const signature = "4dabf18193072939515e22adb298388d";

/** A value that a preview does not know. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A secret value. */
export const secret = value => ({ [signature]: "1b47061264138c4ac30d75fd1eb44270", value });

/** Starts the pack of a folder, with the defaults of its configuration. */
export async function startPack(name) {
  const folder = join(packs, name);
  const runner = createRequire(join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const child = spawn(process.execPath, [runner, "127.0.0.1:1", "."], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, PULUMI_NODEJS_ORGANIZATION: "organization", PULUMI_NODEJS_PROJECT: "room-type", PULUMI_NODEJS_STACK: "dev", PULUMI_NODEJS_DRY_RUN: "true" },
  });
  const [port] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    once(child, "exit").then(([code]) => { throw new Error(`pack ${name} ended with ${code} before it listened`); }),
  ]);
  const client = new services.AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const call = (method, request) => new Promise((resolve, reject) =>
    client[method](request, (error, response) => error ? reject(error) : resolve(response)));
  const info = await call("getAnalyzerInfo", new empty.Empty());
  const pack = new Pack(info, call, () => { client.close(); child.kill("SIGKILL"); });
  await pack.configure({});
  return pack;
}

class Pack {
  constructor(info, call, end) {
    this.call = call;
    this.end = end;
    this.policies = info.getPoliciesList().map(policy => ({
      name: policy.getName(),
      description: policy.getDescription(),
      level: levels[policy.getEnforcementlevel()],
      config: policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {},
    }));
  }

  /** Settings by policy, on top of the defaults: { enforcementLevel, ...properties }. */
  async configure(settings) {
    const request = new messages.ConfigureAnalyzerRequest();
    for (const { name, level, config } of this.policies) {
      const { enforcementLevel = level, ...properties } = settings[name] ?? {};
      const defaults = Object.fromEntries(Object.entries(config).map(([key, schema]) => [key, schema.default]));
      const entry = new messages.PolicyConfig();
      entry.setEnforcementlevel(levels.indexOf(enforcementLevel));
      entry.setProperties(struct.Struct.fromJavaScript({ ...defaults, ...properties }));
      request.getPolicyconfigMap().set(name, entry);
    }
    await this.call("configure", request);
  }

  /** What the pack says of one resource: [{ policy, level, message }]. */
  async analyze(resource) {
    return diagnostics(await this.call("analyze", describe(new messages.AnalyzeRequest(), resource)));
  }

  /** What the pack says of a whole stack, with the names of the resources: [{ policy, level, message, resource }]. */
  async analyzeStack(resources) {
    const request = new messages.AnalyzeStackRequest();
    request.setResourcesList(resources.map(resource => {
      const described = describe(new messages.AnalyzerResource(), resource);
      described.setDependenciesList((resource.dependsOn ?? []).map(name => urn(resources.find(other => other.name === name))));
      for (const [property, names] of Object.entries(resource.by ?? {})) {
        const by = new messages.AnalyzerPropertyDependencies();
        by.setUrnsList(names.map(name => urn(resources.find(other => other.name === name))));
        described.getPropertydependenciesMap().set(property, by);
      }
      return described;
    }));
    return diagnostics(await this.call("analyzeStack", request));
  }

  /** The inputs after each remediation, in their wire encoding: [{ policy, properties, problem }]. */
  async remediate(resource) {
    const response = await this.call("remediate", describe(new messages.AnalyzeRequest(), resource));
    return response.getRemediationsList().map(made => ({
      policy: made.getPolicyname(),
      properties: made.getProperties()?.toJavaScript(),
      problem: made.getDiagnostic(),
    }));
  }
}

function describe(message, { type, name = "it", props, provider }) {
  message.setType(type);
  message.setName(name);
  message.setUrn(urn({ type, name }));
  message.setProperties(struct.Struct.fromJavaScript(props));
  message.setOptions(new messages.AnalyzerResourceOptions());
  if (provider) {
    const described = new messages.AnalyzerProviderResource();
    described.setType("pulumi:providers:aws");
    described.setName("aws");
    described.setProperties(struct.Struct.fromJavaScript(provider));
    message.setProvider(described);
  }
  return message;
}

function urn({ type, name = "it" }) {
  return `urn:pulumi:dev::room-type::${type}::${name}`;
}

function diagnostics(response) {
  return response.getDiagnosticsList().map(found => ({
    policy: found.getPolicyname(),
    level: levels[found.getEnforcementlevel()],
    message: found.getMessage(),
    resource: found.getUrn().split("::")[3] ?? "",
  }));
}
