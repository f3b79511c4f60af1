/** The CDN file, built in memory: what a visitor gets, of the source as it is now. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { localeScript } from '../../build/locale-script.js';
import ar from '../../src/element/texts/locales/ar.js';
import de from '../../src/element/texts/locales/de.js';

/** The longest words and the other direction, as a page adds them: one script per language. */
export const LANGUAGES = [localeScript('ar', ar), localeScript('de', de)].join(';');

const home = fileURLToPath(new URL('../..', import.meta.url));

export async function buildElement(): Promise<string> {
  const built = await build({ root: home, logLevel: 'error', build: { write: false, sourcemap: true } });
  const files = Array.isArray(built) ? built.flatMap(({ output }) => output) : 'output' in built ? built.output : [];
  const script = files.find((file) => file.type === 'chunk');
  if (script?.type !== 'chunk') throw new Error('The build made no script.');
  return script.code;
}
