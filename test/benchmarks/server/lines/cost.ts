/** What each route costs over a bare server that makes the same calls to Leaf: in time, and of the processor. */
import { createHmac } from 'node:crypto';
import type { Agent } from 'node:http';
import { fire, newAgent, type Shot } from '../generator.js';
import { newAttempt, read, windowOf } from '../mix.js';
import { person, WEBHOOK_SECRET, type Kind, type Person } from '../people.js';
import { startBare, startLeaf, startServe, type Server } from '../servers.js';
import { percentile } from '../../statistics.js';

const CREDENTIAL = 'GET john-deere-credentials';
const ORGANIZATIONS = 'GET organizations/JohnDeere';

interface Route {
  name: string;
  kind: Kind;
  calls: readonly string[];
  /** `prepare` asks something of the companion beforehand. */
  shot: (who: Person, prepare: (shot: Shot) => Promise<string>) => Shot | Promise<Shot>;
}

const asJson = ({ headers }: Person) => ({ ...headers, 'Content-Type': 'application/json' });
const post = (path: string) => (who: Person) => ({ method: 'POST', path, headers: asJson(who), body: '{}' });

const ROUTES: readonly Route[] = [
  { name: '`GET /healthz`', kind: 'waiting', calls: [], shot: () => ({ method: 'GET', path: '/healthz' }) },
  { name: '`GET /connection`, no credential', kind: 'waiting', calls: [CREDENTIAL], shot: read },
  { name: '`GET /connection`, connected', kind: 'connected', calls: [CREDENTIAL, ORGANIZATIONS], shot: read },
  { name: '`POST /attempts`', kind: 'waiting', calls: [], shot: newAttempt },
  {
    name: '`GET /start/{token}`',
    kind: 'waiting',
    calls: ['POST one-click-integration/JohnDeere'],
    shot: async (who, prepare) => {
      const { startUrl } = JSON.parse(await prepare(newAttempt(who))) as { startUrl: string };
      return windowOf(who, startUrl);
    },
  },
  { name: '`POST /links`', kind: 'waiting', calls: [], shot: post('/links') },
  {
    name: '`POST /organizations/sync`',
    kind: 'connected',
    calls: ['POST JohnDeere/organizations/sync', CREDENTIAL, ORGANIZATIONS],
    shot: post('/organizations/sync'),
  },
  {
    name: '`DELETE /connection`',
    kind: 'connected',
    calls: ['DELETE john-deere-credentials'],
    shot: ({ headers }) => ({ method: 'DELETE', path: '/connection', headers }),
  },
  { name: '`POST /webhooks/leaf`', kind: 'waiting', calls: [], shot: alert },
];

function alert({ leafUserId }: Person): Shot {
  const timestamp = new Date().toISOString();
  const body = JSON.stringify({ type: 'credentialsUnauthenticated', timestamp, credentialId: leafUserId });
  const signature = createHmac('sha256', WEBHOOK_SECRET).update(body).digest('base64');
  const headers = { 'Content-Type': 'application/json', 'X-Leaf-Signature': signature };
  return { method: 'POST', path: '/webhooks/leaf', headers, body };
}

const WARM_UP = 150;
const IN_TURN = 25;
const AT_ONCE = 200;
const WIDTH = 8;

interface Cost {
  ms: number;
  cpu: number;
}

/** Each request by somebody else, so that nothing is answered from what was read before. */
async function measure(route: Route, companion: Server, bare: Server, agent: Agent): Promise<[Cost, Cost]> {
  const who = await Promise.all(
    Array.from({ length: WARM_UP + IN_TURN + AT_ONCE }, (_, n) =>
      person(route.kind, ROUTES.indexOf(route) * 10_000 + n),
    ),
  );
  const prepare = async (shot: Shot) => (await fire(companion.url, shot, agent)).body;
  const shots = await Promise.all(who.map(async (one) => route.shot(one, prepare)));
  const calls = route.calls.map((call) => `&call=${encodeURIComponent(call)}`).join('');
  const bareShots = who.map(({ leafUserId }) => ({ method: 'GET', path: `/?user=${leafUserId}${calls}` }));

  async function timed(server: Server, shot: Shot): Promise<number> {
    const start = performance.now();
    const { status } = await fire(server.url, shot, agent);
    if (status >= 300 && status !== shot.alsoGood) throw new Error(`${route.name} was answered ${status}`);
    return performance.now() - start;
  }
  async function all(server: Server, some: Shot[]): Promise<void> {
    const left = some.values();
    const take = async () => {
      for (const shot of left) await timed(server, shot);
    };
    await Promise.all(Array.from({ length: WIDTH }, take));
  }
  /** Microseconds of processor time for each. */
  async function cpuOf(server: Server, some: Shot[]): Promise<number> {
    const before = await server.cpu();
    await all(server, some);
    return ((await server.cpu()) - before) / some.length;
  }

  await all(companion, shots.slice(0, WARM_UP));
  await all(bare, bareShots.slice(0, WARM_UP));
  const times: [number[], number[]] = [[], []];
  for (let n = WARM_UP; n < WARM_UP + IN_TURN; n += 1) {
    const [shot, bareShot] = [shots[n], bareShots[n]];
    if (shot) times[0].push(await timed(companion, shot));
    if (bareShot) times[1].push(await timed(bare, bareShot));
  }
  const rest = WARM_UP + IN_TURN;
  const cpu = [await cpuOf(companion, shots.slice(rest)), await cpuOf(bare, bareShots.slice(rest))] as const;
  return [
    { ms: percentile(times[0], 0.5), cpu: cpu[0] },
    { ms: percentile(times[1], 0.5), cpu: cpu[1] },
  ];
}

export async function cost(): Promise<{ head: string[]; rows: string[][] }> {
  const leaf = await startLeaf();
  const companion = await startServe(leaf.url);
  const bare = await startBare(leaf.url);
  const agent = newAgent();
  const rows: string[][] = [];
  for (const route of ROUTES) {
    const [ours, theirs] = await measure(route, companion, bare, agent);
    rows.push([
      route.name,
      String(route.calls.length),
      `${ours.ms.toFixed(1)} ms`,
      `${theirs.ms.toFixed(1)} ms`,
      (ours.ms / theirs.ms).toFixed(2),
      `${(ours.cpu / 1000).toFixed(2)} ms`,
      `${(theirs.cpu / 1000).toFixed(2)} ms`,
      (ours.cpu / theirs.cpu).toFixed(1),
    ]);
  }
  agent.destroy();
  await Promise.all([companion.stop(), bare.stop(), leaf.stop()]);
  const head = ['route', 'calls to Leaf', 'time', 'bare server', 'ratio', 'processor', 'bare server', 'ratio'];
  return { head, rows };
}
