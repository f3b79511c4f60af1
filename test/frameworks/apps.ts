/** The small apps beside this file, each built by its framework's own means, as development builds: they complain. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import react from '@vitejs/plugin-react';
import vue from '@vitejs/plugin-vue';
import { build, type InlineConfig, type PluginOption, type Rolldown } from 'vite';
import solid from 'vite-plugin-solid';
import { buildAngular } from './angular.js';

export interface App {
  readonly name: string;
  readonly entry: string;
  readonly plugins?: () => PluginOption[];
  readonly alias?: Readonly<Record<string, string>>;
  /** Builds it where Vite does not; answers the module for the browser. */
  readonly build?: () => Promise<string>;
}

const vueElement = { template: { compilerOptions: { isCustomElement: (tag: string) => tag === 'leaf-jd-connect' } } };

export const REACT_18: App = {
  name: 'react18',
  entry: 'main.tsx',
  plugins: () => [react()],
  alias: { react: 'react18', 'react-dom': 'react-dom18' },
};
export const REACT_19: App = { name: 'react19', entry: 'main.tsx', plugins: () => [react()] };
/** The wrapper, under the React that would do without it. */
export const WRAPPER_19: App = { ...REACT_18, alias: {} };
export const VUE: App = { name: 'vue3', entry: 'main.ts', plugins: () => [vue(vueElement)] };
export const SVELTE: App = { name: 'svelte5', entry: 'main.ts', plugins: () => [svelte({ configFile: false })] };
export const SOLID: App = { name: 'solid', entry: 'main.tsx', plugins: () => [solid()] };
export const PLAIN: App = { name: 'plain', entry: 'main.ts' };
export const STRICT: App = { name: 'strict-csp', entry: 'main.ts' };
export const ANGULAR: App = { name: 'angular', entry: 'src/main.ts', build: buildAngular };

/** The app as one module for the browser. */
export function browserCode(app: App): Promise<string> {
  return app.build?.() ?? codeOf(app, app.entry, {});
}

export type Render = (serverUrl: string) => string | Promise<string>;

/** The app's server half: writes what stands in the place of the app. */
export async function serverHalf(app: App, entry: string): Promise<Render> {
  const folder = await mkdtemp(join(tmpdir(), 'leaf-jd-connect-'));
  try {
    const file = join(folder, `${app.name}.mjs`);
    await writeFile(file, await codeOf(app, entry, { ssr: { noExternal: true }, build: { ssr: true } }));
    return ((await import(pathToFileURL(file).href)) as { render: Render }).render;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function codeOf({ name, plugins, alias = {} }: App, entry: string, more: InlineConfig): Promise<string> {
  const root = fileURLToPath(new URL(name, import.meta.url));
  const result = (await build({
    ...more,
    root,
    configFile: false,
    logLevel: 'warn',
    mode: 'development',
    define: { 'process.env.NODE_ENV': '"development"' },
    plugins: plugins?.() ?? [],
    resolve: { alias },
    build: {
      ...more.build,
      write: false,
      minify: false,
      modulePreload: false,
      rolldownOptions: { input: `${root}/${entry}`, output: { codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput;
  return result.output[0].code;
}
