// Reads JSON, {"name": "SELECT ..."}, from the standard input and writes what Trino's grammar says against each of them, {} for nothing.
import { register } from "node:module";

register("./resolve.mjs", import.meta.url);
const { TrinoSQL } = await import("dt-sql-parser/dist/parser/trino/index.js");
const parser = new TrinoSQL();
let input = "";
for await (const part of process.stdin) input += part;
const faults = {};
for (const [name, text] of Object.entries(JSON.parse(input))) {
  const found = parser.validate(text);
  if (found.length > 0) faults[name] = found.map(fault => `${fault.startLine}:${fault.startColumn} ${fault.message}`);
}
console.log(JSON.stringify(faults));
