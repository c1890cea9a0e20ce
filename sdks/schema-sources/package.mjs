import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, readEnum, readInterfaces, readProperties } from './declarations.mjs';
import { readFunctionToken, readNestedDefaults, readResource } from './implementations.mjs';
import { capitalized, isFunction, memberOf, memberOfKey, moduleOf, moduleOfKey } from './tokens.mjs';

/** Reads one npm package. `facts` are those of csharp.json: what neither declarations nor JavaScript tell. */
export class PackageReader {
  constructor(root, name, facts) {
    this.root = root;
    this.name = name;
    this.facts = facts;
    this.inputs = readInterfaces(join(root, 'types/input.d.ts'));
    this.outputs = readInterfaces(join(root, 'types/output.d.ts'));
    this.nestedDefaults = readNestedDefaults(join(root, 'types/input.js'));
    this.types = {};
    this.enums = {};
    this.pending = [];
    this.unusedFacts = new Set([facts.names, facts.types, facts.secrets].flatMap(Object.keys));
  }

  /** The schema of { token, without } entries; `without` names properties that are left out. */
  read(entries) {
    const tokens = entries.map(entry => entry.token);
    const provider = this.readProvider();
    const functions = {};
    const resources = {};
    for (const { token, without } of entries) {
      if (isFunction(token)) functions[token] = this.readFunction(token);
      else resources[token] = this.readResource(token, without);
    }
    while (this.pending.length > 0) this.readType(this.pending.pop());
    if (this.unusedFacts.size > 0) throw new Error(`csharp.json tells of what is not in use: ${[...this.unusedFacts].join(', ')}`);
    const modules = tokens.map(token => moduleOf(token, this.facts.state));
    return {
      package: this.name,
      version: JSON.parse(readFileSync(join(this.root, 'package.json'), 'utf8')).version,
      compatibility: this.facts.compatibility,
      state: this.facts.state,
      namespaces: this.namespaces([...modules, ...Object.keys({ ...this.types, ...this.enums }).map(moduleOfKey)]),
      provider,
      resources,
      functions,
      types: sorted(this.types),
      enums: sorted(this.enums),
    };
  }

  readProvider() {
    const { inputs, outputs, facts } = this.readClass(join(this.root, 'provider'), 'Provider');
    const owner = `${this.name}:index:Provider`;
    return {
      inputs: this.describe(owner, 'Provider', inputs, facts.secretInputs, facts.defaults),
      outputs: this.describe(owner, 'Provider', outputs, facts.secretOutputs),
    };
  }

  readResource(token, without) {
    const name = memberOf(token);
    const { inputs, outputs, state, facts } = this.readClass(this.fileOf(token), name);
    for (const property of without) {
      if (!(property in outputs)) throw new Error(`${token} has no '${property}' to leave out`);
      for (const properties of [inputs, outputs, state]) delete properties?.[property];
    }
    if (facts.token !== token) throw new Error(`'${token}' is '${facts.token}' in the package`);
    if (Boolean(state) !== this.facts.state && !facts.component) throw new Error(`${token}: state is ${state ? '' : 'not '}declared`);
    const resource = {
      component: facts.component || undefined,
      aliases: facts.aliases.length > 0 ? facts.aliases : undefined,
      inputs: this.describe(token, name, inputs, facts.secretInputs, facts.defaults),
      outputs: this.describe(token, name, outputs, facts.secretOutputs),
    };
    if (state) this.checkState(token, resource, this.describe(token, name, state, facts.secretOutputs));
    return resource;
  }

  readFunction(token) {
    const path = this.fileOf(token);
    const interfaces = readInterfaces(`${path}.d.ts`);
    const name = capitalized(memberOf(token));
    const found = readFunctionToken(`${path}.js`);
    if (found !== token) throw new Error(`'${token}' is '${found}' in the package`);
    const args = interfaces.get(`index:${name}Args`);
    return {
      inputs: args && this.describe(token, name, readProperties(args)),
      outputs: this.describe(token, name, readProperties(interfaces.get(`index:${name}Result`))),
    };
  }

  /** The declared properties of a resource's class, its Args and its State, and the facts of its JavaScript. */
  readClass(path, name) {
    const file = parse(`${path}.d.ts`);
    const find = wanted => file.statements.find(node => node.name?.text === wanted);
    const properties = node => node && readProperties(node);
    return {
      outputs: properties(find(name)),
      inputs: properties(find(`${name}Args`)),
      state: properties(find(`${name}State`)),
      facts: readResource(`${path}.js`),
    };
  }

  /** State is every output as an optional input: the excerpt leaves it out, so it must be so. */
  checkState(token, resource, state) {
    const bare = text => text.split(' ')[0].replace(/\?$/, '');
    for (const [property, declared] of Object.entries(state)) {
      const expected = resource.inputs[property] ?? resource.outputs[property];
      if (expected === undefined || bare(expected) !== bare(declared))
        throw new Error(`${token}: the state of '${property}' is '${declared}', not '${expected}'`);
    }
    const missing = Object.keys(resource.outputs).find(property => !(property in state));
    if (missing) throw new Error(`${token}: the state lacks '${missing}'`);
  }

  readType(key) {
    const inputKey = this.facts.compatibility ? key : `${key}Args`;
    const input = this.inputs.get(inputKey);
    const output = this.outputs.get(key);
    if (!input && !output) throw new Error(`no type '${key}'`);
    const declared = readProperties(input ?? output);
    this.types[key] = this.describe(key, memberOfKey(key), declared, this.factOf('secrets', key), this.nestedDefaults.get(inputKey));
    if (!input || !output) return;
    for (const [property, { type }] of Object.entries(readProperties(output)))
      if (!compatible(declared[property]?.type, type))
        throw new Error(`${key}: '${property}' is '${declared[property]?.type}' as input and '${type}' as output`);
  }

  /** Properties as "type[?][ as Name][ secret][ deprecated][ const X][ env A B][ = X]". */
  describe(owner, className, properties = {}, secrets = [], defaults = {}) {
    return Object.fromEntries(Object.entries(properties).map(([name, property]) => {
      const type = this.factOf('types', `${owner}.${name}`) ?? property.type;
      this.reach(type);
      const { environment, value } = defaults[name] ?? {};
      const renamed = this.renamed(owner, className, name);
      return [name, [
        `${type.replace(/#([\w/:.-]+)/g, (_, key) => `#${this.normalized(key)}`)}${property.optional ? '?' : ''}`,
        renamed && `as ${renamed}`,
        secrets.includes(name) && 'secret',
        property.deprecated && 'deprecated',
        property.const !== undefined && `const ${property.const}`,
        environment && `env ${environment.join(' ')}`,
        value !== undefined && `= ${JSON.stringify(value)}`,
      ].filter(Boolean).join(' ')];
    }));
  }

  reach(type) {
    for (const [, kind, reference] of type.matchAll(/([#@])([\w/:.-]+)/g)) {
      const key = kind === '#' ? this.normalized(reference) : reference;
      if (kind === '@') this.enums[key] ??= this.readEnumOf(key);
      else if (!(key in this.types)) {
        this.types[key] = undefined;
        this.pending.push(key);
      }
    }
  }

  readEnumOf(key) {
    const [module, name] = key.split(':');
    const path = join(this.root, 'types/enums', module === 'index' ? '' : module, 'index.d.ts');
    return Object.fromEntries(Object.entries(readEnum(path, name)).map(([member, { value, deprecated }]) =>
      [member, deprecated ? { value, deprecated } : value]));
  }

  /** Outside the compatibility modes the inputs of a type are declared as <Type>Args; its key is its own name. */
  normalized(key) {
    return this.facts.compatibility ? key : key.replace(/Args$/, '');
  }

  factOf(kind, key) {
    if (key in this.facts[kind]) this.unusedFacts.delete(key);
    return this.facts[kind][key];
  }

  /** The C# name where it is not the capitalized one: C# forbids a member with the name of its class. */
  renamed(owner, className, property) {
    const name = this.factOf('names', owner)?.[property];
    if (name || capitalized(property) !== className) return name;
    if (this.facts.compatibility === 'kubernetes20') return `${className}Value`;
    throw new Error(`${owner}: '${property}' has the name of its class; add its C# name to csharp.json`);
  }

  namespaces(modules) {
    const used = [...new Set(modules)].filter(module => module !== 'index').sort();
    return Object.fromEntries(used.map(module => [module, this.namespaceOf(module)]));
  }

  namespaceOf(module) {
    return module.split('/').map(part => part.split('.')[0])
      .map(part => this.facts.namespaces[part] ?? part.split('-').map(capitalized).join('')).join('.');
  }

  /** Path without extension of the file that declares a token. */
  fileOf(token) {
    const folder = moduleOf(token, this.facts.state).replace(/\.[^/]*/, ''); // networking.k8s.io/v1 is in networking/v1
    const name = memberOf(token);
    const lower = name[0].toLowerCase() + name.slice(1);
    for (const candidate of [`${lower}_`, lower, name.toLowerCase()]) { // Index is in index_.d.ts
      const path = join(this.root, folder === 'index' ? '' : folder, candidate);
      if (existsSync(`${path}.d.ts`)) return path;
    }
    throw new Error(`'${token}': no declaration in ${this.root}`);
  }
}

/** Whether an output is of the input's type, or of one of those that the input may have. */
function compatible(input, output) {
  return input?.replace(/Args\b/g, '') === output || input?.split('|').some(part => part.replace(/Args\b/g, '') === output);
}

function sorted(map) {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
