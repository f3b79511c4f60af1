/** “Details for support”: what became of calls to John Deere, read when somebody opens it. */
import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { LeafJdConnect } from '../../src/element/define.js';
import { en } from '../../src/element/texts/en.js';
import { connected, problem, unauthenticated } from '../support/answers.js';
import { mountWith, parts, press, root, words } from '../support/card.js';
import { PATIENCE } from '../support/patience.js';

const EVENTS = [
  { id: '1', createdDate: '2026-11-02T08:00:00.000000Z', statusCode: 200 },
  { id: '2', createdDate: '2026-11-01T08:00:00.000000Z', statusCode: 401 },
  { id: '3', createdDate: '2026-10-31T08:00:00.000000Z', statusCode: 403 },
  { id: '4', createdDate: '2026-10-30T08:00:00.000000Z', statusCode: 503 },
  { id: '5', createdDate: '2026-10-29T08:00:00.000000Z', statusCode: 418 },
  { id: '6', createdDate: 'some day', statusCode: null },
];

async function open(card: LeafJdConnect): Promise<void> {
  const summary = root(card).querySelector('summary');
  if (!summary) throw new Error('There is nothing to open.');
  await press(summary);
}

function rows(card: LeafJdConnect): string[] {
  return [...root(card).querySelectorAll('details li')].map((row) => row.textContent.replace(/\s+/g, ' ').trim());
}

describe('details for support', () => {
  it('are asked for when they are opened, and not before', async () => {
    const { card, companion } = await mountWith(connected());
    expect(await companion.count('GET /events')).to.equal(0);
    await open(card);
    await waitUntil(() => words(card).includes(en.noneFound), 'nothing was said', PATIENCE);
    expect(await companion.count('GET /events')).to.equal(1);
  });

  it('name the day as it is written here, and in plain words what a grower can mend', async () => {
    const { card, companion } = await mountWith(unauthenticated());
    await companion.script({ 'GET /events': { json: EVENTS } });
    await open(card);
    await waitUntil(() => rows(card).length > 0, 'nothing came', PATIENCE);
    const when = new Date('2026-11-02T08:00:00Z').toLocaleString('en', {
      dateStyle: 'medium',
      timeStyle: 'short',
    });
    expect(rows(card)).to.have.length(6);
    expect(rows(card)[0]).to.equal(`${when} 200`.replace(/\s+/g, ' '));
    expect(rows(card)[1]).to.contain(`${en.eventRefused} 401`);
    expect(rows(card)[2]).to.contain(`${en.missingTitle} 403`);
    expect(rows(card)[3]).to.match(/\d \D+ 503$/);
    expect(rows(card)[4]).to.match(/\d \D+ 418$/);
    expect(rows(card)[5]).to.equal('some day ?');
  });

  it('show fifty at most', async () => {
    const { card, companion } = await mountWith(connected());
    const many = Array.from({ length: 400 }, (_, index) => ({ ...EVENTS[0], id: String(index) }));
    await companion.script({ 'GET /events': { json: many } });
    await open(card);
    await waitUntil(() => rows(card).length > 0, 'nothing came', PATIENCE);
    expect(rows(card)).to.have.length(50);
  });

  it('that cannot be had are one line, and the card stays as it is', async () => {
    const { card, companion } = await mountWith(connected());
    await companion.script({ 'GET /events': [problem('leaf_unavailable'), { json: EVENTS }] });
    await open(card);
    await waitUntil(() => words(card).includes(en.errorUnknown), 'nothing was said', PATIENCE);
    expect(parts(card, 'error')).to.be.empty;
    expect(card.state).to.equal('connected');
    await open(card);
    await open(card);
    await waitUntil(() => rows(card).length === 6, 'it was not tried again', PATIENCE);
  });

  it('of somebody else are put away with their connection', async () => {
    const { card, companion } = await mountWith(connected({ account: 'one' }));
    await companion.script({ 'GET /events': { json: EVENTS } });
    await open(card);
    await waitUntil(() => rows(card).length > 0, 'nothing came', PATIENCE);
    await companion.says(connected({ account: 'two' }));
    await card.refresh();
    await card.updateComplete;
    expect(rows(card)).to.be.empty;
    expect(root(card).querySelector('details')?.open).to.be.false;
  });

  it('stay open though the connection is doing otherwise now, and are read anew', async () => {
    const { card, companion } = await mountWith(connected());
    await companion.script({ 'GET /events': { json: EVENTS } });
    await open(card);
    await waitUntil(() => rows(card).length > 0, 'nothing came', PATIENCE);
    await companion.says(unauthenticated());
    await card.refresh();
    await companion.asked('GET /events', 2);
    expect(root(card).querySelector('details')?.open).to.be.true;
  });

  it('are opened by keyboard, with something as large as a thumb', async () => {
    const { card, companion } = await mountWith(connected());
    const summary = root(card).querySelector('summary');
    summary?.focus();
    expect(summary?.getBoundingClientRect().height).to.be.at.least(44);
    await sendKeys({ press: 'Enter' });
    await companion.asked('GET /events');
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`are right by axe on ${theme}`, async () => {
      document.documentElement.style.colorScheme = theme;
      const { card, companion } = await mountWith(connected(), { theme });
      await companion.script({ 'GET /events': { json: EVENTS } });
      await open(card);
      await waitUntil(() => rows(card).length > 0, 'nothing came', PATIENCE);
      await expect(card).to.be.accessible();
      document.documentElement.style.removeProperty('color-scheme');
    });
  }
});
