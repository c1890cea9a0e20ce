// dt-sql-parser is written for bundlers: its imports name folders, and files without extension.
export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (fault) {
    if (fault.code === "ERR_UNSUPPORTED_DIR_IMPORT") return next(`${specifier}/index.js`, context);
    if (fault.code === "ERR_MODULE_NOT_FOUND" && specifier.startsWith(".")) return next(`${specifier}.js`, context);
    throw fault;
  }
}
