// Loaded into the process of a policy pack, half of whose start is compiling what it depends on: keeps what V8
// has compiled, with the functions that were run, in the folder NODE_COMPILE_CACHE. Node.js 22 does so by itself.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join } = require("node:path");
const { Script } = require("node:vm");

/** Smaller modules are compiled in less time than is gained; in characters. */
const worthwhile = 8_000;
/** Code from a cache cannot import dynamically. Names in texts and types need no import. */
const dynamicImport = /(?<!["'`]|\btypeof )\bimport\s*\(/;
const folder = process.env.NODE_COMPILE_CACHE && join(process.env.NODE_COMPILE_CACHE, `${process.version}-${process.arch}`);
const compile = Module.prototype._compile;
const compiled = new Map();

function compileOnce(content, filename) {
  if (content.length < worthwhile || content.startsWith("#!") || dynamicImport.test(content)) {
    return compile.apply(this, arguments);
  }
  const path = join(folder, createHash("sha256").update(filename).update("\0").update(content).digest("hex"));
  const cachedData = read(path);
  const script = new Script(Module.wrap(content), { filename, cachedData });
  if (!cachedData) {
    compiled.set(path, script);
  }
  const { exports } = this;
  return script.runInThisContext().call(exports, exports, Module.createRequire(filename), this, filename, dirname(filename));
}

function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function store() {
  try {
    mkdirSync(folder, { recursive: true });
    for (const [path, script] of compiled) {
      // Other packs read and write the same files.
      const unfinished = `${path}.${process.pid}`;
      writeFileSync(unfinished, script.createCachedData());
      renameSync(unfinished, path);
    }
  } catch {
    // Without it the next start is slower.
  }
}

if (folder && !Module.enableCompileCache) {
  Module.prototype._compile = compileOnce;
  process.on("exit", () => compiled.size > 0 && store());
}
