/** A Redis that hangs and one that dies: nobody notices. */
import { spawnSync } from 'node:child_process';
import { errorsOf, errorText, openLoop, p99, type Timed } from '../generator.js';
import { pollingMix } from '../mix.js';
import { people } from '../people.js';
import { sleep } from '../parts.js';
import { startLeaf, startServe } from '../servers.js';
import type { Figure } from '../../table.js';
import { startRedis } from '../../../support/redis.js';

const PER_SECOND = 200;
const WARM_UP_S = 3;
/** Before, between and after. */
const WELL_S = 2;
const TARGET = 'no error';

export async function redis(long: boolean): Promise<Figure[]> {
  const lostS = long ? 60 : 5;
  const line = `Redis paused, then killed, ${lostS} s each, at ${PER_SECOND}/s`;
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    return [{ line, target: TARGET, measured: 'not run: `redis-server` is not installed', reached: undefined }];
  }
  const server = await startRedis();
  const leaf = await startLeaf();
  const companion = await startServe(leaf.url, { REDIS_URL: server.url });
  const mix = { url: companion.url, perSecond: PER_SECOND, next: pollingMix(await people(1_000)) };
  await openLoop({ ...mix, seconds: WARM_UP_S });
  const load = openLoop({
    ...mix,
    seconds: 3 * WELL_S + 2 * lostS,
  });
  const lost: [from: number, to: number][] = [];
  for (const [hurt, heal] of [
    [() => server.pause(), () => server.resume()],
    [() => server.kill(), () => server.restart()],
  ] as const) {
    await sleep(WELL_S * 1000);
    const from = Date.now();
    await hurt();
    await sleep(lostS * 1000);
    lost.push([from, Date.now()]);
    await heal();
  }
  const salvo = await load;
  await Promise.all([companion.stop(), leaf.stop(), server.close()]);
  const isLost = ({ dueAt }: Timed) => lost.some(([from, to]) => dueAt >= from && dueAt < to);
  const without = p99(salvo.answers.filter(isLost));
  const withIt = p99(salvo.answers.filter((answer) => !isLost(answer)));
  return [
    {
      line,
      target: TARGET,
      measured: `${errorText(salvo)} in ${salvo.answers.length} requests; p99 ${without.toFixed(0)} ms without it, ${withIt.toFixed(0)} ms with it`,
      reached: errorsOf(salvo) === 0,
    },
  ];
}
