/**
 * The last look at every answer. Answers are built field by field and should hold no secret; should one get in all the
 * same, from an upstream's error text or a planted name, this is where it stops.
 */
import type { MiddlewareHandler } from 'hono';
import type { Config } from './config.js';
import { ProblemError } from './problem.js';
import type { Env } from './request-scope.js';

/** Searches each answer, body and headers, and sends a 500 and an alarm instead of one that holds a secret. */
export function withoutSecrets(config: Config): MiddlewareHandler<Env> {
  const configured = expand(configuredSecrets(config));
  return async (c, next) => {
    await next();
    const answer = c.res;
    const headers = [...answer.headers].map(([, value]) => value);
    const body = answer.body === null ? null : await answer.text();
    const copies = readings([body ?? '', ...headers].join('\n'));
    const forms = [...configured, ...expand(c.var.scope.secrets)];

    const found = forms.find(([form]) => copies.some((copy) => copy.includes(form)));
    // Emptied first: Hono would copy the headers of the old answer, and the secret may be in one of them.
    c.res = undefined;
    if (found !== undefined) {
      c.var.scope.log('secret_stopped', { secret: found[1] });
      throw new ProblemError('unknown');
    }
    c.res = new Response(body, answer);
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
