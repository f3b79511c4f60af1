import { en } from '../src/element/texts/en.js';
import { FINGERPRINT, LOCALES, type TextKey, type TextTable } from '../src/element/texts/languages.js';

/**
 * A language as one script, which works as a classic one, as a module and in a bundle, before the card or after it, and
 * throws nothing on a server. Without the keys, which the card has: they would be a third of its weight.
 */
export function localeScript(tag: string, table: TextTable, fingerprint = FINGERPRINT): string {
  const texts = (Object.keys(en) as TextKey[]).map((key) => table[key]);
  const odd = texts.find((text) => /[`\\\n]|\$\{/.test(text));
  if (odd !== undefined) throw new Error(`${tag}: a template cannot hold “${odd}” as it is.`);
  const place = JSON.stringify(LOCALES);
  return `(globalThis[Symbol.for(${place})]??={})[${JSON.stringify(tag)}]=[${fingerprint},\`${texts.join('\n')}\`];globalThis.dispatchEvent?.(new Event(${place}));\n`;
}
