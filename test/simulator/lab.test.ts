import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type { Situation } from '../../demo/lab/situation.js';
import { GROUPS, SITUATIONS } from '../../demo/lab/situations.js';
import { testAccounts } from '../../demo/simulator/accounts.js';
import { ORDINARY, Scenario } from '../../demo/simulator/scenarios.js';
import { startDemo } from '../../demo/stack.js';
import { EVENT_NAMES } from '../../src/protocol/vocabulary.js';
import { connect, Grower, LeafCaller, type Page } from './grower.js';

const demo = await startDemo();
const { siteUrl, companionUrl, simulator, gate } = demo;

beforeEach(async () => {
  await fetch(`${siteUrl}/lab`);
});
afterAll(() => demo.close());

const address = (id: string) => `${siteUrl}/lab/${id}`;
const named = (id: string): Situation => {
  const situation = SITUATIONS.find((one) => one.id === id);
  if (!situation) throw new Error(`No situation is called ${id}.`);
  return situation;
};
const cases = SITUATIONS.map((situation): [string, Situation] => [situation.id, situation]);
const unescaped = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");

/** The page that carries the card: the one in the frame, where there is a frame. */
async function cardPage(grower: Grower, id: string): Promise<Page> {
  const page = await grower.visit(address(id));
  const framed = /<iframe[^>]* src="([^"]+)"/.exec(page.text)?.[1];
  return framed === undefined ? page : grower.visit(unescaped(framed));
}

/** What the page's own server answers the card. */
async function sessionFor(grower: Grower, page: Page): Promise<{ token: string; expiresAt: string }> {
  const path = unescaped(/session-url="([^"]+)"/.exec(page.text)?.[1] ?? '');
  return JSON.parse((await grower.visit(new URL(path, page.url).href, { method: 'POST' })).text);
}

async function askCompanion(grower: Grower, page: Page): Promise<Response> {
  const { token } = await sessionFor(grower, page);
  const headers = { Authorization: `Bearer ${token}`, Origin: new URL(page.url).origin };
  return fetch(`${companionUrl}/connection`, { headers });
}

interface Told {
  situation: string | null;
  broken: boolean;
  lines: { number: number; event: string; requestId?: string; route?: string; status?: number }[];
}
const activity = async (after = 0): Promise<Told> => (await fetch(`${siteUrl}/lab/activity?after=${after}`)).json();

describe('the catalogue', () => {
  it('has a name of its own for each situation, fit for an address', () => {
    const ids = SITUATIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('says of each what is wrong, what to do, and what one should see', () => {
    for (const { id, title, story, try: todo, expect: expected } of SITUATIONS)
      for (const text of [title, story, todo, expected]) {
        expect([id, text.trim().length > 3]).toEqual([id, true]);
        expect([id, text.split('`').length % 2]).toEqual([id, 1]);
      }
  });

  it('forgets no switch of the simulator, and no value of one', () => {
    for (const [name, schema] of Object.entries(Scenario.shape)) {
      // The lab's companion signs people in by one-click, and its card shows no data: these are about something else.
      if (['tokens', 'helper', 'credential', 'secondCredential', 'farmTakesMs'].includes(name)) continue;
      const key = name as keyof Scenario;
      const used = new Set(SITUATIONS.map(({ switches }) => switches?.[key]));
      const wanted: unknown[] =
        schema instanceof z.ZodEnum ? schema.options.filter((one) => one !== ORDINARY[key]) : [];
      expect([name, wanted.filter((value) => !used.has(value as never))]).toEqual([name, []]);
      expect([name, [...used].some((value) => value !== undefined && value !== ORDINARY[key])]).toEqual([name, true]);
    }
  });

  it('sends one only to test accounts that exist, and to every one of them', () => {
    const ids = testAccounts().map(({ id }) => id);
    const sent = SITUATIONS.flatMap((one) => [...one.try.matchAll(/`([^`]+)`/g)].map(([, code]) => code));
    expect([...new Set(sent)].sort()).toEqual([...ids].sort());
  });
});

describe('the list of situations', () => {
  it('links to each of them, in its group', async () => {
    const { text } = await new Grower().visit(`${siteUrl}/lab`);
    for (const { title } of GROUPS) expect(text).toContain(`<h2>${title}</h2>`);
    for (const { id } of SITUATIONS) expect(text).toContain(`href="/lab/${id}"`);
  });

  it('puts the world back', async () => {
    await new Grower().visit(address('companion-down'));
    await new Grower().visit(address('leaf-500'));
    gate.refuse();
    await new Grower().visit(`${siteUrl}/lab`);
    expect(simulator.scenario.get()).toEqual(ORDINARY);
    expect(gate.state.refusing).toBe(false);
  });

  it('is linked from the demo’s index', async () => {
    expect(await (await fetch(siteUrl)).text()).toContain('href="/lab"');
  });

  it('says so when there is no such situation', async () => {
    expect((await fetch(address('nothing-of-the-sort'))).status).toBe(404);
    expect((await fetch(`${address('nothing-of-the-sort')}/session`, { method: 'POST' })).status).toBe(404);
  });
});

describe.each(cases)('%s', (id, situation) => {
  const { embedding } = situation;

  it('has the card on its page or in its frame, recorded from the first moment, under a notice', async () => {
    const page = await new Grower().visit(address(id));
    expect(page.status).toBe(200);
    expect(page.text).toContain('<strong>A simulation.</strong>');
    const carrying = await cardPage(new Grower(), id);
    expect(carrying.status).toBe(200);
    expect(carrying.text.match(/<leaf-jd-connect[\s>]/g)).toHaveLength(embedding?.cards ?? 1);
    const scripts = [...carrying.text.matchAll(/<script\s+src="([^"]+)"/g)].map(([, source]) => source ?? '');
    const recorder = scripts.indexOf('/lab/recorder.js');
    expect(recorder).toBeGreaterThan(-1);
    expect(scripts.findIndex((source) => /leaf-jd-connect|other-copy/.test(source))).toBeGreaterThan(recorder);
    expect(carrying.text).toContain(`data-events="${EVENT_NAMES.join(' ')}"`);
    for (const source of scripts)
      expect([source, (await fetch(new URL(source, carrying.url))).status]).toEqual([source, 200]);
  });

  it('allows no inline code', async () => {
    for (const { headers, text } of [await new Grower().visit(address(id)), await cardPage(new Grower(), id)]) {
      expect(headers.get('Content-Security-Policy')).toContain("script-src 'self'; style-src 'self'");
      expect(headers.get('Content-Security-Policy')).toContain("require-trusted-types-for 'script'");
      expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
    }
  });

  it('puts the world into the state that it promises', async () => {
    simulator.scenario.set({ status: 'BRAND_NEW' });
    await new Grower().visit(address(id));
    const begins = situation.begins === 'well' ? {} : situation.switches;
    expect(simulator.scenario.get()).toEqual({ ...ORDINARY, ...begins });
    const way = situation.gate ?? {};
    expect(gate.state).toEqual({
      refusing: 'refuse' in way,
      delayMs: 'delayMs' in way ? way.delayMs : 0,
    });
  });
});

describe('a page that is about headers', () => {
  const headersOf = async (id: string) => (await new Grower().visit(address(id))).headers;
  const coop = 'Cross-Origin-Opener-Policy';

  it.each([
    ['severed-by-page', coop, 'same-origin'],
    ['page-allows-popups', coop, 'same-origin-allow-popups'],
    ['frame-in-coop-page', coop, 'same-origin'],
    ['no-referrer', 'Referrer-Policy', 'no-referrer'],
  ])('%s sends %s: %s', async (id, header, value) => {
    expect((await headersOf(id)).get(header)).toBe(value);
  });

  it('alone has them', async () => {
    const headers = await headersOf('plain');
    expect([headers.get(coop), headers.get('Referrer-Policy')]).toEqual([null, null]);
  });

  it('csp-blocks-companion allows no request to the companion, and every other page does', async () => {
    const connections = async (id: string) =>
      /connect-src [^;]*/.exec((await headersOf(id)).get('Content-Security-Policy') ?? '')?.[0];
    expect(await connections('csp-blocks-companion')).toBe("connect-src 'self'");
    expect(await connections('plain')).toBe(`connect-src 'self' ${companionUrl}`);
  });
});

describe('a page with a frame', () => {
  const siteOf = (url: string) => new URL(url).hostname;

  it.each(['cross-site-frame', 'cross-site-frame-severed', 'frame-in-coop-page'])(
    '%s: the frame is of another site, and the companion allows it',
    async (id) => {
      const grower = new Grower();
      const page = await cardPage(grower, id);
      expect(siteOf(page.url)).not.toBe(siteOf(siteUrl));
      expect(page.headers.get('Content-Security-Policy')).toContain(`frame-ancestors ${siteUrl}`);
      const answer = await askCompanion(grower, page);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(new URL(page.url).origin);
    },
  );

  it.each([
    ['sandbox-no-popups', 'allow-scripts allow-same-origin'],
    ['sandbox-no-escape', 'allow-scripts allow-same-origin allow-popups'],
    ['sandbox-allowed', 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox'],
  ])('%s: its sandbox is “%s”', async (id, tokens) => {
    const { text } = await new Grower().visit(address(id));
    expect(text).toMatch(new RegExp(`<iframe[^>]* sandbox="${tokens}"`));
  });

  it('says without a cookie whose it is', async () => {
    const grower = new Grower();
    const page = await cardPage(grower, 'cross-site-frame');
    const userSeen = async (visitor: Grower) => {
      await askCompanion(visitor, page);
      return simulator.calls.all.findLast(({ leafUserId }) => leafUserId)?.leafUserId;
    };
    expect(await userSeen(new Grower())).toBe(await userSeen(grower));
  });
});

describe('a page that is set up wrongly', () => {
  it('origin-not-allowed is on an origin that the companion refuses', async () => {
    const grower = new Grower();
    const page = await grower.visit(address('origin-not-allowed'));
    expect(new URL(page.url).origin).not.toBe(siteUrl);
    const answer = await askCompanion(grower, page);
    expect([answer.status, answer.headers.get('Access-Control-Allow-Origin')]).toEqual([403, null]);
    expect(page.text).toContain(`href="${siteUrl}/lab"`);
  });

  it('any other page leads back to the origin that is allowed', async () => {
    const elsewhere = address('plain').replace('localhost', '127.0.0.1');
    expect((await new Grower().visit(elsewhere)).url).toBe(address('plain'));
  });

  it.each([
    ['no-server-url', 'server-url'],
    ['session-missing', 'session-url'],
  ])('%s has no %s', async (id, attribute) => {
    const tag = (text: string) => /<leaf-jd-connect[^>]*>/.exec(text)?.[0];
    expect(tag((await new Grower().visit(address(id))).text)).not.toContain(`${attribute}=`);
    expect(tag((await new Grower().visit(address('plain'))).text)).toContain(`${attribute}=`);
  });

  it('session-expires hands out sessions of twenty seconds', async () => {
    const secondsOf = async (id: string) => {
      const grower = new Grower();
      const { token } = await sessionFor(grower, await cardPage(grower, id));
      const { iat, exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
      return exp - iat;
    };
    expect(await secondsOf('session-expires')).toBe(20);
    expect(await secondsOf('plain')).toBe(600);
  });
});

describe('scripts', () => {
  const scriptsOf = async (id: string) =>
    [...(await new Grower().visit(address(id))).text.matchAll(/src="([^"]+)" defer/g)].map(([, source]) => source);

  it('loaded-twice has two tags of one address, second-copy one of another address first', async () => {
    expect(await scriptsOf('loaded-twice')).toEqual(['/leaf-jd-connect.js', '/leaf-jd-connect.js']);
    expect(await scriptsOf('second-copy')).toEqual(['/lab/other-copy.js', '/leaf-jd-connect.js']);
  });

  it('the other copy says that it is one', async () => {
    const copy = await (await fetch(`${siteUrl}/lab/other-copy.js`)).text();
    const own = await (await fetch(`${siteUrl}/leaf-jd-connect.js`)).text();
    expect(copy).toMatch(/^\/\*! leaf-jd-connect 0\.0\.0-played-by-the-demo /);
    expect(own).not.toContain('played-by-the-demo');
  });

  it('played browsers are labelled as such', () => {
    for (const { embedding, story } of SITUATIONS) if (embedding?.plays) expect(story).toContain('page plays');
  });
});

describe('a visitor', () => {
  const userOf = async (grower: Grower, id: string) => {
    const answer = await askCompanion(grower, await cardPage(grower, id));
    return ((await answer.json()) as { account: string }).account;
  };

  it('is as new in each situation as in the first, and known again when the page is reloaded', async () => {
    const grower = new Grower();
    const first = await userOf(grower, 'plain');
    expect(await userOf(grower, 'message')).not.toBe(first);
    expect(await userOf(grower, 'plain')).toBe(first);
  });

  it('is somebody new after starting over', async () => {
    const grower = new Grower();
    const before = await userOf(grower, 'plain');
    const page = await grower.visit(`${address('plain')}/start-over`, { method: 'POST' });
    expect(page.url).toBe(address('plain'));
    expect(await userOf(grower, 'plain')).not.toBe(before);
  });
});

describe('trouble', () => {
  const press = (id: string, what: 'break' | 'mend') => fetch(`${address(id)}/${what}`, { method: 'POST' });

  it('is put right and made again without touching what growers have ticked', async () => {
    const grower = new Grower();
    const page = await cardPage(grower, 'missing-permission');
    await askCompanion(grower, page);
    const user = simulator.calls.all.findLast(({ leafUserId }) => leafUserId)?.leafUserId ?? '';
    await connect(await LeafCaller.logIn(simulator), user, 'several');
    const health = async () => ((await (await askCompanion(grower, page)).json()) as { health: string }).health;
    // Within the same second the companion does not ask Leaf again.
    const becomes = (expected: string) =>
      vi.waitFor(async () => expect(await health()).toBe(expected), { timeout: 5_000, interval: 200 });
    await becomes('missing_permission');
    await press('missing-permission', 'mend');
    await becomes('ok');
    await press('missing-permission', 'break');
    await becomes('missing_permission');
  });

  it('at the gate cuts the companion off, and lets it come back', async () => {
    const grower = new Grower();
    const page = await cardPage(grower, 'companion-down');
    await expect(askCompanion(grower, page)).rejects.toThrow();
    await press('companion-down', 'mend');
    expect((await askCompanion(grower, page)).status).toBe(200);
    await press('companion-down', 'break');
    await expect(askCompanion(grower, page)).rejects.toThrow();
  });

  it('waits for a press where the page begins well', async () => {
    const { switches } = named('disconnected-elsewhere');
    await new Grower().visit(address('disconnected-elsewhere'));
    expect(simulator.scenario.get()).toEqual(ORDINARY);
    await press('disconnected-elsewhere', 'break');
    expect(simulator.scenario.get()).toMatchObject({ ...switches });
  });

  it('is announced on the partner’s page, with a way out of it', async () => {
    const partner = async () => (await fetch(`${siteUrl}/partner`)).text();
    expect(await partner()).toContain('data-trouble="none"');
    await new Grower().visit(address('companion-down'));
    expect(await partner()).toContain('data-trouble="some"');
    expect(await partner()).toContain('href="/lab"');
  });
});

describe('the live panel', () => {
  it('is told the companion’s log, with the request ids that its answers carry', async () => {
    const grower = new Grower();
    const page = await cardPage(grower, 'leaf-500');
    const answer = await askCompanion(grower, page);
    const { requestId } = (await answer.json()) as { requestId: string };
    const { situation, broken, lines } = await activity();
    expect([situation, broken]).toEqual(['leaf-500', true]);
    expect(lines).toContainEqual(
      expect.objectContaining({
        event: 'request',
        route: '/connection',
        status: 503,
        code: 'leaf_unavailable',
        requestId,
      }),
    );
  });

  it('is told what the gate did', async () => {
    const before = (await activity()).lines.at(-1)?.number ?? 0;
    const grower = new Grower();
    await askCompanion(grower, await cardPage(grower, 'companion-down')).catch(() => undefined);
    expect((await activity(before)).lines.map(({ event }) => event)).toContain('connection_refused');
  });

  it('is told each line once', async () => {
    const grower = new Grower();
    await askCompanion(grower, await cardPage(grower, 'plain'));
    const { lines } = await activity();
    const last = lines.at(-1)?.number ?? 0;
    expect(lines.map(({ number }) => number)).toEqual([...new Set(lines.map(({ number }) => number))]);
    expect((await activity(last)).lines).toEqual([]);
  });

  it('starts with what is new to it', async () => {
    const grower = new Grower();
    await askCompanion(grower, await cardPage(grower, 'plain'));
    const last = (await activity()).lines.at(-1)?.number;
    const { text } = await grower.visit(address('plain'));
    expect(text).toContain(`data-seen="${last}"`);
  });
});
