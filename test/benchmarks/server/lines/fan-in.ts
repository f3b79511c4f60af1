/** Fan-in: many pages of many users wait for a sign-in, and Leaf is asked no more often than it was promised. */
import { WaitingElement } from '../element.js';
import { newAgent } from '../generator.js';
import { person } from '../people.js';
import { sleep } from '../parts.js';
import { startLeaf, startServe, type CallSeen } from '../servers.js';
import { mostWithin } from '../../statistics.js';
import type { Figure } from '../../table.js';

const USERS = 40;
const ELEMENTS = 2_000;
/** The companion's own default, in calls a second. */
const BUDGET = 8;
/** Cards do not appear in one moment. */
const APPEAR_MS = 5_000;
/** One after the other, users connect. */
const CONNECT_MS = 5_000;
const LONGEST_MS = 20_000;
const GRACE_MS = 2_000;

interface User {
  elements: WaitingElement[];
  /** Whether one of its elements is given a hint. */
  hinted: boolean;
  connectedAt: number;
}

export async function fanIn(long: boolean): Promise<Figure[]> {
  const { users, seen, settledAt, connectingAt } = await wait(ELEMENTS / USERS, long ? 120_000 : 10_000);
  const alone = await wait(1, 0);
  return [
    ...callsFigures(seen, settledAt, connectingAt),
    pollsFigure(`${ELEMENTS} elements of ${USERS} users`, users),
    pollsFigure(`${USERS} users with one element each`, alone.users),
    hintsFigure(users),
  ];
}

interface Waited {
  users: User[];
  seen: CallSeen[];
  settledAt: number;
  connectingAt: number;
}

/** All wait, for `waitMs` after everybody is known to; then one after the other connects. */
async function wait(elementsEach: number, waitMs: number): Promise<Waited> {
  const leaf = await startLeaf();
  const companion = await startServe(leaf.url);
  const agent = newAgent();
  const users: User[] = [];
  for (let n = 0; n < USERS; n += 1) {
    const who = await person('waiting', n);
    const elements = Array.from({ length: elementsEach }, () => new WaitingElement(who, companion.url, agent));
    users.push({ elements, hinted: elementsEach > 1 && n % 2 === 0, connectedAt: NaN });
  }
  const all = users.flatMap(({ elements }) => elements);

  await leaf.watch();
  for (const element of all) element.begin(Math.random() * APPEAR_MS);
  // Everybody has asked twice by then, and is known to wait.
  const settling = APPEAR_MS + 7_000;
  await sleep(settling);
  const settledAt = Date.now();
  await sleep(waitMs);
  const connectingAt = Date.now();
  for (const user of users) {
    const [first] = user.elements;
    user.connectedAt = await leaf.connect(first?.who.leafUserId ?? '');
    if (user.hinted) first?.hint();
    await sleep(CONNECT_MS / USERS);
  }
  const giveUpAt = Date.now() + LONGEST_MS;
  while (all.some(({ learnedAt }) => learnedAt === undefined) && Date.now() < giveUpAt) await sleep(50);
  for (const element of all) element.stop();
  const seen = await leaf.seen();
  agent.destroy();
  await Promise.all([companion.stop(), leaf.stop()]);
  return { users, seen, settledAt, connectingAt };
}

/** What Leaf saw of its budget: in the busiest ten seconds, as a budget is an average, and in the busiest one. */
function callsFigures(seen: readonly CallSeen[], settledAt: number, connectingAt: number): Figure[] {
  const questions = new Map<string, number[]>();
  for (const { at, leafUserId, call } of seen) {
    const question = `${leafUserId} ${call}`;
    questions.set(question, [...(questions.get(question) ?? []), at]);
  }
  const perUser = Math.max(...[...questions.values()].map((times) => mostWithin(times, 1_000)));
  const perSecond = (from: number, to: number) => {
    const times = seen.map(({ at }) => at).filter((at) => at >= from && at < to);
    return { inTen: mostWithin(times, 10_000) / 10, inOne: mostWithin(times, 1_000) };
  };
  const appearing = perSecond(0, settledAt);
  const waiting = perSecond(settledAt, connectingAt);
  const connecting = perSecond(connectingAt, Infinity);
  const words = ({ inTen, inOne }: typeof waiting) =>
    `${inTen.toFixed(1)} calls/s in the busiest 10 s, ${inOne} in the busiest one`;
  return [
    {
      line: `fan-in: ${ELEMENTS} elements of ${USERS} users`,
      target: 'Leaf is asked each question once a second per user at most',
      measured: `${perUser} × in the busiest second of any user`,
      reached: perUser <= 1,
    },
    {
      line: 'fan-in: the budget, while they wait',
      target: `never more than ${BUDGET} calls/s`,
      measured: `${words(waiting)} (while the cards appeared: ${words(appearing)})`,
      reached: waiting.inTen <= BUDGET,
    },
    {
      line: `fan-in: the budget, while all ${USERS} connect within ${CONNECT_MS / 1000} s`,
      target: `never more than ${BUDGET} calls/s`,
      measured: words(connecting),
      reached: connecting.inTen <= BUDGET,
    },
  ];
}

/** Judges elements by how much longer they took than they should have. */
function learned(elements: readonly { ms: number; allowed: number }[]): Pick<Figure, 'measured' | 'reached'> {
  const late = elements.filter(({ ms, allowed }) => ms > allowed);
  const seconds = elements.map(({ ms }) => ms / 1000);
  const worst = Math.max(...seconds);
  const allowed = Math.max(...elements.map((element) => element.allowed)) / 1000;
  return {
    measured: `${late.length} of ${elements.length} later than that; the last after ${worst.toFixed(1)} s, where up to ${allowed.toFixed(1)} s are allowed`,
    reached: late.length === 0,
  };
}

function pollsFigure(who: string, users: readonly User[]): Figure {
  const elements = users.flatMap(({ elements, hinted, connectedAt }) =>
    elements.slice(hinted ? 1 : 0).map(({ learnedAt = Infinity, pollAfterMs }) => ({
      ms: learnedAt - connectedAt,
      allowed: pollAfterMs + GRACE_MS,
    })),
  );
  return {
    line: `fan-in: learning of success by asking, ${who}`,
    target: 'each element within one `pollAfterMs` + 2 s',
    ...learned(elements),
  };
}

function hintsFigure(users: readonly User[]): Figure {
  const elements = users
    .filter(({ hinted }) => hinted)
    .map(({ elements: [first], connectedAt }) => ({
      ms: (first?.learnedAt ?? Infinity) - connectedAt,
      allowed: GRACE_MS,
    }));
  return { line: 'fan-in: learning of success after a hint', target: 'within 2 s of the hint', ...learned(elements) };
}
