import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';

// Texts are kept by Brotli and by gzip, and not as they are: the service serves what a browser takes (app/Http/Page).
const texts = new Set(['.html', '.js', '.css', '.svg']);
const compress = {
  name: 'compress',
  closeBundle() {
    for (const name of readdirSync('dist', { recursive: true })) {
      const path = join('dist', name);
      if (!texts.has(extname(path))) continue;
      const text = readFileSync(path);
      writeFileSync(`${path}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }));
      writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
      rmSync(path);
    }
  },
};

export default defineConfig({
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  plugins: [compress],
  build: {
    assetsDir: 'page',
    // Within the document or a style they would need an exception of the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
  // `npx vite` for work on the page: the service's own answers come from ./run.
  server: { proxy: Object.fromEntries(['/v1', '/health', '/metrics', '/projects', '/docs', '/openapi'].map((path) => [`^${path}(/|$)`, 'http://localhost:8080'])) },
});
