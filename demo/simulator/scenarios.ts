/** The switches that make the simulated world misbehave. One set per simulator; whoever flips one flips it for all. */
import * as z from 'zod';

const milliseconds = z.coerce.number().int().min(0).max(60_000);

export const Scenario = z.strictObject({
  /** How the callback replies: as bare JSON, or from a page that posts the reply to the window that opened it. */
  callback: z.enum(['json', 'message']),
  /** How long that page waits before it posts, in milliseconds. */
  messageDelayMs: milliseconds,
  /** The `Cross-Origin-Opener-Policy` of John Deere's sign-in pages, redirects included. */
  coop: z.enum(['none', 'same-origin', 'same-origin-allow-popups']),
  /** How long Leaf takes over every call and over the callback, in milliseconds. */
  delayMs: milliseconds,
  /** What Leaf answers to the one-click call. */
  start: z.enum(['ok', '500', '429', 'html', 'empty', 'hang', 'redirect', 'foreign-host']),
  /** What Leaf answers to every other call about a connection. */
  leaf: z.enum(['ok', '500', '429', 'html', 'hang', 'refuse-auth']),
  /** Whether Leaf's list of organizations follows John Deere at once, or only when Leaf is told to sync. */
  organizations: z.enum(['live', 'after-sync']),
  /** The credential's status. `OK` tells the truth: UNAUTHENTICATED once access was revoked. `BRAND_NEW` is unheard of. */
  status: z.enum(['OK', 'UNAUTHENTICATED', 'MISSING_PERMISSION', 'TEMPORARILY_UNAVAILABLE', 'BRAND_NEW']),
  /** What the organizations' management links look like. */
  managementUri: z.enum(['normal', 'javascript', 'userinfo', 'foreign']),
});
export type Scenario = z.infer<typeof Scenario>;

export const ORDINARY: Scenario = {
  callback: 'json',
  messageDelayMs: 0,
  coop: 'none',
  delayMs: 0,
  start: 'ok',
  leaf: 'ok',
  organizations: 'live',
  status: 'OK',
  managementUri: 'normal',
};

/** Some of the switches; the others stay as they are. */
export const ScenarioChange = Scenario.partial();
export type ScenarioChange = z.infer<typeof ScenarioChange>;

/** What the control page offers for each switch: the choices, or a few useful durations. */
export const CHOICES = Object.entries(Scenario.shape).map(([name, schema]) => ({
  name: name as keyof Scenario,
  values: schema instanceof z.ZodEnum ? schema.options.map(String) : ['0', '1000', '6000'],
}));

/** The scenario of one simulator. */
export class Scenarios {
  #current = ORDINARY;

  get(): Scenario {
    return this.#current;
  }

  set(change: ScenarioChange): void {
    this.#current = Scenario.parse({ ...this.#current, ...change });
  }

  reset(): void {
    this.#current = ORDINARY;
  }
}
