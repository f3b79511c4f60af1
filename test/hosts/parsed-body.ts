/** What happens to those who mount the companion behind something that reads bodies: an error that says so, at once. */
import { expect } from 'vitest';
import { createLeafConnect, type Companion, type LogEntry } from '../../src/server/index.js';
import { PAGE, USER } from '../server/fixture.js';
import { MOUNT, optionsFor, type Host } from './contract.js';

/** Nothing listens there: a body that cannot be read is a reason not to ask Leaf. */
const NO_LEAF = 'http://127.0.0.1:9';

/** Starts the host, posts to it, and demands a 500 and a log line that says how to mount the companion. */
export async function saysHowToMount(start: (companion: Companion) => Promise<Host>): Promise<void> {
  const log: LogEntry[] = [];
  const companion = createLeafConnect({ ...optionsFor(NO_LEAF), log: (entry) => log.push(entry) });
  const host = await start(companion);
  try {
    const { token } = await companion.createSession({ leafUserId: USER, origin: PAGE });
    const headers = { Authorization: `Bearer ${token}`, Origin: PAGE, 'Content-Type': 'application/json' };
    for (const path of ['/attempts', '/webhooks/leaf']) {
      log.length = 0;
      const { status, text } = await host.ask('POST', `${MOUNT}${path}`, headers, '{"a":1}');
      expect([status, (JSON.parse(text) as { code: string }).code], path).toEqual([500, 'unknown']);
      const line = log.find(({ event }) => event === 'body_taken');
      expect(line?.help, path).toMatch(/mount the companion before/);
    }
  } finally {
    await host.close?.();
  }
}
