// Writes tagging/taggable.json: the AWS types that take a map of tags, from the declarations of @pulumi/aws under
// sdks/schema-sources (sdks/extract-schema installs them).
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "../../sdks/schema-sources/node_modules/@pulumi/aws");
const types = [];
for (const file of readdirSync(source, { recursive: true }).filter(file => file.endsWith(".d.ts"))) {
  const type = readFileSync(join(source, file.replace(/\.d\.ts$/, ".js")), "utf8").match(/__pulumiType = '(aws:[^']+)'/)?.[1];
  const args = readFileSync(join(source, file), "utf8").match(/\nexport interface \w+Args \{\n[\s\S]*?\n\}/)?.[0];
  if (type && /\n    tags\?: pulumi\.Input<\{\n\s+\[key: string\]/.test(args ?? "")) types.push(type);
}
writeFileSync(join(here, "../tagging/taggable.json"), `${JSON.stringify(types.sort(), null, 2)}\n`);
console.log(`${types.length} types`);
