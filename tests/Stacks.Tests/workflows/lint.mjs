// Reads the workflows and actions of the folder .github that is given, and prints what is wrong with them as JSON: what GitHub's own language
// service says (keys and values by its schema, expressions, outputs that do not exist), and what cannot be seen from one file.
import { register } from "node:module";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { TextDocument } from "vscode-languageserver-textdocument";
import { parse } from "yaml";

// The service imports its schema without saying that it is JSON, which Node.js asks for.
const typed = `export const load = (url, context, next) => next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context)`;
register(`data:text/javascript,${encodeURIComponent(typed)}`);
const { validate } = await import("@actions/languageservice");

const folder = process.argv[2];
const root = join(folder, "..");
const problems = [];
const read = (path) => readFileSync(join(root, path), "utf8");

const commands = new Set([...readFileSync(process.argv[3], "utf8").matchAll(/^ {2}([a-z-]+)\) /gm)].map((match) => match[1]));

/** What a local action or workflow takes and gives. */
function contract(path) {
  const file = path.endsWith(".yml") ? path : join(path, "action.yml");
  if (!existsSync(join(root, file))) return null;
  const document = parse(read(file));
  const call = document.on?.workflow_call ?? document;
  return { inputs: call?.inputs ?? {}, outputs: call?.outputs ?? {} };
}

function checkUse(file, use, given) {
  const tell = (message) => problems.push({ file, message: `${use}: ${message}` });
  if (!use.startsWith("./")) {
    if (!/@[0-9a-f]{40}$/.test(use)) tell("is not pinned to a commit: a tag can be moved to other code");
    return null;
  }
  const local = contract(use.slice(2));
  if (!local) {
    tell("there is no such file");
    return null;
  }
  for (const name of Object.keys(given ?? {})) if (!(name in local.inputs)) tell(`takes no input '${name}'`);
  for (const [name, input] of Object.entries(local.inputs)) if (input?.required && !(name in (given ?? {}))) tell(`needs the input '${name}'`);
  return local;
}

function checkSteps(file, steps) {
  for (const step of steps ?? []) {
    if (step.uses) checkUse(file, step.uses, step.with);
    for (const [, word] of (step.run ?? "").matchAll(/\.\/run ([a-z-]+)/g))
      if (!commands.has(word)) problems.push({ file, message: `./run has no command '${word}'` });
  }
}

async function checkText(file, text) {
  for (const { range, message } of await validate(TextDocument.create(`file:///${file}`, "yaml", 1, text)))
    problems.push({ file, line: range.start.line + 1, message });
}

for (const name of readdirSync(join(folder, "workflows"))) {
  const file = join(".github/workflows", name);
  const text = read(file);
  await checkText(file, text);
  const { jobs } = parse(text);
  for (const job of Object.values(jobs)) checkSteps(file, job.steps);
  for (const [id, job] of Object.entries(jobs).filter(([, job]) => job.uses)) {
    const local = checkUse(file, job.uses, job.with);
    for (const [, output] of text.matchAll(new RegExp(`needs\\.${id}\\.outputs\\.([\\w-]+)`, "g")))
      if (local && !(output in local.outputs)) problems.push({ file, message: `needs.${id}.outputs.${output}: ${job.uses} has no such output` });
  }
}
for (const name of existsSync(join(folder, "actions")) ? readdirSync(join(folder, "actions")) : []) {
  const file = join(".github/actions", name, "action.yml");
  await checkText(file, read(file));
  checkSteps(file, parse(read(file)).runs.steps);
}
console.log(JSON.stringify(problems));
