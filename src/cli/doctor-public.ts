/** Whether the companion answers where browsers will ask it, which is not where it listens. */
import { reasonOf } from './doctor-ask.js';
import type { Examined, Finding } from './doctor-finding.js';

const PATIENCE_MS = 5_000;

interface Heard {
  /** 0 when there was no answer. */
  status: number;
  /** The kind of body; empty for none, as a companion answers here. */
  type: string;
  /** Every answer of a companion's has one, and some of other servers'. */
  hasRequestId: boolean;
  /** Why there was no answer. */
  reason: string;
}

export async function checkPublic({ publicUrl }: Examined): Promise<Finding[]> {
  const check = 'from outside';
  for (const route of ['/healthz', '/readyz']) {
    const wrong = judge(await ask(publicUrl + route));
    if (wrong !== undefined) return [{ check, ...wrong }];
  }
  return [{ check, result: 'ok', message: 'the companion answers at PUBLIC_URL' }];
}

async function ask(url: string): Promise<Heard> {
  try {
    const { status, headers, body } = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    void body?.cancel().catch(() => undefined);
    return { status, type: headers.get('Content-Type') ?? '', hasRequestId: headers.has('X-Request-Id'), reason: '' };
  } catch (error) {
    return { status: 0, type: '', hasRequestId: false, reason: reasonOf(error) };
  }
}

/** `undefined` when nothing is wrong. */
function judge({ status, type, hasRequestId, reason }: Heard): Omit<Finding, 'check'> | undefined {
  const isCompanion = hasRequestId && type === '';
  if (status === 0) {
    const why = reason === 'TimeoutError' ? ' within 5 s' : reason && ` (${reason})`;
    return warning(
      `nobody answers at PUBLIC_URL${why}: is it running? If so, look at DNS, proxy, certificate, firewall`,
    );
  }
  if (status >= 300 && status < 400)
    return fault('PUBLIC_URL redirects, which ends the questions of a page: set it to the final address');
  if (type.startsWith('text/html') && status < 500)
    return fault('a page answers at PUBLIC_URL, and no companion: have what stands there pass its path on');
  if (hasRequestId && status === 404 && type.startsWith('application/problem+json'))
    return fault('a companion answers, but not under the path of PUBLIC_URL: have the proxy leave that path as it is');
  if (isCompanion && status === 503)
    return warning('it is about to end, and takes no new requests: try again in a moment');
  if (status >= 500)
    return warning(`what stands at PUBLIC_URL answers with ${status}, and no companion does: is it running behind it?`);
  if (isCompanion && status === 200) return undefined;
  return fault(
    `no companion answers at PUBLIC_URL, but a ${status}: have what stands there let everybody through to it`,
  );
}

const warning = (message: string) => ({ result: 'warning', message }) as const;
const fault = (message: string) => ({ result: 'fault', message }) as const;
