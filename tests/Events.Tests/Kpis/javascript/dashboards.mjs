// Reads JSON, {"name": "a dashboard's JSON"}, from the standard input and writes what Grafana's types say against each of them, {} for nothing.
import ts from "typescript";
import { fileURLToPath } from "node:url";

let input = "";
for await (const part of process.stdin) input += part;
const files = Object.fromEntries(Object.entries(JSON.parse(input)).map(([name, json]) => [
  fileURLToPath(new URL(`${name}.ts`, import.meta.url)),
  `import type { Dashboard } from "@grafana/schema";\nexport const dashboard: Dashboard = ${json};\n`,
]));
const options = { noEmit: true, strict: true, skipLibCheck: true, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, target: ts.ScriptTarget.ES2022, types: [] };
const host = ts.createCompilerHost(options);
const [read, has, source] = [host.readFile, host.fileExists, host.getSourceFile];
host.readFile = file => files[file] ?? read(file);
host.fileExists = file => file in files || has(file);
host.getSourceFile = (file, version, ...rest) => file in files ? ts.createSourceFile(file, files[file], version) : source(file, version, ...rest);
const program = ts.createProgram(Object.keys(files), options, host);
const faults = {};
for (const fault of ts.getPreEmitDiagnostics(program)) {
  const name = fault.file?.fileName.split("/").at(-1).replace(/\.ts$/, "") ?? "";
  (faults[name] ??= []).push(ts.flattenDiagnosticMessageText(fault.messageText, " "));
}
console.log(JSON.stringify(faults));
