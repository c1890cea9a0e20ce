// Loaded into the process of a policy pack, where four fifths of a start are the compiling of its dependencies: keeps what V8
// has compiled, with the functions that were run, in the folder NODE_COMPILE_CACHE. Node.js 22 does so by itself.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join } = require("node:path");
const { constants, Script } = require("node:vm");

/** Smaller modules are compiled in less time than is gained; in characters. */
const worthwhile = 8_000;
const importModuleDynamically = constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER;
const folder = process.env.NODE_COMPILE_CACHE && join(process.env.NODE_COMPILE_CACHE, `${process.version}-${process.arch}`);
const compile = Module.prototype._compile;
const compiled = new Map();

function compileOnce(content, filename) {
  if (content.length < worthwhile || content.startsWith("#!")) {
    return compile.apply(this, arguments);
  }
  const path = join(folder, createHash("sha256").update(filename).update("\0").update(content).digest("hex"));
  const cachedData = read(path);
  const script = new Script(Module.wrap(content), { filename, cachedData, importModuleDynamically });
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

if (folder && importModuleDynamically && !Module.enableCompileCache) {
  Module.prototype._compile = compileOnce;
  process.on("exit", () => compiled.size > 0 && store());
}
