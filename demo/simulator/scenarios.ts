/** The switches that make the simulated world misbehave. One set per simulator; whoever flips one flips it for all. */
import * as z from 'zod';

const milliseconds = z.coerce.number().int().min(0).max(60_000);

/** Each description is read by whoever opens the control page. */
export const Scenario = z.strictObject({
  callback: z
    .enum(['json', 'message'])
    .describe('How Leaf’s last page replies: as bare JSON, or by posting the reply to the window that opened it.'),
  messageDelayMs: milliseconds.describe('How long that page waits before it posts, in milliseconds.'),
  coop: z
    .enum(['none', 'same-origin', 'same-origin-allow-popups'])
    .describe('The Cross-Origin-Opener-Policy of John Deere’s sign-in pages, redirects included.'),
  delayMs: milliseconds.describe('How long Leaf takes over every call and over its last page, in milliseconds.'),
  knowsAfterMs: milliseconds.describe(
    'How long after its last page Leaf still says that there is no connection, in milliseconds.',
  ),
  start: z
    .enum(['ok', '500', '429', 'html', 'empty', 'hang', 'redirect', 'foreign-host'])
    .describe('What Leaf answers when a sign-in is to be started.'),
  leaf: z
    .enum(['ok', '500', '429', 'html', 'hang', 'refuse-auth'])
    .describe('What Leaf answers to every other call about a connection.'),
  organizations: z
    .enum(['live', 'after-sync'])
    .describe('Whether Leaf’s list follows John Deere at once, or only when Leaf is told to sync.'),
  status: z
    .enum(['OK', 'UNAUTHENTICATED', 'MISSING_PERMISSION', 'TEMPORARILY_UNAVAILABLE', 'BRAND_NEW', 'GONE'])
    .describe(
      'What Leaf says of every connection. OK tells the truth, which is UNAUTHENTICATED once access was removed; GONE says that there is none.',
    ),
  tokens: z
    .enum(['ok', '500', 'html', 'hang'])
    .describe('What John Deere’s authorization server answers when it is asked for tokens, or for what it offers.'),
  credential: z
    .enum(['told', 'hidden'])
    .describe('Whether Leaf tells of the credential of a connection, or of the name of its provider alone.'),
  farmTakesMs: milliseconds.describe('How long each farm takes to arrive at Leaf, in milliseconds.'),
  secondCredential: z
    .enum(['replaces', 'refused'])
    .describe('What becomes of a credential that Leaf is given for a user who has one already.'),
  helper: z
    .enum(['camel-case', 'snake-case'])
    .describe('How Leaf’s OAuth helper spells its tokens: refreshToken, or refresh_token.'),
  managementUri: z
    .enum(['normal', 'javascript', 'userinfo', 'foreign'])
    .describe('What the links of the organizations look like. All but normal are attacks.'),
});
export type Scenario = z.infer<typeof Scenario>;

export const ORDINARY: Scenario = {
  callback: 'json',
  messageDelayMs: 0,
  coop: 'none',
  delayMs: 0,
  knowsAfterMs: 0,
  start: 'ok',
  leaf: 'ok',
  organizations: 'live',
  status: 'OK',
  tokens: 'ok',
  credential: 'told',
  farmTakesMs: 1000,
  secondCredential: 'replaces',
  helper: 'camel-case',
  managementUri: 'normal',
};

/** What the control page offers for each switch: its values, or a few useful durations, the ordinary one first. */
export const SWITCHES = Object.entries(Scenario.shape).map(([key, schema]) => {
  const name = key as keyof Scenario;
  const values = schema instanceof z.ZodEnum ? schema.options : [0, 1000, 6000];
  return { name, about: schema.description ?? '', values: new Set([ORDINARY[name], ...values].map(String)) };
});

/** Some of the switches; the others stay as they are. */
export const ScenarioChange = Scenario.partial();
export type ScenarioChange = z.infer<typeof ScenarioChange>;

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
