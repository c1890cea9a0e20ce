// Writes the schema excerpt of each package: facts of the tokens in resources.txt and of every type that they reach.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageOf } from './tokens.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const sdks = dirname(here);

export async function main(args) {
  const out = args[0] === '--out' ? args[1] : sdks;
  if (args.length !== (out === sdks ? 0 : 2)) throw new Error(`unknown arguments '${args.join(' ')}'; usage: extract-schema [--out DIR]`);
  if (!existsSync(join(here, 'node_modules')))
    execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: here, stdio: 'inherit' });

  const { PackageReader } = await import('./package.mjs');
  const tokens = readTokens(join(sdks, 'resources.txt'));
  for (const [name, facts] of Object.entries(JSON.parse(readFileSync(join(here, 'csharp.json'), 'utf8')))) {
    const schema = new PackageReader(join(here, 'node_modules/@pulumi', name), name, facts).read(tokens.get(name) ?? []);
    const path = join(out, facts.project, 'schema.json');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(schema, null, 1)}\n`);
    console.log(`${facts.project}: ${Object.keys(schema.resources).length} resources, ` +
      `${Object.keys(schema.functions).length} functions, ${Object.keys(schema.types).length} types`);
    tokens.delete(name);
  }
  if (tokens.size > 0) throw new Error(`resources.txt names unknown packages: ${[...tokens.keys()].join(', ')}`);
}

/** Lines "TOKEN[ without PROPERTY ...]" as { token, without } by package name, sorted. */
function readTokens(path) {
  const groups = new Map();
  const lines = readFileSync(path, 'utf8').split('\n').map(line => line.trim()).filter(line => line && !line.startsWith('#'));
  for (const line of lines.sort()) {
    const [token, ...rest] = line.split(' ');
    if (token.split(':').length !== 3) throw new Error(`resources.txt: '${token}' is not of the form package:module:Name`);
    if (rest.length > 0 && rest.shift() !== 'without') throw new Error(`resources.txt: '${line}' is not of the form TOKEN[ without PROPERTY ...]`);
    const group = groups.get(packageOf(token)) ?? [];
    if (group.some(entry => entry.token === token)) throw new Error(`resources.txt lists '${token}' twice`);
    groups.set(packageOf(token), [...group, { token, without: rest }]);
  }
  return groups;
}
