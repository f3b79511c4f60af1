import { vi } from 'vitest';
import type { Modules } from './played-element.js';

/** The card's modules, loaded as often as a page is: a reload must not find what a module kept. */
export async function pageLoads(count: number): Promise<Modules[]> {
  const loads: Modules[] = [];
  for (let load = 0; load < count; load++) {
    vi.resetModules();
    const [{ ConnectFlow }, { readSettings }, { CardMemory }, { announcements }, { frame }] = await Promise.all([
      import('../../../src/element/connect-flow.js'),
      import('../../../src/element/settings.js'),
      import('../../../src/element/card-memory.js'),
      import('../../../src/element/announcements.js'),
      import('../../../src/element/views/frame.js'),
    ]);
    loads.push({ ConnectFlow, readSettings, CardMemory, announcements, frame });
  }
  return loads;
}
