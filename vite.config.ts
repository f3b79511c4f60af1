/** Builds the one file for a script tag. The ES modules of the package are the TypeScript compiler's work alone. */
import { minifyHTMLLiterals } from 'minify-literals';
import { defineConfig, type Plugin } from 'vite';
import { wireGuards } from './build/wire-guards.js';
import manifest from './package.json' with { type: 'json' };

/** White space between tags and in style sheets is a tenth of the source, and nobody sees it. */
function minifyTemplates(): Plugin {
  return {
    name: 'minify-templates',
    transform: {
      filter: { id: /\/src\/element\/.*\.ts$/ },
      async handler(code, fileName) {
        const minified = await minifyHTMLLiterals(code, { fileName, minifyOptions: { minifyCSS: { level: 0 } } });
        return minified === null ? undefined : { code: minified.code, map: minified.map as never };
      },
    },
  };
}

export default defineConfig({
  plugins: [wireGuards(), minifyTemplates()],
  publicDir: false,
  build: {
    outDir: 'dist/cdn',
    target: 'es2022',
    sourcemap: true,
    // 2 % smaller than Vite's own minifier makes it.
    minify: 'terser',
    terserOptions: {
      ecma: 2020,
      compress: { passes: 3, unsafe_arrows: true },
      // The file is read in whatever encoding the partner's page is in.
      format: { ascii_only: true, comments: /^!/ },
    },
    modulePreload: false,
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      input: 'src/element/define.ts',
      // The same file serves `<script>` and `<script type="module">`: it exports nothing and declares nothing global.
      preserveEntrySignatures: false,
      output: {
        format: 'iife',
        entryFileNames: 'leaf-jd-connect.js',
        codeSplitting: false,
        minify: { compress: true, mangle: true, codegen: { removeWhitespace: true } },
        postBanner: `/*! ${manifest.name} ${manifest.version} | MIT */`,
      },
    },
  },
});
