/** Restarts: two instances behind a balancer, each replaced in turn under load, as a deployment does. */
import { errorsOf, errorText, openLoop, p99 } from '../generator.js';
import { browsersMix } from '../mix.js';
import { people } from '../people.js';
import { startLeaf, startServe, type Server } from '../servers.js';
import type { Figure } from '../../table.js';
import { startBalancer } from '../../../support/balancer.js';

const PER_SECOND = 300;
const LOAD_S = 600;

export async function restarts(long: boolean): Promise<Figure[]> {
  const count = long ? 20 : 4;
  const leaf = await startLeaf();
  const balancer = await startBalancer();
  const start = async (): Promise<Server> => {
    const server = await startServe(leaf.url);
    await balancer.add(server.url);
    return server;
  };
  const running = [await start(), await start()];

  let over = false;
  // Without `/readyz`: only the balancer asks for it. A 503 is what an instance that is about to end should answer.
  const mix = browsersMix(await people(1_000));
  const load = openLoop({ url: balancer.url, perSecond: PER_SECOND, seconds: LOAD_S, next: mix, until: () => over });
  const exits: (number | null | undefined)[] = [];
  for (let n = 0; n < count; n += 1) {
    running.push(await start());
    exits.push(await running.shift()?.stop());
  }
  over = true;
  const salvo = await load;
  balancer.close();
  await Promise.all([...running.map((server) => server.stop()), leaf.stop()]);
  const notWell = exits.filter((code) => code !== 0).length;
  return [
    {
      line: `restarts: ${count} rolling restarts of two instances at ${PER_SECOND}/s`,
      target: `${long ? '' : '(20 in the long form) '}no failed request`,
      measured: `${errorText(salvo)} in ${salvo.answers.length} requests, p99 ${p99(salvo.answers).toFixed(0)} ms; ${count - notWell} of ${count} exited with 0`,
      reached: errorsOf(salvo) === 0 && notWell === 0,
    },
  ];
}
