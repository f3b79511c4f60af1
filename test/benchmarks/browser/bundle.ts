/** Every contender as one script, by the configuration that makes the file for the script tag. */
import { dirname } from 'node:path';
import { build, type PluginOption, type Rolldown } from 'vite';
import cdn from '../../../vite.config.js';

/** By all of it. */
export function bundleAsOurs(entry: string): Promise<string> {
  return codeOf(entry, cdn.plugins ?? []);
}

/**
 * By the bundler and its minifier alone: the second look that our file gets turns functions into arrows, which breaks code
 * that was not written for it. It saves 2 %.
 * @param stubbed Addresses of the code's own, and what stands in for them.
 */
export async function bundlePeer(entry: string, stubbed: Readonly<Record<string, string>> = {}): Promise<string> {
  const code = await codeOf(entry, []);
  return Object.entries(stubbed).reduce((text, [address, stub]) => {
    if (!text.includes(address)) throw new Error(`${entry} does not ask ${address} any more.`);
    return text.replaceAll(address, stub);
  }, code);
}

async function codeOf(entry: string, plugins: PluginOption[]): Promise<string> {
  const { rolldownOptions, ...options } = cdn.build ?? {};
  const result = (await build({
    root: dirname(entry),
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins,
    build: { ...options, license: false, write: false, rolldownOptions: { ...rolldownOptions, input: entry } },
  })) as Rolldown.RolldownOutput;
  return result.output[0].code;
}
