/**
 * The last look at every answer. Answers are built field by field and should hold no secret; should one get in all the
 * same, from an upstream's error text or a planted name, this is where it stops.
 */
import type { Context, MiddlewareHandler } from 'hono';
import type { Config } from './config.js';
import { ProblemError } from './problem.js';
import type { Env, RequestScope } from './request-scope.js';

/**
 * Searches each answer, body and headers, and sends a 500 and an alarm instead of one that holds a secret: `instead`, which
 * is searched too, or else the plain problem.
 */
export function withoutSecrets(
  config: Config,
  instead: (c: Context<Env>, problem: ProblemError) => Promise<Response>,
): MiddlewareHandler<Env> {
  const configured = expand(configuredSecrets(config));
  /** A copy of the answer that can still be sent, and the kind of secret that it holds. */
  async function search(answer: Response, scope: RequestScope): Promise<{ copy: Response; kind: string | undefined }> {
    const headers = [...answer.headers].map(([, value]) => value);
    const body = answer.body === null ? null : await answer.text();
    const copies = readings([body ?? '', ...headers].join('\n'));
    const forms = [...configured, ...expand(scope.secrets)];
    const found = forms.find(([form]) => copies.some((copy) => copy.includes(form)));
    return { copy: new Response(body, answer), kind: found?.[1] };
  }

  return async (c, next) => {
    await next();
    const { scope } = c.var;
    let { copy, kind } = await search(c.res, scope);
    if (kind !== undefined) {
      scope.log('secret_stopped', { secret: kind });
      const problem = new ProblemError('unknown');
      scope.code = problem.code;
      ({ copy, kind } = await search(await instead(c, problem), scope));
      if (kind !== undefined) copy = problem.toResponse(scope.requestId);
    }
    // Emptied first: Hono would copy the headers of the old answer, and the secret may be in one of them.
    c.res = undefined;
    c.res = copy;
  };
}

function configuredSecrets({ leaf, johnDeere, sessionKeys, webhookSecret }: Config): Map<string, string> {
  const secrets = new Map([[johnDeere.clientSecret, 'client secret']]);
  for (const { text } of sessionKeys) secrets.set(text, 'session key');
  if (leaf.token !== undefined) secrets.set(leaf.token, 'Leaf token');
  if (leaf.password !== undefined) secrets.set(leaf.password, 'Leaf password');
  if (webhookSecret !== undefined) secrets.set(webhookSecret, 'webhook secret');
  return secrets;
}

/** A secret as it would look in JSON, in markup, and where something that it has by chance was taken for an escape. */
function expand(secrets: ReadonlyMap<string, string>): [form: string, kind: string][] {
  return [...secrets].flatMap(([value, kind]) => {
    const forms = new Set([
      value,
      JSON.stringify(value).slice(1, -1),
      value.replace(/[&<>"']/g, (character) => HTML_ESCAPES[character] ?? character),
      decodePercents(value),
    ]);
    return [...forms].map((form): [string, string] => [form, kind]);
  });
}

/**
 * A text as it is, and as those read it who decode the links and the form fields in it. Links are decoded and secrets not
 * encoded, for the same secret can be written in a link in too many ways: each character may be escaped or not.
 */
function readings(text: string): string[] {
  return [text, decodePercents(text), decodePercents(text.replaceAll('+', ' '))];
}

/** Never throws, as `decodeURIComponent` would on half a character: what does not decode hides nothing beside it. */
function decodePercents(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (run) => {
    const bytes = run.slice(1).split('%');
    return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => parseInt(byte, 16)));
  });
}

const HTML_ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
