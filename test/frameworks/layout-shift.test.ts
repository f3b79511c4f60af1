/** Nothing on the page moves while the card comes: not defined, defined, loading, answered. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Stage, Visit } from '../end-to-end/stage.js';
import { REACT_18, VUE } from './apps.js';
import { PHONE, roomForTheCard, seen, watchShifts, WIDE, WIDTHS } from './layout-shift.js';
import { openApps } from './stage.js';

const SCROLLS = '<style>leaf-jd-connect { display: flow-root; block-size: 40rem; overflow-y: auto; }</style>';

let stage: Stage;
beforeAll(async () => {
  const head = await roomForTheCard();
  stage = await openApps([
    { app: REACT_18, path: 'react-rendered', server: 'server.tsx', head },
    { app: VUE, path: 'vue-rendered', server: 'server.ts', head },
    { app: REACT_18, path: 'react-without-room', server: 'server.tsx' },
    { app: VUE, path: 'vue-scrolls', server: 'server.ts', head: SCROLLS },
  ]);
}, 120_000);
afterAll(() => stage.close());
beforeEach(() => {
  stage.demo.simulator.reset();
});

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Opens a page, in a window of this size from its first paint on. */
async function open(path: string, size: Size): Promise<Visit> {
  const visit = await stage.visit({ path: '/session', prepare: watchShifts });
  await visit.page.setViewportSize(size);
  await visit.page.goto(`${stage.demo.siteUrl}/${path}`);
  return visit;
}

describe.each([
  ['script-tag-guide', 'Fieldbook reads your fields and your machines’ work.'],
  ['react-rendered', 'Intro of the page'],
  ['vue-rendered', 'Intro of the page'],
])('on the page %s, which keeps room', (path, intro) => {
  const first = `only its children: ${intro}`;

  const widths = path === 'script-tag-guide' ? WIDTHS : [WIDE, PHONE];
  it.each(widths)('nothing moves until the invitation is there, $width pixels wide', async (size) => {
    const visit = await open(path, size);
    await visit.reach('disconnected');
    expect(await seen(visit.page)).toEqual({ steps: [first, 'loading', 'disconnected'], shifts: [] });
  });

  it.each([WIDE, PHONE])('nothing moves until four organizations are there, $width pixels wide', async (size) => {
    const visit = await open(path, size);
    await visit.reach('disconnected');
    await visit.signIn('several');
    await visit.reach('connected');
    await visit.page.reload();
    await visit.reach('connected');
    expect(await visit.card.locator('[part="organization"]').count()).toBe(4);
    expect(await seen(visit.page)).toEqual({ steps: [first, 'loading', 'connected'], shifts: [] });
  });
});

describe('on a page that keeps no room', () => {
  it('what is below moves when the card is defined: the measurement sees it', async () => {
    const visit = await open('react-without-room', WIDE);
    await visit.reach('disconnected');
    expect((await seen(visit.page)).shifts).not.toEqual([]);
  });
});

describe('on a page that keeps no room, but whose script comes first', () => {
  it.each(WIDTHS)('nothing moves until the invitation is there, $width pixels wide', async (size) => {
    const visit = await open('script-first', size);
    await visit.reach('disconnected');
    expect(await seen(visit.page)).toEqual({ steps: ['loading', 'disconnected'], shifts: [] });
  });
});

describe('on a page whose card scrolls inside', () => {
  it('nothing moves, however many organizations there are', async () => {
    const visit = await open('vue-scrolls', PHONE);
    await visit.reach('disconnected');
    await visit.signIn('hundreds');
    await visit.reach('connected');
    await visit.page.reload();
    await visit.reach('connected');
    expect(await seen(visit.page)).toEqual({ shifts: [], steps: [expect.any(String), 'loading', 'connected'] });
  });
});
