/** The engines of the table, in its order: on this machine, or why not. */
import { findChromium } from './chromium.js';
import { displayMissing } from './display.js';
import { ENGINES, type EngineName, type Found } from './engine.js';
import { findFirefox } from './firefox.js';
import { findWebKit } from './webkit.js';

const FINDERS: Record<EngineName, () => Found> = {
  Chromium: findChromium,
  Firefox: findFirefox,
  WebKitGTK: findWebKit,
};

export function findEngines(): { name: EngineName; found: Found }[] {
  const missing = displayMissing();
  return ENGINES.map((name) => ({ name, found: missing === undefined ? FINDERS[name]() : { missing } }));
}
