/**
 * An open-loop generator: requests leave when they are due, whether or not others were answered, and each is timed from
 * the moment it was due. So a server that falls behind is seen to, and so is a generator that does.
 */
import { Agent, request as ask, type IncomingHttpHeaders } from 'node:http';
import { arrivals, percentile } from '../statistics.js';
import { sleep } from './parts.js';

export interface Shot {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** What answers well, besides 2xx. */
  alsoGood?: number;
}

export interface Heard {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** One answer of a salvo: when its request was due, in milliseconds since 1970, and how long it took from then. */
export interface Timed {
  dueAt: number;
  ms: number;
  status: number;
}

export interface Salvo {
  answers: Timed[];
  /** What went wrong, and how often. */
  errors: Map<string, number>;
  /** How late requests left, at the 99th percentile, in milliseconds: the generator's own part in all figures. */
  lateness: number;
  /** Requests a second that left. */
  rate: number;
}

/** A request that has no answer by then never gets one: the companion's own limit is 12 s. */
const PATIENCE_MS = 15_000;

/** Keeps connections for less long than a companion does, or both ends would close one at the same time. */
export function newAgent(): Agent {
  return new Agent({ keepAlive: true, timeout: 2_000, scheduling: 'lifo' });
}

export function fire(url: string, { method, path, headers, body }: Shot, agent: Agent): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const request = ask(url + path, { method, headers: headers ?? {}, agent }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }));
      answer.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

export interface Load {
  url: string;
  perSecond: number;
  seconds: number;
  next: () => Shot;
  /** Whether to end before `seconds` are over. */
  until?: () => boolean;
}

export async function openLoop({ url, perSecond, seconds, next, until }: Load): Promise<Salvo> {
  const agent = newAgent();
  const answers: Timed[] = [];
  const errors = new Map<string, number>();
  const late: number[] = [];
  const fail = (what: string) => errors.set(what, (errors.get(what) ?? 0) + 1);
  const epoch = Date.now();
  const start = performance.now();
  let pending = 0;

  async function send(due: number): Promise<void> {
    const shot = next();
    pending += 1;
    try {
      const { status } = await fire(url, shot, agent);
      answers.push({ dueAt: epoch + due, ms: performance.now() - start - due, status });
      if (!(status >= 200 && status < 300) && status !== shot.alsoGood) fail(`status ${status}`);
    } catch (error) {
      fail((error as NodeJS.ErrnoException).code ?? String(error));
    }
    pending -= 1;
  }

  for (const due of arrivals(perSecond, seconds, Math.random)) {
    const early = due - (performance.now() - start);
    if (early > 0) await sleep(early);
    if (until?.() === true) break;
    late.push(performance.now() - start - due);
    void send(due);
  }
  const took = (performance.now() - start) / 1000;
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (pending > 0 && performance.now() < giveUpAt) await sleep(10);
  if (pending > 0) errors.set('no answer', pending);
  agent.destroy();
  return { answers, errors, lateness: percentile(late, 0.99), rate: late.length / took };
}

export function errorsOf({ errors }: Salvo): number {
  return [...errors.values()].reduce((sum, count) => sum + count, 0);
}

/** In words: `3 × ECONNRESET, 1 × status 502`. */
export function errorText(salvo: Salvo): string {
  const kinds = [...salvo.errors].map(([what, count]) => `${count} × ${what}`);
  return kinds.length === 0 ? 'no error' : `${errorsOf(salvo)} errors (${kinds.join(', ')})`;
}

export function p99(answers: readonly Timed[]): number {
  return percentile(
    answers.map(({ ms }) => ms),
    0.99,
  );
}
