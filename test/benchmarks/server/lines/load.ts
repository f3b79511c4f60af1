/** Load: what people wait for while many poll, and while each question has to be asked of Leaf. */
import { errorsOf, errorText, openLoop, p99, type Load, type Salvo } from '../generator.js';
import { eachReads, pollingMix } from '../mix.js';
import { people } from '../people.js';
import type { Figure } from '../../table.js';
import { startLeaf, startServe } from '../servers.js';
import { growth } from '../../statistics.js';

/** Who is asked about again only after the companion has forgotten what it read, however long it keeps it. */
const NEVER_THE_SAME = 10_000;
const EVERY_CALL_PER_SECOND = 500;
const MOST_GROWTH = 0.1;

const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`;
const percent = (share: number) => `${share >= 0 ? '+' : '−'}${Math.abs(share * 100).toFixed(0)} %`;

interface Measured extends Salvo {
  upstreamPerSecond: number;
  /** Of the companion, in milliseconds of processor time a request. */
  cpu: number;
  heap: readonly [before: number, after: number];
  rss: readonly [before: number, after: number];
}

async function measure(load: Omit<Load, 'url'>, warmUpSeconds: number): Promise<Measured> {
  const leaf = await startLeaf();
  const companion = await startServe(leaf.url);
  const { url } = companion;
  await openLoop({ ...load, url, seconds: warmUpSeconds });
  const [before, callsBefore, cpuBefore] = [await companion.memory(), await leaf.calls(), await companion.cpu()];
  const salvo = await openLoop({ ...load, url });
  const [cpuAfter, callsAfter, after] = [await companion.cpu(), await leaf.calls(), await companion.memory()];
  await Promise.all([companion.stop(), leaf.stop()]);
  return {
    ...salvo,
    upstreamPerSecond: (callsAfter - callsBefore) / load.seconds,
    cpu: (cpuAfter - cpuBefore) / 1000 / salvo.answers.length,
    heap: [before.heap, after.heap],
    rss: [before.rss, after.rss],
  };
}

function figureOf(line: string, mostMs: number, measured: Measured): Figure {
  const took = p99(measured.answers);
  return {
    line,
    target: `p99 ≤ ${mostMs} ms, no error`,
    measured:
      `p99 ${took.toFixed(0)} ms, ${errorText(measured)} in ${measured.answers.length} requests (${measured.rate.toFixed(0)}/s; ` +
      `${measured.upstreamPerSecond.toFixed(0)} calls/s to Leaf; ${measured.cpu.toFixed(2)} ms of processor time a request; the generator itself was ${measured.lateness.toFixed(0)} ms late)`,
    reached: took <= mostMs && errorsOf(measured) === 0,
  };
}

export async function load(long: boolean): Promise<Figure[]> {
  const [warmUp, seconds] = long ? [60, 600] : [6, 10];
  const polling = await measure({ perSecond: 1_000, seconds, next: pollingMix(await people(1_000)) }, warmUp);
  // Pages ask for minutes: what is known of a session after its first question is known of nearly all of them.
  const onceRound = NEVER_THE_SAME / EVERY_CALL_PER_SECOND;
  const everyCall = await measure(
    { perSecond: EVERY_CALL_PER_SECOND, seconds, next: eachReads(await people(NEVER_THE_SAME)) },
    Math.max(warmUp, onceRound),
  );
  const { heap, rss } = polling;
  const grown = growth(...heap);
  return [
    figureOf('load: 1,000/s, the polling mix', 100, polling),
    figureOf(`load: ${EVERY_CALL_PER_SECOND}/s, every request goes upstream`, 120, everyCall),
    {
      line: `load: memory, after ${warmUp} s and after ${warmUp + seconds} s of the polling mix`,
      target: 'grows by 10 % at most',
      measured: `in use ${megabytes(heap[0])} → ${megabytes(heap[1])} (${percent(grown)}); the process ${megabytes(rss[0])} → ${megabytes(rss[1])} (${percent(growth(...rss))})`,
      // Within seconds, a process is still growing to the size that its work needs.
      reached: grown <= MOST_GROWTH && (!long || growth(...rss) <= MOST_GROWTH),
    },
  ];
}
