/** Builds the one file for a script tag. The ES modules of the package are the TypeScript compiler's work alone. */
import { minifyHTMLLiterals } from 'minify-literals';
import { minify } from 'terser';
import { defineConfig, type Plugin } from 'vite';
import { adoptedStyles } from './build/adopted-styles.js';
import { ownNames } from './build/own-names.js';
import { wireGuards } from './build/wire-guards.js';
import { FINGERPRINT } from './src/element/texts/languages.js';
import manifest from './package.json' with { type: 'json' };

/** White space between tags and in style sheets is a tenth of the source, and nobody sees it. */
function minifyTemplates(): Plugin {
  return {
    name: 'minify-templates',
    transform: {
      filter: { id: /\/src\/element\/.*\.ts$/ },
      async handler(code, fileName) {
        const minified = await minifyHTMLLiterals(code, {
          fileName,
          minifyOptions: { minifyCSS: { level: 1 } },
        });
        return minified === null ? undefined : { code: minified.code, map: minified.map as never };
      },
    },
  };
}

/** What every page would work out, and each time the same. */
function workOut(): Plugin {
  return {
    name: 'work-out',
    transform: {
      filter: { id: /\/src\/element\/texts\/languages\.ts$/ },
      handler: (code) => ({ code: code.replace(/(FINGERPRINT =)[^;]+/, `$1 ${FINGERPRINT}`), map: null }),
    },
  };
}

/** A second look at what Vite's own minifier made: 2 % smaller, and readable in whatever encoding a partner's page is in. */
function minifyAgain(): Plugin {
  return {
    name: 'minify-again',
    async generateBundle(_, bundle) {
      // Lit's own, which begin like that, and this card's.
      const shortened = new RegExp(`^(_\\$.*|${ownNames().join('|')})$`);
      for (const file of Object.values(bundle)) {
        const map = bundle[`${file.fileName}.map`];
        if (file.type !== 'chunk' || map?.type !== 'asset') continue;
        const minified = await minify(file.code, {
          ecma: 2020,
          // No getter, of Lit's or of this card's, does more than get.
          compress: { passes: 3, pure_getters: true, unsafe_arrows: true },
          mangle: { properties: { regex: shortened, keep_quoted: true } },
          format: { ascii_only: true, comments: /^!/ },
          sourceMap: { content: String(map.source), url: map.fileName },
        });
        file.code = minified.code ?? '';
        map.source = typeof minified.map === 'string' ? minified.map : JSON.stringify(minified.map);
      }
    },
  };
}

// A page names the file's hash, so whoever builds it gets the same bytes, whatever their shell says.
process.env.NODE_ENV = 'production';

export default defineConfig({
  plugins: [adoptedStyles(), wireGuards(), workOut(), minifyTemplates(), minifyAgain()],
  publicDir: false,
  build: {
    outDir: 'dist/cdn',
    target: 'es2022',
    sourcemap: true,
    modulePreload: false,
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      input: 'src/element/define.ts',
      checks: { bundlerTimings: false },
      // The same file serves `<script>` and `<script type="module">`: it exports nothing and declares nothing global.
      preserveEntrySignatures: false,
      output: {
        format: 'iife',
        entryFileNames: 'leaf-jd-connect.js',
        codeSplitting: false,
        minify: {
          compress: true,
          mangle: true,
          codegen: { removeWhitespace: true },
        },
        postBanner: `/*! ${manifest.name} ${manifest.version} | MIT, others: licenses.md */`,
      },
    },
  },
});
