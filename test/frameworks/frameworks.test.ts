/** The element inside each framework, by the framework's own means: a mount, an update, an event, an end, a full connect. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../src/element/texts/en.js';
import { allow, type Stage } from '../end-to-end/stage.js';
import { ANGULAR, PLAIN, REACT_18, REACT_19, SOLID, STRICT, SVELTE, VUE, WRAPPER_19 } from './apps.js';
import { GIVEN, handled, mounted, open, openApps } from './stage.js';

const APPS = [
  { app: PLAIN, path: 'plain' },
  { app: STRICT, path: 'strict-csp', strict: true },
  { app: REACT_18, path: 'react-18' },
  { app: REACT_18, path: 'react-18-rendered', server: 'server.tsx' },
  { app: WRAPPER_19, path: 'react-19-wrapper' },
  { app: WRAPPER_19, path: 'react-19-wrapper-rendered', server: 'server.tsx' },
  { app: REACT_19, path: 'react-19-bare' },
  { app: VUE, path: 'vue-3' },
  { app: VUE, path: 'vue-3-rendered', server: 'server.ts' },
  { app: SVELTE, path: 'svelte-5' },
  { app: SOLID, path: 'solid' },
  { app: ANGULAR, path: 'angular' },
];

/** The code of the guides in `docs/guides`, as it stands there. */
const GUIDES = [
  { app: { ...REACT_18, entry: 'guide.tsx' }, path: 'react-18-guide' },
  { app: { ...WRAPPER_19, entry: 'guide.tsx' }, path: 'react-19-guide' },
  { app: { ...REACT_19, entry: 'guide.tsx' }, path: 'react-19-bare-guide' },
  { app: { ...VUE, entry: 'guide.ts' }, path: 'vue-3-guide' },
  { app: { ...SVELTE, entry: 'guide.ts' }, path: 'svelte-5-guide' },
  { app: { ...SOLID, entry: 'guide.tsx' }, path: 'solid-guide' },
  { app: ANGULAR, path: 'angular-guide' },
];

let stage: Stage;
beforeAll(async () => {
  stage = await openApps([...APPS, ...GUIDES]);
}, 120_000);
afterAll(() => stage.close());
beforeEach(() => {
  stage.demo.simulator.reset();
});

describe.each(APPS)('on the page $path', ({ path }) => {
  it('is mounted with text, booleans, objects and functions as properties, and its children in their slots', async () => {
    const { visit, complaints, bare } = await open(stage, path);
    await visit.reach('disconnected');

    expect(await visit.page.evaluate(mounted)).toEqual(GIVEN);
    expect(await visit.button.innerText()).toBe('Bring the farm in');
    expect(await visit.card.count()).toBe(1);
    expect(bare).toEqual([]);
    expect([...visit.faults, ...complaints]).toEqual([]);
  });

  it('follows a changed text, a boolean that comes and goes, and what is taken back', async () => {
    const { visit, complaints } = await open(stage, path);
    await visit.reach('disconnected');

    await visit.page.getByRole('button', { name: 'Rename' }).click();
    await visit.card.locator('[part="heading"]', { hasText: 'Another name' }).waitFor();
    await visit.page.getByRole('button', { name: 'Lock' }).click();
    await visit.card.locator('[part="button"][disabled]').waitFor();
    await visit.page.getByRole('button', { name: 'Lock' }).click();
    await visit.card.locator('[part="button"]:not([disabled])').waitFor();
    await visit.page.getByRole('button', { name: 'Clear' }).click();
    await visit.card.locator('[part="heading"]', { hasText: en.heading }).waitFor();
    await expect.poll(() => visit.button.innerText()).toBe(en.connect);
    expect(await visit.card.evaluate((card) => Reflect.get(card, 'allowDisconnect') as unknown)).toBe(false);
    expect([...visit.faults, ...complaints]).toEqual([]);
  });

  it('is reached by the page, which asks it to look again', async () => {
    const { visit } = await open(stage, path);
    await visit.reach('disconnected');
    const asked = visit.page.waitForRequest(`${stage.demo.companionUrl}/connection`);
    await visit.page.getByRole('button', { name: 'Refresh' }).click();
    expect((await asked).method()).toBe('GET');
  });

  it('lets a listener prevent the sign-in', async () => {
    const { visit } = await open(stage, path);
    await visit.reach('disconnected');
    await visit.page.getByRole('button', { name: 'Veto' }).click();
    await visit.button.click();

    await expect.poll(async () => (await handled(visit)).map(({ name }) => name)).toContain('leaf-connect');
    expect(await visit.state()).toBe('disconnected');
    expect(visit.page.context().pages()).toHaveLength(1);
  });

  it('connects, though it is taken away and put back meanwhile, and every event is heard once', async () => {
    const { visit, complaints } = await open(stage, path);
    await visit.reach('disconnected');
    const popup = await visit.open();
    await visit.reach('connecting');
    const show = visit.page.getByRole('button', { name: 'Show', exact: true });
    await show.click();
    await visit.card.waitFor({ state: 'detached' });
    await show.click();
    await visit.reach('connecting', 'unfinished');
    await allow(popup, 'several');
    await visit.comeBack();
    await visit.reach('connected');

    const told = await handled(visit);
    const named = (name: string) => told.filter((event) => event.name === name);
    expect(named('leaf-connect')).toHaveLength(1);
    expect(named('leaf-connected')).toEqual([
      { name: 'leaf-connected', detail: expect.objectContaining({ connection: expect.any(Object) }) },
    ]);
    const bubbled = (await visit.events()).filter(({ name }) => name === 'leaf-state-change');
    expect(named('leaf-state-change').map(({ detail }) => detail)).toEqual(bubbled.map(({ detail }) => detail));
    expect([...visit.faults, ...complaints]).toEqual([]);
  });
});

describe('the guide’s code', () => {
  it.each(['script-tag-guide', ...GUIDES.map(({ path }) => path)])(
    'on the page %s connects, and says what is shared',
    async (path) => {
      const { visit, complaints } = await open(stage, path);
      await visit.reach('disconnected');
      await visit.signIn('several');
      await visit.reach('connected');
      await expect
        .poll(() => visit.page.locator('#told').innerText())
        .toBe('Shared: Lindqvist Home Farm, Lindqvist & Daughters <River Land>');
      expect([...visit.faults, ...complaints]).toEqual([]);
    },
  );
});
