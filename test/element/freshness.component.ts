/** What a question carries after somebody did something, and what a poll does not: seen where it arrives. */
import { expect } from '@open-wc/testing';
import { disconnected } from '../support/answers.js';
import { comeBack, leavePage, travel, windowsClosed } from '../support/browser.js';
import { create, mount, put, reached, startSignIn } from '../support/card.js';
import { Companion } from '../support/companion.js';

const HASTY = disconnected({ pollAfterMs: 1_000 });

const cacheControls = async (companion: Companion): Promise<(string | undefined)[]> =>
  (await companion.requests('GET /connection')).map(({ headers }) => headers['cache-control']);

describe('a poll', () => {
  it('is content with what the companion knows', async () => {
    const { companion } = await startSignIn({ 'GET /connection': { json: HASTY } });
    await companion.asked('GET /connection', 3);
    expect(new Set(await cacheControls(companion))).to.deep.equal(new Set([undefined]));
  });
});

describe('a question', () => {
  it('after a return says that it wants no old answer, and so do those that follow closely', async () => {
    const { card, companion } = await startSignIn({ 'GET /connection': { json: HASTY } });
    leavePage();
    companion.closeWindows();
    await windowsClosed();
    const before = await companion.count('GET /connection');
    comeBack();
    await reached(card, 'unfinished');
    await companion.asked('GET /connection', before + 3);
    expect(new Set((await cacheControls(companion)).slice(before))).to.deep.equal(new Set(['no-cache']));
    travel(20_000);
    const closely = await companion.count('GET /connection');
    await companion.asked('GET /connection', closely + 3);
    expect((await cacheControls(companion)).at(-1)).to.equal(undefined);
  });

  it('that somebody pressed for says so too, without asking another origin’s companion for leave', async () => {
    const companion = await Companion.start({
      'GET /connection': { json: HASTY, headers: { 'access-control-allow-origin': location.origin } },
    });
    const card = await put(create({ serverUrl: companion.elsewhere }));
    await reached(card, 'disconnected');
    await card.refresh();
    expect(await cacheControls(companion)).to.deep.equal([undefined, 'no-cache']);
    expect(await companion.count('OPTIONS /connection')).to.equal(0);
  });

  it('that was asked for while another was under way says so when its turn comes', async () => {
    const { card, companion } = await mount({ 'GET /connection': { json: HASTY } });
    await companion.script({ 'GET /connection': 'hold' });
    const first = card.refresh();
    await companion.asked('GET /connection', 2);
    const second = card.refresh();
    await companion.says(HASTY);
    await Promise.all([first, second]);
    expect(await cacheControls(companion)).to.deep.equal([undefined, 'no-cache', 'no-cache']);
  });
});
