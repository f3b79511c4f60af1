/** Outage: Leaf is down. It is left alone, and people are told so without waiting. */
import { openLoop, p99, type Timed } from '../generator.js';
import { eachReads } from '../mix.js';
import { people } from '../people.js';
import { sleep } from '../parts.js';
import { startLeaf, startServe, type CallSeen } from '../servers.js';
import type { Figure } from '../../table.js';

const PER_SECOND = 100;
const PROBE_MS = 10_000;
/** Between calls of those who still tried and the first probe there is a pause; in milliseconds. */
const PAUSE_MS = 5_000;
const BEFORE_S = 3;
const AFTER_S = 12;

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

export async function outage(long: boolean): Promise<Figure[]> {
  const outageS = long ? 300 : 22;
  const leaf = await startLeaf();
  const companion = await startServe(leaf.url);
  // Nobody is asked about twice before what was read is forgotten.
  const who = await people(PER_SECOND * 20);
  const load = openLoop({
    url: companion.url,
    perSecond: PER_SECOND,
    seconds: BEFORE_S + outageS + AFTER_S,
    next: eachReads(who),
  });
  await sleep(BEFORE_S * 1000);
  await leaf.watch();
  const downAt = await leaf.down(true);
  await sleep(outageS * 1000);
  const seen = await leaf.seen();
  const upAt = await leaf.down(false);
  const { answers, errors, lateness } = await load;
  await Promise.all([companion.stop(), leaf.stop()]);

  const { openedAt, probes } = split(seen, downAt);
  const whileOpen = answers.filter(({ dueAt }) => dueAt > openedAt + 500 && dueAt < upAt);
  const gaps = probes.map(({ at }, n) => at - (probes[n - 1]?.at ?? openedAt));
  const slowest = Math.max(...whileOpen.map(({ ms }) => ms));
  const healed = firstGood(answers, upAt);
  const untold = [...errors.keys()].filter((what) => what !== 'status 503');
  return [
    {
      line: `outage: Leaf answers 503 for ${outageS} s, at ${PER_SECOND}/s`,
      target: 'breaker open within 3 s, one probe per 10 s, recovered within 15 s',
      measured:
        `open after ${seconds(openedAt - downAt)} and ${seen.length - probes.length} calls; ${probes.length} probes, ` +
        `${gaps.map(seconds).slice(0, 5).join(', ')} apart; recovered ${seconds(healed - upAt)} after Leaf` +
        (untold.length > 0 ? `; also ${untold.join(', ')}` : ''),
      reached:
        openedAt - downAt <= 3_000 &&
        probes.length > 0 &&
        gaps.every((gap) => gap >= PROBE_MS - 100) &&
        healed - upAt <= 15_000 &&
        untold.length === 0,
    },
    {
      line: 'outage: answers while the breaker is open',
      target: 'within 50 ms',
      measured: `p99 ${p99(whileOpen).toFixed(0)} ms, the slowest ${slowest.toFixed(0)} ms, of ${whileOpen.length} (the generator itself was ${lateness.toFixed(0)} ms late)`,
      reached: p99(whileOpen) <= 50,
    },
  ];
}

/** Calls until the breaker opened, and those that found out whether Leaf is back. */
function split(seen: readonly CallSeen[], downAt: number): { openedAt: number; probes: CallSeen[] } {
  const first = seen.findIndex(({ at }, n) => at - (seen[n - 1]?.at ?? downAt) > PAUSE_MS);
  const probes = first < 0 ? [] : seen.slice(first);
  return { openedAt: seen.at(first < 0 ? -1 : first - 1)?.at ?? NaN, probes };
}

/** When somebody who asked after Leaf was back was answered well. */
function firstGood(answers: readonly Timed[], upAt: number): number {
  const good = answers.filter(({ dueAt, status }) => dueAt > upAt && status === 200);
  return Math.min(Infinity, ...good.map(({ dueAt, ms }) => dueAt + ms));
}
