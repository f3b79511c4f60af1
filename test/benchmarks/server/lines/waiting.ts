/** What waiting elements hold in the companion: as many users with one element each, each of whom asks at its own pace. */
import { WaitingElement } from '../element.js';
import { fire, newAgent } from '../generator.js';
import { read } from '../mix.js';
import { person } from '../people.js';
import { sleep } from '../parts.js';
import { startLeaf, startServe } from '../servers.js';
import { tableOf } from '../../table.js';

const CROWDS = [10, 100, 1_000, 10_000];
const WARM_UP = 300;
const APPEAR_MS = 10_000;
/** Each asks every 5 to 15 s, as the companion bids it. */
const WAIT_MS = 12_000;

interface Waited {
  readonly elements: number;
  /** Bytes in use over those of a companion that nobody asked. */
  readonly heap: number;
  /** Milliseconds of processor time a second. */
  readonly cpu: number;
  readonly callsPerSecond: number;
  readonly failures: number;
}

async function wait(count: number): Promise<Waited> {
  const leaf = await startLeaf();
  const companion = await startServe(leaf.url);
  const agent = newAgent();
  const who = await Promise.all(Array.from({ length: count }, (_, n) => person('waiting', n)));
  // What the first questions leave behind, whoever asks them, is the companion's own.
  const anybody = await person('waiting', count);
  for (let n = 0; n < WARM_UP; n += 1) await fire(companion.url, read(anybody), agent);
  const before = await companion.memory();
  const elements = who.map((one) => new WaitingElement(one, companion.url, agent));
  for (const element of elements) element.begin(Math.random() * APPEAR_MS);
  await sleep(APPEAR_MS);
  const [cpu, calls, since] = [await companion.cpu(), await leaf.calls(), performance.now()];
  await sleep(WAIT_MS);
  const seconds = (performance.now() - since) / 1000;
  const spent = [(await companion.cpu()) - cpu, (await leaf.calls()) - calls] as const;
  const after = await companion.memory();
  const failures = elements.reduce((sum, element) => sum + element.failures, 0);
  for (const element of elements) element.stop();
  agent.destroy();
  await Promise.all([companion.stop(), leaf.stop()]);
  return {
    elements: count,
    heap: after.heap - before.heap,
    cpu: spent[0] / 1000 / seconds,
    callsPerSecond: spent[1] / seconds,
    failures,
  };
}

export async function waiting(crowds: readonly number[] = CROWDS): Promise<string> {
  const rows: string[][] = [];
  for (const crowd of crowds) {
    const { elements, heap, cpu, callsPerSecond, failures } = await wait(crowd);
    rows.push([
      elements.toLocaleString('en'),
      `${(heap / 1e6).toFixed(1)} MB`,
      elements < 1_000 ? '–' : `${((heap / 1e6 / elements) * 1_000).toFixed(1)} MB`,
      `${cpu.toFixed(0)} ms/s`,
      `${callsPerSecond.toFixed(1)}/s`,
      String(failures),
    ]);
  }
  const head = ['elements that wait', 'memory', 'of 1,000', 'processor', 'calls to Leaf', 'questions that failed'];
  return tableOf(head, rows);
}
